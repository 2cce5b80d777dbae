/**
 * Our runtime parses what web-tree-sitter's does, and trees are read out of its memory as web-tree-sitter's cursor
 * walks them.
 */
import fs from "node:fs";
import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Language, Parser, type Tree as SitterTree } from "web-tree-sitter";
import type { Tree } from "../../server/src/syntax/tree";
import { BAD_INPUT } from "../support/bad-input";
import { parser } from "../support/engine";
import { realFiles } from "../support/files";
import { FRAGMENTS } from "../support/fragments";

await Parser.init();
const language = await Language.load(
  fs.readFileSync(createRequire(import.meta.url).resolve("tree-sitter-python/tree-sitter-python.wasm")),
);
const sitter = new Parser().setLanguage(language);

/** The kinds of nodes that have a name: a keyword that reads like one is called a keyword. */
const NODES: ReadonlySet<string> = new Set(
  Array.from({ length: language.nodeTypeCount }, (_, id) => id)
    .filter((id) => language.nodeTypeIsNamed(id))
    .map((id) => language.nodeTypeForId(id) ?? ""),
);

/** A row as text: kind, field, start, end, and the rows of its parent and of the last node in it. */
type Row = string;

function rowsOf({ columns }: Tree): readonly Row[] {
  const { names, kind, field, start, end, parent, last } = columns;
  return [...kind.keys()].map((row) =>
    toRow(names.kinds[kind[row]!], names.fields[field[row]!], [start[row]!, end[row]!], parent[row]!, last[row]!),
  );
}

function toRow(
  kind: string | undefined,
  field: string | undefined,
  [start, end]: readonly [number, number],
  parent: number,
  last: number,
): Row {
  return `${kind} ${field} ${start}-${end} in ${parent} up to ${last}`;
}

/** Walks a tree with the runtime's cursor; nodes that begin at or behind the limit are left out. */
function walked(tree: SitterTree, limit: number): readonly Row[] {
  const nodes: {
    readonly kind: string;
    readonly field: string | undefined;
    readonly start: number;
    readonly end: number;
    readonly parent: number;
    last: number;
  }[] = [];
  const open: number[] = [];
  const cursor = tree.walk();
  for (;;) {
    if (cursor.startIndex < limit || nodes.length === 0) {
      const field = cursor.currentFieldName ?? undefined;
      const end = Math.min(cursor.endIndex, limit);
      nodes.push({
        kind: cursor.nodeIsNamed || !NODES.has(cursor.nodeType) ? cursor.nodeType : "keyword",
        field,
        start: cursor.startIndex,
        end,
        parent: open.at(-1) ?? -1,
        last: nodes.length,
      });
      if (cursor.gotoFirstChild()) {
        open.push(nodes.length - 1);
        continue;
      }
    }
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent()) {
        cursor.delete();
        return nodes.map(({ kind, field, start, end, parent, last }) => toRow(kind, field, [start, end], parent, last));
      }
      nodes[open.pop()!]!.last = nodes.length - 1;
    }
  }
}

function expectAsWalked(text: string, suffix = ""): void {
  const tree = sitter.parse(text + suffix)!;
  const read = parser.parse(text, suffix);
  expect(rowsOf(read)).toEqual(walked(tree, text.length));
  expect(read.broken).toBe(tree.rootNode.hasError);
  tree.delete();
}

describe("trees read from memory", () => {
  it("are those of the cursor for real files", () => {
    for (const { text } of realFiles(60)) expectAsWalked(text.replaceAll("\r", ""));
  });

  it.each(FRAGMENTS)("are those of the cursor for %j", (fragment) => {
    expectAsWalked(fragment);
    expectAsWalked(fragment.trimEnd(), "\n    pass\n");
  });

  it.each(Object.entries(BAD_INPUT).filter(([, text]) => text.length < 20_000 && !text.includes("\r")))(
    "are those of the cursor for %s",
    (_name, text) => {
      expectAsWalked(text);
    },
  );

  it("are those of the cursor for code that is broken anywhere", () => {
    const texts = FRAGMENTS.join("");
    fc.assert(
      fc.property(
        fc.nat(texts.length),
        fc.nat(600),
        fc.constantFrom("(", ")", '"', '"""', ":", "\n", "  ", "def ", "\\", "é𝕏", "@", "="),
        (at, length, typed) => {
          const text = texts.slice(at, at + length);
          const middle = Math.floor(text.length / 2);
          expectAsWalked(text.slice(0, middle) + typed + text.slice(middle));
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });

  it("are read where the memory has grown", () => {
    const text = `x = [${"f(1), ".repeat(200_000)}]\n`;
    const { root, size } = parser.parse(text);
    expect(size).toBeGreaterThan(1_000_000);
    expect(root.end).toBe(text.length);
    expectAsWalked("x = [f(1), f(1)]\n");
  });

  it("are read however deep they are", () => {
    const text = `${"[".repeat(20_000)}${"]".repeat(20_000)}\n`;
    expectAsWalked(text);
  });
});

describe("the types of kinds and fields", () => {
  const source = fs.readFileSync(new URL("../../server/src/syntax/kinds.generated.ts", import.meta.url), "utf8");
  const typed = (from: string, to?: string): readonly string[] =>
    [
      ...source.slice(source.indexOf(from), to === undefined ? undefined : source.indexOf(to)).matchAll(/\| (".*")/g),
    ].map((match) => JSON.parse(match[1]!) as string);

  it("are those that the runtime gives nodes", () => {
    const ids = Array.from({ length: language.nodeTypeCount }, (_, id) => id).filter((id) =>
      language.nodeTypeIsVisible(id),
    );
    const named = new Set(ids.filter((id) => language.nodeTypeIsNamed(id)).map((id) => language.nodeTypeForId(id)));
    const tokens = new Set(
      ids
        .filter((id) => !language.nodeTypeIsNamed(id))
        .map((id) => language.nodeTypeForId(id) ?? "")
        .map((token) => (NODES.has(token) ? "keyword" : token)),
    );
    expect(named.size).toBeGreaterThan(100);
    expect(typed("type NamedKind", "type Token")).toEqual(expect.arrayContaining([...named]));
    expect(typed("type Token", "type Kind")).toEqual(expect.arrayContaining([...tokens]));
    expect([...typed("type Field")].sort()).toEqual(language.fields.filter((field) => field !== null).sort());
  });

  it("refuse what the grammar hasn't", () => {
    const node = parser.parse("try:\n    f()\nexcept* E:\n    pass\n", "").root;
    // @ts-expect-error the grammar calls it except_clause
    expect([...node.descendants("except_group_clause")]).toEqual([]);
    // @ts-expect-error a call has arguments
    expect(node.child("argument_list")).toBeUndefined();
    expect([...node.descendants("except_clause")]).toHaveLength(1);
  });

  it("know a node from the keyword that it begins with", () => {
    const { root } = parser.parse("async def f():\n    await (yield lambda: 1)\ntype T = int\n", "");
    for (const kind of ["await", "yield", "lambda", "type"] as const)
      expect([...root.descendants(kind)].map(({ isNamed }) => isNamed)).not.toContain(false);
    expect([...root.descendants("await")]).toHaveLength(1);
    expect([...root.descendants("keyword")].map(({ text }) => text)).toEqual(["await", "yield", "lambda", "type"]);
  });
});
