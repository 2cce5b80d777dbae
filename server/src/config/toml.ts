import type { TomlProblem } from "./toml-problem";
import { type AST, ParseError, parseTOML } from "toml-eslint-parser";
import { tooMuch } from "./toml-limits";

/** A place in a TOML text; offsets in UTF-16 code units. */
export interface TomlRange {
  readonly start: number;
  readonly end: number;
}

export type TomlValue =
  | (TomlRange & { readonly kind: "string"; readonly value: string })
  | (TomlRange & { readonly kind: "number"; readonly value: number })
  | (TomlRange & { readonly kind: "boolean"; readonly value: boolean })
  | (TomlRange & { readonly kind: "array"; readonly items: readonly TomlValue[] })
  | (TomlRange & { readonly kind: "table" | "date" });

/** One `key = value`, wherever and however it is written: below a header, with a dotted key, or in an inline table. */
export interface TomlEntry {
  readonly path: readonly string[];
  /** The last part of its key. */
  readonly key: TomlRange;
  readonly value: TomlValue;
}

export interface TomlTable {
  readonly path: readonly string[];
  /** The header, brackets included. */
  readonly header: TomlRange;
  /** Behind its last entry, or behind the header where it has none. */
  readonly end: number;
}

/** A TOML file: its entries in the file's order, flat, with full paths. */
export interface TomlFile {
  readonly text: string;
  readonly entries: readonly TomlEntry[];
  readonly tables: readonly TomlTable[];
  /** Why nothing could be read. */
  readonly problem: TomlProblem | undefined;
}

/** Reads TOML with its positions. Never throws: what is wrong with a text is told in `problem`. */
export function readToml(text: string): TomlFile {
  const problem = tooMuch(text);
  if (problem !== undefined) return { text, entries: [], tables: [], problem };
  // The parser takes a byte order mark for a stray character.
  const shift = text.startsWith("\uFEFF") ? 1 : 0;
  try {
    const [top] = parseTOML(text.slice(shift)).body;
    return { text, ...new Reader(shift).read(top), problem: undefined };
  } catch (error) {
    return { text, entries: [], tables: [], problem: problemOf(error, shift, text) };
  }
}

function problemOf(error: unknown, shift: number, text: string): TomlProblem {
  if (error instanceof ParseError)
    return { offset: Math.min(error.index + shift, text.length), message: error.message };
  return { offset: 0, message: error instanceof Error ? error.message : String(error) };
}

/** Entries directly below a path. */
export function entriesIn(file: TomlFile, path: readonly string[]): readonly TomlEntry[] {
  return file.entries.filter((entry) => entry.path.length === path.length + 1 && startsWith(entry.path, path));
}

/** Entries at any depth below a path. */
export function entriesBelow(file: TomlFile, path: readonly string[]): readonly TomlEntry[] {
  return file.entries.filter((entry) => entry.path.length > path.length && startsWith(entry.path, path));
}

export function entryAt(file: TomlFile, path: readonly string[]): TomlEntry | undefined {
  return file.entries.find((entry) => entry.path.length === path.length && startsWith(entry.path, path));
}

/** Whether a path is written in the file, as a table or as an entry. */
export function hasPath(file: TomlFile, path: readonly string[]): boolean {
  return (
    file.entries.some((entry) => startsWith(entry.path, path)) ||
    file.tables.some((table) => startsWith(table.path, path))
  );
}

function startsWith(path: readonly string[], prefix: readonly string[]): boolean {
  return prefix.every((part, i) => path[i] === part);
}

class Reader {
  readonly #entries: TomlEntry[] = [];
  readonly #tables: TomlTable[] = [];
  readonly #shift: number;

  constructor(shift: number) {
    this.#shift = shift;
  }

  read(top: AST.TOMLTopLevelTable): { readonly entries: readonly TomlEntry[]; readonly tables: readonly TomlTable[] } {
    for (const node of top.body) {
      if (node.type === "TOMLKeyValue") {
        this.#entry(node, []);
        continue;
      }
      const path = node.resolvedKey.map(String);
      const { end } = this.#range(node.key);
      this.#tables.push({
        path,
        header: { start: this.#range(node).start, end: end + (node.kind === "array" ? 2 : 1) },
        end: this.#range(node).end,
      });
      for (const pair of node.body) this.#entry(pair, path);
    }
    return { entries: this.#entries, tables: this.#tables };
  }

  /** Notes an entry; an inline table counts as an entry, and so does each of its own. */
  #entry(node: AST.TOMLKeyValue, under: readonly string[]): void {
    const waiting: { readonly node: AST.TOMLKeyValue; readonly under: readonly string[] }[] = [{ node, under }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { key, value } = next.node;
      const path = [...next.under, ...key.keys.map((part) => (part.type === "TOMLBare" ? part.name : part.value))];
      this.#entries.push({ path, key: this.#range(key.keys.at(-1) ?? key), value: this.#value(value) });
      if (value.type === "TOMLInlineTable")
        for (const inner of value.body.toReversed()) waiting.push({ node: inner, under: path });
    }
  }

  /** Items of arrays in arrays are left out: nothing that is read here nests them. */
  #value(node: AST.TOMLContentNode): TomlValue {
    if (node.type !== "TOMLArray") return this.#leaf(node);
    return { kind: "array", ...this.#range(node), items: node.elements.map((element) => this.#leaf(element)) };
  }

  #leaf(node: AST.TOMLContentNode): TomlValue {
    const range = this.#range(node);
    if (node.type === "TOMLArray") return { kind: "array", ...range, items: [] };
    if (node.type === "TOMLInlineTable") return { kind: "table", ...range };
    switch (node.kind) {
      case "string":
        return { kind: "string", ...range, value: node.value };
      case "integer":
      case "float":
        return { kind: "number", ...range, value: node.value };
      case "boolean":
        return { kind: "boolean", ...range, value: node.value };
      case "offset-date-time":
      case "local-date-time":
      case "local-date":
      case "local-time":
        return { kind: "date", ...range };
    }
  }

  #range(node: AST.HasLocs): TomlRange {
    return { start: node.range[0] + this.#shift, end: node.range[1] + this.#shift };
  }
}
