/**
 * What rules' pages show over several files holds: findings stand in each file where its carets do, and fixes leave all
 * files that they change as shown. Where a call is said to come to what blocks, Python runs the example with something
 * in the place of that which notes who calls it: the way that is told is the way that is run. UPDATE_PAGES=1 rewrites
 * carets and fixed files.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { type Example, readPage } from "../../scripts/rule-page";
import type { Offer } from "../../server/src/fixes/fix";
import { settingsOf } from "../support/page";
import { compileErrors } from "../support/python";
import { withoutCarets } from "../support/render";
import { ProjectUnderTest } from "./over-files";
import { recorded } from "./recorded";

const update = process.env["UPDATE_PAGES"] === "1";
const only = process.env["RULE"]?.split(",");
const rulesDir = path.resolve(import.meta.dirname, "../../server/src/rules");
const pages = fs
  .readdirSync(rulesDir)
  .filter((name) => name.endsWith(".md") && (only === undefined || only.includes(name.slice(0, -".md".length))))
  .sort()
  .map((name) => readPage(path.join(rulesDir, name)))
  .filter(({ overFiles }) => overFiles.length > 0);

function projectOf({ files, blocks }: Example): ProjectUnderTest {
  const texts = new Map([...files].map(([name, text]) => [name, withoutCarets(text)] as const));
  return new ProjectUnderTest(texts, blocks[0] === undefined ? {} : settingsOf(blocks[0]));
}

/** The blocks of an example, as the rule behaves: each file with its carets, then what each offer comes to. */
function shown({ files }: Example, project: ProjectUnderTest, rule: string): readonly string[] {
  const sources = [...files.keys()].map((name) =>
    block(`${languageOf(name)} file="${name}"`, project.annotated(name, rule)),
  );
  return [...sources, ...project.offered(rule).flatMap(({ name, offer }) => shownOffer(name, offer, project))];
}

function shownOffer(name: string, offer: Offer, project: ProjectUnderTest): readonly string[] {
  const title = offer.title.replaceAll('"', "'");
  if (offer.kind === "refusal") return [block(`text refused="${title}" file="${name}"`, `${offer.reason}\n`)];
  const unsafe = offer.applicability === "unsafe" ? " unsafe" : "";
  const annotation = offer.annotation === undefined ? "" : ` annotation="${offer.annotation}"`;
  return [...project.changed(name, offer)].map(([changed, text], i) =>
    block(`${languageOf(changed)} fix="${title}" file="${changed}"${i === 0 ? `${unsafe}${annotation}` : ""}`, text),
  );
}

function languageOf(name: string): string {
  return name.endsWith(".py") ? "py" : name.slice(name.lastIndexOf(".") + 1);
}

function block(info: string, text: string): string {
  return `\`\`\`${info}\n${text}\`\`\`\n`;
}

// A file without a test fails; where some rules alone are asked for, their pages may show none.
if (pages.length === 0) it("are not shown on the pages that were asked for", () => expect(only).toBeDefined());

describe.each(pages.map((page) => [page.rule, page] as const))("%s", (rule, page) => {
  const lines = fs.readFileSync(page.file, "utf8").split("\n");
  const rewrites: { readonly from: number; readonly to: number; readonly text: string }[] = [];

  it.each(page.overFiles.map((example) => [example.title, example] as const))("shows: %s", async (_title, example) => {
    const project = projectOf(example);
    const text = shown(example, project, rule).join("\n");
    const { from, to } = placeOf(example);
    if (update) rewrites.push({ from, to, text });
    else expect(text).toBe(`${lines.slice(from, to).join("\n")}\n`);
    const before = project.counts;
    const fixed = project
      .offered(rule)
      .flatMap(({ name, offer }) =>
        offer.kind === "fix" ? [{ title: offer.title, changed: project.changed(name, offer) }] : [],
      );
    for (const { title, changed } of fixed) {
      const after = new ProjectUnderTest(new Map([...project.texts, ...changed]), {}).counts;
      expect(after.get(rule) ?? 0, `"${title}" leaves its finding`).toBeLessThan(before.get(rule)!);
      for (const [other, count] of after)
        expect(count, `"${title}" brings ${other}`).toBeLessThanOrEqual(before.get(other) ?? 0);
    }
    const python = [project.texts, ...fixed.map(({ changed }) => changed)].flatMap((texts) =>
      [...texts].flatMap(([name, code]) => (name.endsWith(".py") ? [code] : [])),
    );
    expect(await compileErrors(python)).toEqual(python.map(() => null));
  });

  it("is written as the rule behaves", () => {
    if (rewrites.length === 0) return;
    for (const { from, to, text } of [...rewrites].sort((a, b) => b.from - a.from))
      lines.splice(from, to - from, ...text.split("\n").slice(0, -1));
    fs.writeFileSync(page.file, lines.join("\n"));
  });

  /** The lines of the page, from 0, that an example's blocks take up. */
  function placeOf({ line }: Example): { readonly from: number; readonly to: number } {
    const from = lines.findIndex((one, i) => i >= line && one.startsWith("```"));
    const next = lines.findIndex((one, i) => i >= line && /^###? /.test(one));
    let to = next === -1 ? lines.length : next;
    while (lines[to - 1] === "") to--;
    return { from, to };
  }
});

const BLOCKING = pages
  .flatMap(({ rule, overFiles }) => overFiles.map((example) => ({ rule, example })))
  .filter(({ rule, example }) => [...projectOf(example).findings(rule).values()].flat().some(({ isPath }) => isPath));

describe.skipIf(BLOCKING.length === 0)("Python", () => {
  it.each(BLOCKING.map(({ rule, example }) => [`${rule}: ${example.title}`, rule, example] as const))(
    "runs by the way that is told, %s",
    (_title, rule, example) => {
      const project = projectOf(example);
      const found = [...project.findings(rule)].flatMap(([name, findings]) =>
        findings.map((finding) => ({ name, finding })),
      );
      const told = found.map(({ name, finding }) => project.way(name, finding).join(" "));
      const stalls = found.flatMap(({ finding }) => finding.stalledBy ?? []);
      expect(recorded(project.texts, stalls)).toEqual([...new Set(told)].sort());
    },
  );
});
