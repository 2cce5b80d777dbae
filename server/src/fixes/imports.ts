import type { Module } from "../model/module";
import type { Binding } from "../model/scopes";
import { isForTypeCheckers } from "../model/type-checking";
import type { PythonDocument, Segment } from "../syntax/document";
import { MAGIC } from "../syntax/magics";
import type { Node } from "../syntax/tree";
import type { ImportNeed, TextEdit } from "./fix";
import { isStandardLibrary } from "./stdlib";
import { isTopLevel, namesTaken, removalOf, unusedImports } from "./unused-imports";
import { afterLineBreak, blankLinesAbove, isLineBreak, lastLineBreaks, lineEnd, lineStart } from "../syntax/lines";
import { inOrder, isCommentAlone, lineBreakOf, lineSpan } from "./text";

/** An import statement at the head of a file. */
interface HeadImport {
  readonly node: Node;
  /** Offsets in the document of the whole lines that it takes. */
  readonly start: number;
  readonly end: number;
  readonly module: string;
  readonly from: boolean;
  readonly group: Group;
}

type Group = "future" | "standard" | "third-party" | "local";
const GROUPS: readonly Group[] = ["future", "standard", "third-party", "local"];

/** Whether a binding comes from an import that runs (not one for type checkers alone). */
export function isRuntimeImport(binding: Binding): boolean {
  return binding.source.from === "import" && !isForTypeCheckers(binding.node, readsTypeChecking);
}

function readsTypeChecking(expression: Node): boolean {
  const name = expression.kind === "attribute" ? expression.child("attribute") : expression;
  return name?.kind === "identifier" && name.text === "TYPE_CHECKING";
}

/**
 * The edits that add what is needed and drop what nothing uses any more.
 *
 * @param edits what else is done to the text: an import goes when they take its last use
 */
export function importEdits(module: Module, needs: readonly ImportNeed[], edits: readonly TextEdit[]): readonly TextEdit[] {
  const head = headImports(module);
  const gone = [...namesTaken(module, edits)].flatMap((name) => unusedImports(module, name, edits));
  const wanted = new Map(needs.map((need) => [`${need.module}:${need.name ?? ""}`, need]));
  const additions = [...wanted.values()]
    .filter((need) => !isThere(module, need))
    .sort((a, b) => GROUPS.indexOf(groupOf(a.module)) - GROUPS.indexOf(groupOf(b.module)) || order(statementOf(newImport(a)), statementOf(newImport(b))));
  const statements = new Map<Node, StatementChange>();
  const changeOf = (node: Node): StatementChange => {
    const change = statements.get(node) ?? { removed: [], added: [] };
    statements.set(node, change);
    return change;
  };
  for (const { statement, name } of gone) changeOf(statement).removed.push(name);
  const missing = new Map<string, NewImport>();
  for (const need of additions) {
    const statement =
      need.name === undefined
        ? undefined
        : head.find(({ node, module: from }) => node.kind === "import_from_statement" && from === need.module && node.all("name").length > 0);
    if (statement !== undefined) changeOf(statement.node).added.push(need.name!);
    else {
      const key = `${need.module}:${need.name === undefined ? "" : "from"}`;
      const names = need.name === undefined ? [] : [...(missing.get(key)?.names ?? []), need.name];
      missing.set(key, { module: need.module, names });
    }
  }
  const lines = [...missing.values()].map((one) => addition(module, head, one));
  const changes = [...statements].flatMap(([node, change]) => statementEdits(module, node, change));
  return [...closeGaps(module.document.text, changes, lines), ...mergeAt(lines)];
}

