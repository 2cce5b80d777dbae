import type { Module } from "../model/module";
import type { Binding } from "../model/scopes";
import { isForTypeCheckers } from "../model/type-checking";
import type { Node } from "../syntax/tree";
import type { ImportNeed, TextEdit } from "./fix";
import {
  type Addition,
  Additions,
  type Lines,
  mergeAt,
  type NewImport,
  newImport,
  order,
  statementOf,
  textStart,
} from "./import-additions";
import { groupOf, GROUPS, type HeadImport, headImports } from "./import-head";
import { byType, importedName, orderOf } from "./import-names";
import { type Imported, importedBy, isTopLevel, mayGo, namesTaken, removalOf, unusedImports } from "./unused-imports";
import { blankLinesAbove, lineEnd, lineStart } from "../syntax/lines";
import { inOrder, isCommentAlone, lineSpan } from "./text";

/** Whether a binding comes from an import that runs (not one for type checkers alone). */
export function isRuntimeImport(binding: Binding): boolean {
  return binding.source.kind === "import" && !isForTypeCheckers(binding.node, readsTypeChecking);
}

/** Whether code can rely on an import: one that the file runs as the program alone serves what stands with it there. */
export function servesAt({ node }: Binding, at: Node): boolean {
  const guard = mainGuardAround(node);
  return guard === undefined || guard.contains(at);
}

