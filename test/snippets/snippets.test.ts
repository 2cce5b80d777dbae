import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { diagnose } from "../support/engine";
import { compileErrors } from "../support/python";
import { expand } from "./expand";

interface Snippet {
  /** Absent where it is put around a selection, and chosen from a menu. */
  readonly prefix?: string | readonly string[];
  readonly description: string;
  readonly body: readonly string[];
}

const file = new URL("../../snippets/python.json", import.meta.url);
const snippets = Object.entries(JSON.parse(readFileSync(file, "utf8")) as Record<string, Snippet>);

/** What the snippets take for granted, so that every name in them means what it says. */
const imports = `import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Any, Self

import aiohttp
import httpx
from pydantic import BaseModel
`;

/** What is typed to find a snippet. */
const prefixes = ({ prefix = [] }: Snippet): readonly string[] => [prefix].flat();
/** The words beside `skill-`, by which people look for a pattern. */
const WORDS = ["gather", "taskgroup", "to_thread", "timeout", "sequence"];

/** A module that has the snippet where a user would put it: definitions at the top, statements in a coroutine. */
function moduleWith(snippet: Snippet): string {
  const text = expand(snippet.body);
  const isDefinition = /^(?:async def|def|class|@|\w+: )/.test(text);
  const placed = isDefinition ? text : `async def work():\n${text.replace(/^(?=.)/gm, "    ")}`;
  return `${imports}\n\n${placed}\n`;
}

describe("snippets", () => {
  it.each(snippets)("%s keeps out of the way until it is asked for", (_, snippet) => {
    const [own, ...words] = prefixes(snippet);
    if (own !== undefined) expect(own).toMatch(/^skill-[a-z]+(-[a-z]+)*$/);
    for (const word of words) expect(WORDS).toContain(word);
    expect(snippet.description).not.toBe("");
  });

  it("have prefixes of their own, those that people type among them, or stand around a selection", () => {
    const all = snippets.flatMap(([, snippet]) => prefixes(snippet));
    expect(new Set(all).size).toBe(all.length);
    expect(all).toEqual(expect.arrayContaining(WORDS));
    for (const [name, { prefix, body }] of snippets) expect([name, prefix !== undefined || body.join("").includes("TM_SELECTED_TEXT")]).toEqual([name, true]);
  });

  it("are valid Python when every placeholder is left as it is", async () => {
    const errors = await compileErrors(snippets.map(([, snippet]) => moduleWith(snippet)));
    const wrong = snippets.flatMap(([name], index) => (errors[index] ? [`${name}: ${errors[index]}`] : []));
    expect(wrong).toEqual([]);
  });

  it.each(snippets)("%s has no findings", (_, snippet) => {
    expect(diagnose(moduleWith(snippet)).map((found) => `${found.rule}: ${found.message}`)).toEqual([]);
  });

  it.each(snippets)("%s leaves no marker behind", (_, snippet) => {
    expect(expand(snippet.body)).not.toMatch(/\$\d|\$\{|\|\}/);
  });
});
