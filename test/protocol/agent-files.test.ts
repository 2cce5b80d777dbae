/** The skill in files that AI agents read: what is there stays, and what is ours is there once. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TextEdit } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { PAGES } from "../../server/src/rules/pages.generated";
import { builtFor } from "./support/build";
import { Client } from "./support/client";

const built = builtFor("server");
const BEGIN = "<!-- async-skill:begin -->";
const END = "<!-- async-skill:end -->";

let client: Client;
beforeEach(async () => {
  client = await Client.start({ server: built("server.js") });
});
afterEach(async () => expect(await client.stop()).toBe(0));

async function edit(path: string, text?: string): Promise<TextEdit | null> {
  return await client.connection.sendRequest(
    "async-skill/agentFileEdit",
    text === undefined ? { path } : { path, text },
  );
}

/** What a file holds afterwards. */
async function after(path: string, text?: string): Promise<string> {
  const change = await edit(path, text);
  return TextDocument.applyEdits(TextDocument.create(path, "markdown", 0, text ?? ""), change === null ? [] : [change]);
}

const FRONT_MATTER = [
  ["AGENTS.md", ""],
  ["CLAUDE.md", ""],
  [".github/copilot-instructions.md", ""],
  [".github/instructions/python-async-io.instructions.md", 'applyTo: "**/*.py"'],
  [".cursor/rules/python-async-io.mdc", "globs: **/*.py\nalwaysApply: false"],
  [".claude/rules/python-async-io.md", 'paths:\n  - "**/*.py"'],
  [".agents/skills/python-async-io/SKILL.md", "name: python-async-io\n"],
] as const;

it("are named with those who read them", async () => {
  const files: readonly { readonly path: string; readonly readers: readonly string[] }[] =
    await client.connection.sendRequest("async-skill/agentFiles", {});
  expect(files.map(({ path }) => path)).toEqual(FRONT_MATTER.map(([path]) => path));
  for (const { path, readers } of files) expect(readers, path).not.toEqual([]);
});

describe.each(FRONT_MATTER)("%s", (path, said) => {
  it("is made with what its readers need to know of it, and left alone the second time", async () => {
    const made = await after(path);
    const head = made.slice(0, made.indexOf(BEGIN));
    expect(head).toMatch(said === "" ? /^$/ : /^---\n[\s\S]+\n---\n\n$/);
    expect(head).toContain(said);
    expect(made.endsWith(`${END}\n`)).toBe(true);
    expect(await edit(path, made)).toBeNull();
  });

  it("keeps what it holds, and has the marked part renewed alone", async () => {
    const own = "---\nmine: true\n---\n\n# Ours\n\n- Be kind.\n";
    const added = await after(path, own);
    expect(added.startsWith(`${own}\n${BEGIN}\n`)).toBe(true);
    const older = `${added.replace("### ", "### Once it was called ")}\n## Behind\n`;
    const renewed = await after(path, older);
    expect(renewed).toBe(`${added}\n## Behind\n`);
    expect(await edit(path, renewed)).toBeNull();
  });
});

it("tell every rule that is about code, by the command that it enforces", async () => {
  const text = await after("AGENTS.md");
  const rules = Object.values(PAGES).filter(({ command }) => !command.startsWith("("));
  expect(rules.length).toBeGreaterThan(20);
  for (const { rule, command } of rules) {
    const line = text.slice(text.indexOf(`- \`${rule}\`: `)).split("\n")[0];
    expect(line, rule).toMatch(/^- `[\w-]+`: \S.+[.)`]$/);
    const section = text
      .slice(0, text.indexOf(`- \`${rule}\`: `))
      .match(/^### .*$/gm)
      ?.at(-1);
    expect(section, rule).toBe(`### ${command}`);
  }
});

it("end their lines as they did", async () => {
  const added = await after("AGENTS.md", "# Ours\r\n");
  expect(added.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  expect(await edit("AGENTS.md", added)).toBeNull();
});

it("are no others: another path is refused", async () => {
  await expect(edit("../elsewhere.md")).rejects.toMatchObject({
    message: expect.stringContaining("elsewhere.md") as unknown,
  });
});
