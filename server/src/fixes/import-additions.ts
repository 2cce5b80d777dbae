import type { Module } from "../model/module";
import type { PythonDocument, Segment } from "../syntax/document";
import { blankLinesAbove, isLineBreak, lineEnd } from "../syntax/lines";
import { MAGIC } from "../syntax/magics";
import type { ImportNeed, TextEdit } from "./fix";
import { type Group, groupOf, GROUPS, type HeadImport } from "./import-head";
import { byType } from "./import-names";
import { lineBreakOf, lineSpan } from "./text";

/** An import statement that is added: of names, or of the module itself where there are none. */
export interface NewImport {
  readonly module: string;
  readonly names: readonly string[];
}

export function newImport({ module, name }: ImportNeed): NewImport {
  return { module, names: name === undefined ? [] : [name] };
}

export function statementOf({ module, names }: NewImport): string {
  return names.length === 0 ? `import ${module}` : `from ${module} import ${[...names].sort(byType).join(", ")}`;
}

/** Plain imports before from-imports, each by module, as isort's default has it. */
export function order(a: string, b: string): number {
  const from = Number(a.startsWith("from")) - Number(b.startsWith("from"));
  return from !== 0 ? from : a.toLowerCase() < b.toLowerCase() ? -1 : 1;
}

/** Whole lines of a document. */
export interface Lines {
  readonly start: number;
  readonly end: number;
}

/** A line that is added, with the line breaks that set it apart from what stands around its place. */
export interface Addition {
  readonly at: number;
  readonly group: Group;
  readonly line: string;
  readonly above: string;
  readonly below: string;
  /** Whether it comes to where lines go. */
  readonly inPlace: boolean;
}

/**
 * Where imports are added to the head of a file of which lines go: what is left there decides, and what was added
 * before.
 */
export class Additions {
  readonly #left: readonly HeadImport[];
  readonly #goes: readonly (HeadImport & { readonly lines: Lines })[];
  /** The places of lines that go, and the group that comes there. */
  readonly #filled: { readonly at: number; readonly group: Group }[] = [];
  readonly #eol: string;

  /** @param gone whole lines that go, in the text's order; no two of them touch */
  constructor(
    readonly module: Module,
    head: readonly HeadImport[],
    readonly gone: readonly Lines[],
  ) {
    const linesOf = ({ start, end }: HeadImport): Lines | undefined =>
      gone.find((lines) => lines.start <= start && end <= lines.end);
    this.#left = head.filter((statement) => linesOf(statement) === undefined);
    this.#goes = head.flatMap((statement) => {
      const lines = linesOf(statement);
      return lines === undefined ? [] : [{ ...statement, lines }];
    });
    this.#eol = lineBreakOf(module.document.text);
  }

  /** Those of the groups that stand further up are asked for first. */
  add(need: NewImport): Addition {
    const group = groupOf(need.module);
    const added = { group, line: statementOf(need) + this.#eol };
    const alone = this.#goes.find((statement) => statement.group === group && this.#isSetApart(statement.lines));
    if (alone !== undefined) return this.#fill(added, alone.lines.start);
    const same = this.#left.filter((statement) => statement.group === group);
    if (same.length > 0) return this.#set(added, placeAmong(same, need));
    const replaced = this.#goes.find((statement) => statement.group === group);
    if (replaced !== undefined) return this.#fill(added, replaced.lines.start);
    const isAbove = (statement: { readonly group: Group }): boolean =>
      GROUPS.indexOf(statement.group) < GROUPS.indexOf(group);
    const above = this.#left.findLast(isAbove);
    const filled = this.#filled.findLast(isAbove);
    if (filled !== undefined && (above === undefined || above.end <= filled.at)) return this.#fill(added, filled.at);
    if (above !== undefined)
      return this.#set(added, above.end, this.#eol, this.#isFollowed(above.end) ? this.#eol : "");
    const below = this.#left[0];
    if (below !== undefined) return this.#set(added, below.start, "", this.#eol);
    const instead = this.#goes.findLast(isAbove) ?? this.#goes[0];
    return instead === undefined ? this.#first(added) : this.#fill(added, instead.lines.start);
  }

  #set(added: Pick<Addition, "group" | "line">, at: number, above = "", below = ""): Addition {
    const { text } = this.module.document;
    // Behind a form feed a line begins anew.
    const endsLine = at === textStart(text) || /[\r\n\f]/.test(text[at - 1]!);
    return { ...added, at, above: endsLine ? above : this.#eol + above, below, inPlace: false };
  }

  #fill(added: Pick<Addition, "group" | "line">, at: number): Addition {
    this.#filled.push({ at, group: added.group });
    return { ...added, at, above: "", below: "", inPlace: true };
  }

  /** The first import of a file. */
  #first(added: Pick<Addition, "group" | "line">): Addition {
    const { text } = this.module.document;
    const at = headEnd(this.module);
    const above =
      at > textStart(text) &&
      !/(?:\r\n|\n|\r(?!\n))[ \t]*(?:\r\n|\n|\r(?!\n))$/.test(text.slice(0, at)) &&
      !text.slice(0, at).endsWith("#");
    return this.#set(added, at, above ? this.#eol : "", gapBelow(text.slice(at), this.#eol));
  }

  /**
   * Whether blank lines, or the ends of the file, stand around lines: people who part their own packages from others'
   * do so.
   */
  #isSetApart({ start, end }: Lines): boolean {
    const { text } = this.module.document;
    return (
      (start === textStart(text) || blankLinesAbove(text, start) < start) && /^[ \t]*(?:[\r\n]|$)/.test(text.slice(end))
    );
  }

  /** Whether an import stands right below a place, once the lines have gone that go. */
  #isFollowed(at: number): boolean {
    const next = this.gone.find((lines) => lines.start === at)?.end ?? at;
    return this.#left.some((statement) => statement.start === next);
  }
}

