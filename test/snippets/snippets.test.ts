import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { diagnose } from "../support/engine";
import { compileErrors } from "../support/python";
import { expand } from "./expand";

interface Snippet {
  /** What is typed to find it; absent where it is put around a selection, and chosen from a menu. */
  readonly words?: readonly string[];
  /** What it brings. */
  readonly imports?: readonly string[];
  readonly description: string;
  readonly body: readonly string[];
}

const file = new URL("../../snippets/python.json", import.meta.url);
const snippets = Object.entries(JSON.parse(readFileSync(file, "utf8")) as Record<string, Snippet>);

/** What those around a selection take for granted: code that they are put around has it. */
const TAKEN = ["import asyncio"];
/** The names that the snippets bring, all of them. */
const broughtNames = new Set(snippets.flatMap(([, { imports = [] }]) => imports.flatMap(namesOf)));

function namesOf(statement: string): readonly string[] {
  return statement.replace(/^.*import /, "").split(", ");
}
/** The words beside `skill-`, by which people look for a pattern. */
const WORDS = ["gather", "taskgroup", "to_thread", "timeout", "sequence"];

/** A module that has the snippet where a user would put it: definitions at the top, statements in a coroutine. */
function moduleWith(snippet: Snippet): string {
  const text = expand(snippet.body);
  const isDefinition = /^(?:async def|def|class|@|\w+: )/.test(text);
  const placed = isDefinition ? text : `async def work():\n${text.replace(/^(?=.)/gm, "    ")}`;
  return `${(snippet.imports ?? TAKEN).join("\n")}\n\n\n${placed}\n`;
}

describe("snippets", () => {
  it.each(snippets)("%s keeps out of the way until it is asked for", (_, snippet) => {
    const [own, ...words] = snippet.words ?? [];
    if (own !== undefined) expect(own).toMatch(/^skill-[a-z]+(-[a-z]+)*$/);
    for (const word of words) expect(WORDS).toContain(word);
    expect(snippet.description).not.toBe("");
  });

  it("have words of their own, those that people type among them, or stand around a selection", () => {
    const all = snippets.flatMap(([, { words = [] }]) => words);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toEqual(expect.arrayContaining(WORDS));
    for (const [name, { words, body }] of snippets)
      expect([name, words !== undefined || body.join("").includes("TM_SELECTED_TEXT")]).toEqual([name, true]);
  });

  it("are valid Python when every placeholder is left as it is", async () => {
    const errors = await compileErrors(snippets.map(([, snippet]) => moduleWith(snippet)));
    const wrong = snippets.flatMap(([name], index) => (errors[index] ? [`${name}: ${errors[index]}`] : []));
    expect(wrong).toEqual([]);
  });

  it.each(snippets)("%s brings what it names, and nothing else", (_, { body, words, imports }) => {
    const text = body.join("\n");
    const named = [...broughtNames].filter((name) => new RegExp(`\\b${name}\\b`).test(text));
    if (words !== undefined) expect(imports?.flatMap(namesOf).toSorted()).toEqual(named.toSorted());
  });

  // The editor would offer it a second time, without its imports.
  it.each(snippets)("%s is not offered by the editor while one types", (_, snippet) => {
    expect(snippet).not.toHaveProperty("prefix");
  });

  it.each(snippets)("%s has no findings", (_, snippet) => {
    expect(diagnose(moduleWith(snippet)).map((found) => `${found.rule}: ${found.message}`)).toEqual([]);
  });

  it.each(snippets)("%s leaves no marker behind", (_, snippet) => {
    expect(expand(snippet.body)).not.toMatch(/\$\d|\$\{|\|\}/);
  });
});
