import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
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

/** CPython's errors, one for each text, empty where it compiles. Annotations are left unread: they name the user's types. */
function compileErrors(texts: readonly string[]): readonly string[] {
  const program = `
import json, sys
def error(text):
    try:
        compile(text, "snippet", "exec", dont_inherit=True)
    except SyntaxError as failure:
        return f"{failure.msg}, line {failure.lineno}"
    return ""
print(json.dumps([error(text) for text in json.load(sys.stdin)]))`;
  const python = spawnSync("/usr/bin/python3", ["-c", program], { input: JSON.stringify(texts), encoding: "utf8" });
  if (python.status !== 0) throw new Error(python.stderr || String(python.error));
  return JSON.parse(python.stdout) as readonly string[];
}

describe("snippets", () => {
  it.each(snippets)("%s keeps out of the way until it is asked for", (_, snippet) => {
    expect(snippet.prefix).toMatch(/^skill-[a-z]+(-[a-z]+)*$/);
    expect(snippet.description).not.toBe("");
  });

  it("have a prefix each", () => {
    expect(new Set(snippets.map(([, snippet]) => snippet.prefix)).size).toBe(snippets.length);
  });

  it("are valid Python when every placeholder is left as it is", () => {
    const errors = compileErrors(snippets.map(([, snippet]) => moduleWith(snippet)));
    const wrong = snippets.flatMap(([name], index) => (errors[index] ? [`${name}: ${errors[index]}`] : []));
    expect(wrong).toEqual([]);
  });

  it.each(snippets)("%s leaves no marker behind", (_, snippet) => {
    expect(expand(snippet.body)).not.toMatch(/\$\d|\$\{|\|\}/);
  });
});