/** Where an import goes in its group. */
function placeAmong(group: readonly HeadImport[], need: NewImport): number {
  const key = (statement: HeadImport): string =>
    statement.from ? `from ${statement.module} import` : `import ${statement.module}`;
  const mixed =
    group.some((statement, i) => i > 0 && order(key(group[i - 1]!), key(statement)) > 0) && isByModule(group);
  const after = group.findLast((statement) =>
    mixed ? statement.module.toLowerCase() < need.module.toLowerCase() : order(key(statement), statementOf(need)) < 0,
  );
  return after === undefined ? group[0]!.start : after.end;
}

/** One edit for all that comes to one place, with a blank line between groups. */
export function mergeAt(additions: readonly Addition[], eol: string): readonly TextEdit[] {
  return [...new Set(additions.map(({ at }) => at))].map((at) => {
    const here = additions.filter((addition) => addition.at === at);
    const lines = here.map(({ line, group }, i) => (i > 0 && here[i - 1]!.group !== group ? eol + line : line));
    return { start: at, end: at, text: here[0]!.above + lines.join("") + here.at(-1)!.below };
  });
}

/** Nothing goes before a byte order mark. */
export function textStart(text: string): number {
  return text.startsWith("\uFEFF") ? 1 : 0;
}

/** The blank lines between the first import of a file and what follows it: two above a definition. */
function gapBelow(rest: string, eol: string): string {
  const wanted = /^\s*(?:@|(?:async|def|class)\b)/.test(rest) ? 2 : 1;
  const there = /^(?:[ \t]*(?:\r\n|\n|\r(?!\n)))*/.exec(rest)![0].match(/\r\n|\n|\r(?!\n)/g)?.length ?? 0;
  return eol.repeat(Math.max(0, wanted - there));
}

/** Whether imports of a group are sorted by module, `import` and `from` mixed. */
function isByModule(group: readonly HeadImport[]): boolean {
  return group.every((statement, i) => i === 0 || group[i - 1]!.module.toLowerCase() <= statement.module.toLowerCase());
}

/** Where the first import of a file goes: behind the shebang, leading comments and the docstring. */
function headEnd(module: Module): number {
  const first = firstOfCode(module.document);
  if (first === undefined) return 0;
  const offset = module.document.offsetOf(first);
  const node = first.tree.root.named[0];
  if (node?.kind === "expression_statement" && node.named[0]?.kind === "string")
    return offset + lineSpan(first.text, node.start, node.end).end;
  return offset + leadingComments(first.text);
}

/**
 * What begins with the first statement of a text, and holds the comments above it; those of a notebook may have a cell
 * of their own.
 */
export function firstOfCode({ segments }: PythonDocument): Segment | undefined {
  return segments.find(({ tree }) => tree.root.named.length > 0) ?? segments[0];
}

/**
 * The end of the comments at the head of a file that speak of it: with a blank line behind them, or that have to stand
 * first.
 */
function leadingComments(text: string): number {
  const begin = textStart(text);
  let first = begin;
  let at = begin;
  for (; text[at] === "#"; at = lineSpan(text, at, at).end) {
    const isMade =
      text.startsWith(MAGIC, at) || (at === first && /^#[^\r\n]*coding[:=]/.test(text.slice(at, lineEnd(text, at))));
    if (isMade) first = lineSpan(text, at, at).end;
  }
  const isSetApart = at > begin && at < text.length && isLineBreak(text.charCodeAt(at));
  return isSetApart ? at : first;
}