/** Lines that go take the blank lines with them that set them apart, unless something comes in their place. */
function closeGaps(text: string, changes: readonly TextEdit[], additions: readonly TextEdit[]): readonly TextEdit[] {
  const isLines = (edit: TextEdit): boolean => edit.text === "" && edit.end > edit.start && isLineStart(text, edit.start) && isLineStart(text, edit.end);
  const removed: { start: number; end: number }[] = [];
  for (const { start, end } of inOrder(changes.filter(isLines))) {
    const before = removed.at(-1);
    if (before?.end === start) before.end = end;
    else removed.push({ start, end });
  }
  const closed = removed.map(({ start, end }) => {
    const blankFrom = blankLinesAbove(text, start);
    const below = /^(?:[ \t\f]*(?:\r\n|\n|\r(?!\n)))*/.exec(text.slice(end))![0];
    // Nothing stands between the head of a block and its first statement.
    const first = blankFrom === 0 || /:[ \t]*(?:#|$)/.test(lineAbove(text, start));
    const alone = (first || blankFrom < start) && (below !== "" || end === text.length);
    const from = first ? start : blankFrom;
    const to = first ? end + below.length : end;
    const taken = additions.some((edit) => from <= edit.start && edit.start <= to);
    return alone && !taken ? { start: from, end: to, text: "" } : { start, end, text: "" };
  });
  return [...changes.filter((edit) => !isLines(edit)), ...closed];
}

/** The line before the one that begins at an offset. */
function lineAbove(text: string, offset: number): string {
  const end = text[offset - 1] === "\n" && text[offset - 2] === "\r" ? offset - 2 : offset - 1;
  return offset === 0 ? "" : text.slice(lineStart(text, end), end);
}

function isLineStart(text: string, offset: number): boolean {
  return offset === textStart(text) || offset === text.length || /[\r\n]/.test(text[offset - 1]!);
}

/** Nothing goes before a byte order mark. */
function textStart(text: string): number {
  return text.startsWith("\uFEFF") ? 1 : 0;
}

/** What happens to the names of one import statement. */
interface StatementChange {
  readonly removed: Node[];
  readonly added: string[];
}

/** Takes names out of an import statement and puts others in, at their place in the alphabet. */
function statementEdits(module: Module, statement: Node, { removed, added }: StatementChange): readonly TextEdit[] {
  const segment = module.segmentOf(statement);
  const offset = module.document.offsetOf(segment);
  const names = statement.all("name");
  const at = (start: number, end: number, text: string): TextEdit => ({ start: offset + start, end: offset + end, text });
  if (removed.length === names.length) {
    if (added.length > 0) return [at(names[0]!.start, names.at(-1)!.end, [...added].sort().join(", "))];
    const span = removalOf(statement);
    return span === undefined ? [] : [at(span.start, span.end, "")];
  }
  const kept = names.filter((name) => !removed.includes(name));
  const removals = removed.map((name) => {
    const line = lineSpan(segment.text, name.start, name.end);
    const hasLine =
      segment.text.slice(line.start, name.start).trim() === "" && isCommentAlone(segment.text.slice(name.end, line.end).trimStart().replace(/^,/, ""));
    if (hasLine) return at(line.start, line.end, "");
    const index = names.indexOf(name);
    const before = names.slice(0, index).some((other) => kept.includes(other));
    return before ? at(names[index - 1]!.end, name.end, "") : at(name.start, names[index + 1]!.start, "");
  });
  const between = kept.length > 1 ? segment.text.slice(names[0]!.end, names[1]!.start) : ", ";
  const separator = between.includes("#") ? ", " : between;
  const insertions = [...added].sort().map((name) => {
    const next = kept.find((other) => other.text.toLowerCase() > name.toLowerCase());
    return next === undefined ? at(kept.at(-1)!.end, kept.at(-1)!.end, separator + name) : at(next.start, next.start, name + separator);
  });
  return [...removals, ...insertions];
}

/** Additions at one place become one edit, in their order. */
function mergeAt(edits: readonly TextEdit[]): readonly TextEdit[] {
  const merged = new Map<string, TextEdit>();
  for (const edit of edits) {
    const key = `${edit.start}:${edit.end}`;
    const before = merged.get(key);
    merged.set(key, before === undefined ? edit : { ...edit, text: join(before.text, edit.text) });
  }
  return [...merged.values()];
}

/** Two insertions at one place, with one blank line where both bring one. */
function join(first: string, second: string): string {
  const gap = lineBreaksBehind(first);
  if (/^(?:\r\n|\n|\r(?!\n))/.test(second)) {
    const isSame =
      groupOf(
        importedModule(
          first
            .trim()
            .split(/[\r\n]+/)
            .at(-1)!,
        ),
      ) === groupOf(importedModule(second.trimStart()));
    return (isSame ? first.slice(0, gap.end) : first) + second.replace(/^(\r\n|\n|\r(?!\n))/, "");
  }
  // A blank line behind the first alone is what parts its group from the second's.
  if (!/(\r\n|\n|\r(?!\n))(\r\n|\n|\r(?!\n))$/.test(second)) return first + second;
  if (gap.end === first.length) return first + second;
  const above = first.slice(0, gap.end);
  return (
    above +
    (groupOf(
      importedModule(
        above
          .trimEnd()
          .split(/[\r\n]+/)
          .at(-1)!,
      ),
    ) === groupOf(importedModule(second))
      ? ""
      : first.slice(gap.start, gap.end)) +
    second
  );
}

/** The first of the line breaks that a text ends with. */
function lineBreaksBehind(text: string): { readonly start: number; readonly end: number } {
  const start = lastLineBreaks(text);
  return { start, end: start < text.length ? afterLineBreak(text, start) : start };
}

/** The module that an import statement names. */
function importedModule(statement: string): string {
  return /^(?:from|import)\s+(\S+)/.exec(statement)?.[1] ?? "";
}

function isThere(module: Module, need: ImportNeed): boolean {
  const bound = need.name ?? need.module.split(".")[0]!;
  const full = need.name === undefined ? bound : `${need.module}.${need.name}`;
  return module
    .bindings(bound)
    .some((binding) => binding.source.from === "import" && binding.source.name === full && isRuntimeImport(binding) && isTopLevel(binding.node));
}

function groupOf(module: string): Group {
  if (module === "__future__") return "future";
  if (module.startsWith(".")) return "local";
  return isStandardLibrary(module) ? "standard" : "third-party";
}

/** The import statements at the top level of a file before its first other statement. */
function headImports(module: Module): readonly HeadImport[] {
  const found: HeadImport[] = [];
  let docstring = true;
  for (const segment of module.document.segments) {
    if (segment.piece.indent > 0 || segment.piece.kind === "class-header") break;
    const offset = module.document.offsetOf(segment);
    for (const node of segment.tree.root.named) {
      const isImport = node.kind === "import_statement" || node.kind === "import_from_statement" || node.kind === "future_import_statement";
      if (!isImport) {
        const isDocstring = docstring && node.kind === "expression_statement" && node.named[0]?.kind === "string";
        docstring = false;
        if (isDocstring || node.kind === "if_statement" || node.kind === "try_statement" || isMetadata(node)) continue;
        return found;
      }
      docstring = false;
      const span = lineSpan(segment.text, node.start, node.end);
      const name =
        node.kind === "future_import_statement" ? "__future__" : ((node.child("module_name") ?? moduleOf(node.child("name")))?.text.replace(/\s/g, "") ?? "");
      found.push({ node, start: offset + span.start, end: offset + span.end, module: name, from: node.kind !== "import_statement", group: groupOf(name) });
    }
  }
  return found;
}

/** `__author__ = ...` and its like, which people put above the imports. */
function isMetadata(node: Node): boolean {
  const assigned = node.kind === "expression_statement" ? node.named[0] : undefined;
  return assigned?.kind === "assignment" && /^__\w+__$/.test(assigned.child("left")?.text ?? "");
}

function moduleOf(name: Node | undefined): Node | undefined {
  return name?.kind === "aliased_import" ? name.child("name") : name;
}

/** An import statement that is added: of names, or of the module itself where there are none. */
interface NewImport {
  readonly module: string;
  readonly names: readonly string[];
}

function newImport({ module, name }: ImportNeed): NewImport {
  return { module, names: name === undefined ? [] : [name] };
}

function statementOf({ module, names }: NewImport): string {
  return names.length === 0 ? `import ${module}` : `from ${module} import ${[...names].sort().join(", ")}`;
}

/** Plain imports before from-imports, each by module, as isort's default has it. */
function order(a: string, b: string): number {
  const from = Number(a.startsWith("from")) - Number(b.startsWith("from"));
  return from !== 0 ? from : a.toLowerCase() < b.toLowerCase() ? -1 : 1;
}

function addition(module: Module, head: readonly HeadImport[], need: NewImport): TextEdit {
  const { text } = module.document;
  const eol = lineBreakOf(text);
  const line = statementOf(need) + eol;
  const group = groupOf(need.module);
  const same = head.filter((statement) => statement.group === group);
  if (same.length > 0) {
    const key = (statement: HeadImport): string => (statement.from ? `from ${statement.module} import` : `import ${statement.module}`);
    const mixed = same.some((statement, i) => i > 0 && order(key(same[i - 1]!), key(statement)) > 0) && isByModule(same);
    const after = same
      .filter((statement) => (mixed ? statement.module.toLowerCase() < need.module.toLowerCase() : order(key(statement), statementOf(need)) < 0))
      .at(-1);
    const at = after === undefined ? same[0]!.start : after.end;
    return insertion(at, text, line, eol);
  }
  const before = head.filter((statement) => GROUPS.indexOf(statement.group) < GROUPS.indexOf(group)).at(-1);
  if (before !== undefined) {
    const isFollowed = head.some((statement) => statement.start === before.end);
    return insertion(before.end, text, eol + line + (isFollowed ? eol : ""), eol);
  }
  const behind = head[0];
  if (behind !== undefined) return insertion(behind.start, text, line + eol, eol);
  const at = headEnd(module);
  const above = at > textStart(text) && !/(?:\r\n|\n|\r(?!\n))[ \t]*(?:\r\n|\n|\r(?!\n))$/.test(text.slice(0, at)) && !text.slice(0, at).endsWith("#");
  return insertion(at, text, (above ? eol : "") + line + gapBelow(text.slice(at), eol), eol);
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

function insertion(at: number, text: string, line: string, eol: string): TextEdit {
  // Behind a form feed a line begins anew.
  const endsLine = at === textStart(text) || /[\r\n\f]/.test(text[at - 1]!);
  return { start: at, end: at, text: endsLine ? line : eol + line };
}

/** Where the first import of a file goes: behind the shebang, leading comments and the docstring. */
function headEnd(module: Module): number {
  const first = firstOfCode(module.document);
  if (first === undefined) return 0;
  const offset = module.document.offsetOf(first);
  const node = first.tree.root.named[0];
  if (node?.kind === "expression_statement" && node.named[0]?.kind === "string") return offset + lineSpan(first.text, node.start, node.end).end;
  return offset + leadingComments(first.text);
}

/** What begins with the first statement of a text, and holds the comments above it; those of a notebook may have a cell of their own. */
export function firstOfCode({ segments }: PythonDocument): Segment | undefined {
  return segments.find(({ tree }) => tree.root.named.length > 0) ?? segments[0];
}

/** The end of the comments at the head of a file that speak of it: with a blank line behind them, or that have to stand first. */
function leadingComments(text: string): number {
  const begin = textStart(text);
  let first = begin;
  let at = begin;
  for (; text[at] === "#"; at = lineSpan(text, at, at).end) {
    const isMade = text.startsWith(MAGIC, at) || (at === first && /^#[^\r\n]*coding[:=]/.test(text.slice(at, lineEnd(text, at))));
    if (isMade) first = lineSpan(text, at, at).end;
  }
  const isSetApart = at > begin && at < text.length && isLineBreak(text.charCodeAt(at));
  return isSetApart ? at : first;
}
