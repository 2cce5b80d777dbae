import { afterLineBreak, isLineBreak, lineEnd } from "../syntax/lines";
import type { TomlRange, TomlValue } from "./toml";

/** A replacement in the text of a TOML file. */
export interface TomlEdit extends TomlRange {
  readonly text: string;
}

/** A line of its own behind the one that the offset stands in. */
export function newLine(text: string, offset: number, line: string): TomlEdit {
  const at = lineEnd(text, offset);
  return insertion(at, lineBreakOf(text) + line);
}

type List = TomlValue & { readonly kind: "array" };

/** A string more in a list, in the list's formatting and order. */
export function toList(text: string, list: List, name: string): readonly TomlEdit[] {
  const { items } = list;
  const quote = items[0] !== undefined && text[items[0].start] === "'" ? "'" : '"';
  const item = `${quote}${name}${quote}`;
  const first = items[0];
  if (first === undefined) return [insertion(list.start + 1, item)];
  const before = itemBefore(items, name);
  const own = before ?? first;
  if (!standsAlone(text, list, own))
    return [before === undefined ? insertion(first.start, `${item}, `) : insertion(before.end, `, ${item}`)];
  const lineBreak = lineBreakOf(text) + indentationAt(text, own.start);
  if (before === undefined) return [insertion(lineEnd(text, list.start), `${lineBreak}${item},`)];
  const comma = /^[ \t]*,/.exec(text.slice(before.end));
  if (comma !== null) return [insertion(lineEnd(text, before.end), `${lineBreak}${item},`)];
  return [insertion(before.end, ","), insertion(lineEnd(text, before.end), lineBreak + item)];
}

/** What the name comes behind: its place in the alphabet where the list has that order, else the list's last. */
function itemBefore(items: readonly TomlValue[], name: string): TomlValue | undefined {
  const keys = items.map((item) => (item.kind === "string" ? item.value.toLowerCase() : ""));
  const sorted = keys.length > 1 && keys.every((key, i) => i === 0 || keys[i - 1]! <= key);
  return sorted ? items[keys.findLastIndex((key) => key < name)] : items.at(-1);
}

/** Whether nothing else of the list stands on an item's line. */
export function standsAlone(text: string, list: List, item: TomlValue): boolean {
  const lineStart = startOfLine(text, item.start);
  const end = lineEnd(text, item.end);
  return (
    lineStart > list.start &&
    end < list.end &&
    list.items.every((other) => other === item || other.end <= lineStart || other.start >= end)
  );
}

export function startOfLine(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && !isLineBreak(text.charCodeAt(at - 1))) at--;
  return at;
}

function indentationAt(text: string, offset: number): string {
  const start = startOfLine(text, offset);
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? "";
}

/** How lines end in a text. */
export function lineBreakOf(text: string): string {
  const end = lineEnd(text, 0);
  return end < text.length ? text.slice(end, afterLineBreak(text, end)) : "\n";
}

export function insertion(at: number, text: string): TomlEdit {
  return { start: at, end: at, text };
}
