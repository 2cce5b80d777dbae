import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { diagnose } from "../support/engine";
import { compileErrors } from "../support/python";
import { expand } from "./expand";

interface Snippet {
  readonly prefix: string;
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

/** A module that has the snippet where a user would put it: definitions at the top, statements in a coroutine. */
function moduleWith(snippet: Snippet): string {
  const text = expand(snippet.body);
  const isDefinition = /^(?:async def|def|class|@|\w+: )/.test(text);
  const placed = isDefinition ? text : `async def work():\n${text.replace(/^(?=.)/gm, "    ")}`;
  return `${imports}\n\n${placed}\n`;
}

describe("snippets", () => {
  it.each(snippets)("%s keeps out of the way until it is asked for", (_, snippet) => {
    expect(snippet.prefix).toMatch(/^skill-[a-z]+(-[a-z]+)*$/);
    expect(snippet.description).not.toBe("");
  });

  it("have a prefix each", () => {
    expect(new Set(snippets.map(([, snippet]) => snippet.prefix)).size).toBe(snippets.length);
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