/** The `if __name__ == "__main__":` around a statement of a module. */
export function mainGuardAround(node: Node): Node | undefined {
  for (const around of node.ancestors()) {
    if (around.kind === "function_definition") return undefined;
    if (around.kind === "if_statement" && /\b__name__\b/.test(around.child("condition")?.text ?? "")) return around;
  }
  return undefined;
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
export function importEdits(
  module: Module,
  needs: readonly ImportNeed[],
  edits: readonly TextEdit[],
): readonly TextEdit[] {
  const head = headImports(module);
  const gone = [...namesTaken(module, edits)].flatMap((name) => unusedImports(module, name, edits));
  const wanted = new Map(needs.map((need) => [`${need.module}:${need.name ?? ""}`, need]));
  const additions = [...wanted.values()]
    .filter((need) => !isThere(module, need))
    .sort(
      (a, b) =>
        GROUPS.indexOf(groupOf(a.module)) - GROUPS.indexOf(groupOf(b.module)) ||
        order(statementOf(newImport(a)), statementOf(newImport(b))),
    );
  const statements = new Map<Node, StatementChange>();
  const changeOf = (node: Node): StatementChange => {
    const change = statements.get(node) ?? { removed: [], added: [] };
    statements.set(node, change);
    return change;
  };
  // What the whole file imports from now on needn't be imported where it runs as the program.
  const doubled = additions.flatMap((need) => importsUnderGuard(module, need, edits));
  for (const { statement, name } of [...gone, ...doubled]) changeOf(statement).removed.push(name);
  const missing = new Map<string, NewImport>();
  for (const need of additions) {
    const statement =
      need.name === undefined
        ? undefined
        : head.find(
            ({ node, module: from }) =>
              node.kind === "import_from_statement" && from === need.module && node.all("name").length > 0,
          );
    if (statement !== undefined) {
      const change = changeOf(statement.node);
      change.added.push(need.name!);
      change.width = need.width;
    } else {
      const key = `${need.module}:${need.name === undefined ? "" : "from"}`;
      const names = need.name === undefined ? [] : [...(missing.get(key)?.names ?? []), need.name];
      missing.set(key, { module: need.module, names });
    }
  }
  const changes = [...statements].flatMap(([node, change]) => statementEdits(module, node, change, head));
  const { text, lineBreak } = module.document;
  const removed = removedLines(text, changes);
  const places = new Additions(module, head, removed);
  const lines = [...missing.values()].map((one) => places.add(one));
  const closed = removed.map((one) => withGap(text, one, lines));
  return [...changes.filter((edit) => !isLines(text, edit)), ...closed, ...mergeAt(lines, lineBreak)];
}

/** The whole lines that go, those that touch as one. */
function removedLines(text: string, changes: readonly TextEdit[]): readonly Lines[] {
  const removed: { start: number; end: number }[] = [];
  for (const { start, end } of inOrder(changes.filter((edit) => isLines(text, edit)))) {
    const before = removed.at(-1);
    if (before?.end === start) before.end = end;
    else removed.push({ start, end });
  }
  return removed;
}

function isLines(text: string, edit: TextEdit): boolean {
  return edit.text === "" && edit.end > edit.start && isLineStart(text, edit.start) && isLineStart(text, edit.end);
}

/** Lines that go take the blank lines with them that set them apart, unless something comes in their place. */
function withGap(text: string, { start, end }: Lines, additions: readonly Addition[]): TextEdit {
  const blankFrom = blankLinesAbove(text, start);
  const below = /^(?:[ \t\f]*(?:\r\n|\n|\r(?!\n)))*/.exec(text.slice(end))![0];
  // Nothing stands between the head of a block and its first statement.
  const first = blankFrom === 0 || /:[ \t]*(?:#|$)/.test(lineAbove(text, start));
  const alone = (first || blankFrom < start) && (below !== "" || end === text.length);
  const taken = additions.some(({ inPlace, at }) => inPlace && at === start);
  if (!alone || taken) return { start, end, text: "" };
  return { start: first ? start : blankFrom, end: first ? end + below.length : end, text: "" };
}

/** The line before the one that begins at an offset. */
function lineAbove(text: string, offset: number): string {
  const end = text[offset - 1] === "\n" && text[offset - 2] === "\r" ? offset - 2 : offset - 1;
  return offset === 0 ? "" : text.slice(lineStart(text, end), end);
}

function isLineStart(text: string, offset: number): boolean {
  return offset === textStart(text) || offset === text.length || /[\r\n]/.test(text[offset - 1]!);
}

/** What happens to the names of one import statement. */
interface StatementChange {
  readonly removed: Node[];
  readonly added: string[];
  width?: number | undefined;
}

/** Takes names out of an import statement and puts others in, at their place where the names are sorted. */
function statementEdits(
  module: Module,
  statement: Node,
  { removed, added, width }: StatementChange,
  head: readonly HeadImport[],
): readonly TextEdit[] {
  const segment = module.segmentOf(statement);
  const offset = module.document.offsetOf(segment);
  const names = statement.all("name");
  const at = (start: number, end: number, text: string): TextEdit => ({
    start: offset + start,
    end: offset + end,
    text,
  });
  if (removed.length === names.length) {
    if (added.length > 0) return [at(names[0]!.start, names.at(-1)!.end, [...added].sort(byType).join(", "))];
    const span = removalOf(statement);
    return span === undefined ? [] : [at(span.start, span.end, "")];
  }
  const kept = names.filter((name) => !removed.includes(name));
  const removals = removed.map((name) => {
    const line = lineSpan(segment.text, name.start, name.end);
    const hasLine =
      segment.text.slice(line.start, name.start).trim() === "" &&
      isCommentAlone(segment.text.slice(name.end, line.end).trimStart().replace(/^,/, ""));
    if (hasLine) return at(line.start, line.end, "");
    const index = names.indexOf(name);
    const before = names.slice(0, index).some((other) => kept.includes(other));
    return before ? at(names[index - 1]!.end, name.end, "") : at(name.start, names[index + 1]!.start, "");
  });
  const between = kept.length > 1 ? segment.text.slice(names[0]!.end, names[1]!.start) : ", ";
  const separator = between.includes("#") ? ", " : between;
  const others = head.flatMap(({ node }) =>
    node === statement || node.kind !== "import_from_statement" ? [] : [node],
  );
  const sorted = orderOf(names, others);
  const insertions = [...added].sort(sorted ?? byType).map((name) => {
    const next = sorted && kept.find((other) => sorted(importedName(other), name) > 0);
    return next === undefined
      ? at(kept.at(-1)!.end, kept.at(-1)!.end, separator + name)
      : at(next.start, next.start, name + separator);
  });
  const order = sorted ?? byType;
  const all = [...kept.map(({ text }) => text), ...[...added].sort(order)];
  const listed = sorted === undefined ? all : all.sort((a, b) => sorted(nameIn(a), nameIn(b)));
  const broken = brokenOver(segment.text, statement, listed, width, module.document.lineBreak);
  if (broken !== undefined) return [at(names[0]!.start, names.at(-1)!.end, broken)];
  return [...removals, ...insertions];
}

/** `a` of `a as b`. */
function nameIn(entry: string): string {
  return entry.split(/\s/, 1)[0]!;
}

/**
 * The names of an import in lines of their own, as Black writes them, where they are too many for its one line, and
 * that was none too long before.
 */
function brokenOver(
  text: string,
  statement: Node,
  names: readonly string[],
  width: number | undefined,
  eol: string,
): string | undefined {
  const line = lineSpan(text, statement.start, statement.end);
  const written = text.slice(line.start, lineEnd(text, line.start));
  const [head = ""] = /^.*?\bimport[ \t]+/.exec(statement.text) ?? [];
  const isOnOneLine = !/[\r\n(#\\;]/.test(written) && written === statement.text;
  if (width === undefined || !isOnOneLine || written.length > width) return undefined;
  if (head.length + names.join(", ").length <= width) return undefined;
  return `(${eol}${names.map((name) => `    ${name},${eol}`).join("")})`;
}

function isThere(module: Module, need: ImportNeed): boolean {
  return bindingsOf(module, need).some((binding) => isRuntimeImport(binding) && isTopLevel(binding.node));
}

/** The imports of what is needed, under the name that it is needed by. */
function bindingsOf(module: Module, need: ImportNeed): readonly Binding[] {
  const bound = need.name ?? need.module.split(".")[0]!;
  const full = need.name === undefined ? bound : `${need.module}.${need.name}`;
  return module.bindings(bound).filter(({ source }) => source.kind === "import" && source.name === full);
}

/** The entries of import statements under `if __name__ == "__main__":` that give what is needed. */
function importsUnderGuard(module: Module, need: ImportNeed, edits: readonly TextEdit[]): readonly Imported[] {
  return bindingsOf(module, need).flatMap(({ node }) => {
    const imported = mainGuardAround(node) === undefined ? undefined : importedBy(node);
    return imported === undefined || !mayGo(imported.statement, module, edits) ? [] : [imported];
  });
}
