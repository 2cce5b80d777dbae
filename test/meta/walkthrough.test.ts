/** What the walkthrough leads to is there. */
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../scripts/generated";
import { subject } from "../support/subject";

interface Step {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly markdown: string };
  readonly completionEvents: readonly string[];
}

interface Contributes {
  readonly commands: readonly { readonly command: string; readonly title: string }[];
  readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
  readonly walkthroughs: readonly { readonly steps: readonly Step[] }[];
}

const read = (file: string): string => fs.readFileSync(path.join(root, file), "utf8");
const texts = JSON.parse(read("package.nls.json")) as Readonly<Record<string, string>>;
const manifest = read("package.json").replaceAll(/"%([\w.-]+)%"/g, (_, key: string) => JSON.stringify(texts[key]));
const { contributes } = JSON.parse(manifest) as { readonly contributes: Contributes };
const steps = contributes.walkthroughs.flatMap((one) => one.steps);
const own = new Map(contributes.commands.map(({ command, title }) => [command, title.replace(/\.\.\.$/, "")]));
/** Commands of the editor itself. */
const THEIRS = ["workbench.action.openSettings"];

it("there are four steps", () => {
  expect(steps.map(({ id }) => id)).toEqual(["find", "repair", "check", "configure"]);
});

describe.each(steps)("the step $id", ({ description, media, completionEvents }) => {
  it("leads to commands that there are, by what they are called", () => {
    const links = [...description.matchAll(/\[([^\]]+)\]\(command:([\w.-]+)(?:\?[^)]*)?\)/g)].map(
      ([, label, command]) => ({ label, command: command! }),
    );
    expect(links.length).toBeGreaterThan(0);
    for (const { label, command } of links) {
      if (THEIRS.includes(command)) continue;
      expect(own.get(command)?.startsWith(label!), command).toBe(true);
    }
  });

  it("is done by a command or a setting that there is", () => {
    for (const event of completionEvents) {
      const [kind, name = ""] = event.split(":");
      if (kind === "onCommand") expect(own.has(name), event).toBe(true);
      else
        expect([kind, Object.keys(contributes.configuration.properties)]).toEqual([
          "onSettingChanged",
          expect.arrayContaining([name]),
        ]);
    }
  });

  it("shows a page, whose commands are called so", () => {
    const page = read(media.markdown);
    const titles = [...own.values()];
    for (const [, title] of page.matchAll(/(?<!\*)\*([A-Z][^*]+?)(?:\.\.\.)?\*(?!\*)/g))
      expect(titles, media.markdown).toContain(title);
  });
});

const example = read("examples/weather_digest/sources.py");
/** The Python that a page shows. */
const codeOf = (page: string): string => /(?<=```python\n)[\s\S]*?(?=```)/.exec(read(page))![0];

it("the first page shows what is found in the example, which ships", () => {
  expect(read(".vscodeignore")).toContain("!examples/weather_digest/sources.py");
  const code = codeOf("walkthrough/find.md");
  expect(example).toContain(code.replace(/^ *# +~.*\n/gm, ""));
  const [message] = /(?<=~ ).*/.exec(code)!;
  expect(subject("py", example, {}).findings.map((found) => found.message)).toContain(message);
});

it("the second shows what the first fix makes of it", () => {
  const { offered, edit } = subject("py", example, {});
  const { offer } = offered("blocking-http-call")[0]!;
  expect(offer.title).toBe("Move to httpx");
  if (offer.kind === "fix") expect(edit(offer)).toContain(codeOf("walkthrough/repair.md"));
});
