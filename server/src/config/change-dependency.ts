import { afterLineBreak, lineEnd } from "../syntax/lines";
import type { Requirement } from "./requirements";
import { readToml, type TomlFile, type TomlValue } from "./toml";
import { newLine, startOfLine, standsAlone, type TomlEdit, toList } from "./toml-edit";

type List = TomlValue & { readonly kind: "array" };

/** What is done with a declared dependency: another is declared beside it, or in its place, or it goes. */
export type DependencyChange =
  | { readonly kind: "add" | "replace"; readonly name: string }
  | { readonly kind: "remove" };

/**
 * Changes what a pyproject.toml declares where a dependency stands, in the formatting of what stands around it.
 * Undefined where that isn't written as it is known, or the file could not be read afterwards.
 */
export function changeDependency(
  file: TomlFile,
  requirement: Requirement,
  change: DependencyChange,
): readonly TomlEdit[] | undefined {
  const list = listAround(file, requirement);
  const edits = list === undefined ? inTable(file, requirement, change) : inList(file.text, list, requirement, change);
  if (edits === undefined) return undefined;
  const after = edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), file.text);
  return readToml(after).problem === undefined ? edits : undefined;
}

/** Whether a comment stands on the lines of a dependency, which may say why it is there. */
export function hasComment({ text }: TomlFile, { start, end }: Requirement): boolean {
  return text.slice(end, lineEnd(text, end)).includes("#") || /^[ \t]*#/.test(lineAbove(text, start));
}

function lineAbove(text: string, offset: number): string {
  const start = startOfLine(text, offset);
  return start === 0 ? "" : text.slice(startOfLine(text, start - 1), start);
}

function listAround(file: TomlFile, { start, end }: Requirement): List | undefined {
  const around = file.entries.flatMap(({ value }) =>
    value.kind === "array" && value.start < start && end < value.end ? [value] : [],
  );
  return around[0];
}

function inList(
  text: string,
  list: List,
  requirement: Requirement,
  change: DependencyChange,
): readonly TomlEdit[] | undefined {
  const { start, end } = requirement;
  switch (change.kind) {
    case "add":
      return toList(text, list, change.name);
    case "replace": {
      const quote = text[start]!;
      return [{ start, end, text: `${quote}${change.name}${quote}` }];
    }
    case "remove":
      return outOfList(text, list, requirement);
    default:
      return change satisfies never;
  }
}

function outOfList(text: string, list: List, { start, end }: Requirement): readonly TomlEdit[] | undefined {
  const at = list.items.findIndex((item) => item.start === start);
  const item = list.items[at];
  if (item === undefined) return undefined;
  if (standsAlone(text, list, item)) return [{ start: startOfLine(text, start), end: nextLine(text, end), text: "" }];
  const next = list.items[at + 1];
  if (next !== undefined) return [{ start, end: next.start, text: "" }];
  const before = list.items[at - 1];
  return [{ start: before?.end ?? start, end, text: "" }];
}

/** Where the line behind the one that an offset stands in begins. */
function nextLine(text: string, offset: number): number {
  return Math.min(afterLineBreak(text, lineEnd(text, offset)), text.length);
}

/** As Poetry writes them: a line for each. */
function inTable(
  { text }: TomlFile,
  { start, end }: Requirement,
  change: DependencyChange,
): readonly TomlEdit[] | undefined {
  const line = startOfLine(text, start);
  // In a table of one line, others may stand beside it.
  if (text.slice(line, start).trim() !== "") return undefined;
  switch (change.kind) {
    case "add":
      return [newLine(text, end, `${change.name} = "*"`)];
    case "replace":
      return [{ start, end, text: `${change.name} = "*"` }];
    case "remove":
      return [{ start: line, end: nextLine(text, end), text: "" }];
    default:
      return change satisfies never;
  }
}
