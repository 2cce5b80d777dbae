import { lineEnd, lineStart } from "../syntax/lines";
import type { Node } from "../syntax/tree";
import { inThread, threadCall } from "./thread-call";
import { type FixBuilder, freshName, indentUnit } from "./builder";
import { type Exchange, holds, type Stretch, within } from "./local-function";
import { hasLinesOfItsOwn } from "./own-lines";
import { indentationOf, linesBetween, lineSpan } from "./text";

/** What is written in the place of a whole statement while it moves: lines without indentation. */
export interface Upgrade {
  readonly statement: Node;
  readonly lines: readonly string[];
}

/**
 * Makes statements a function within their function, and runs that in a thread where they stood. False where they share
 * their lines with others, or a name that it needs is taken.
 */
export function runStretchInThread(
  builder: FixBuilder,
  stretch: Stretch,
  exchange: Exchange,
  wantedName: string,
  upgrades: readonly Upgrade[],
): boolean {
  const { first, last } = stretch;
  const call = hasLinesOfItsOwn(first, last) ? threadCall(builder, first, false, last) : undefined;
  if (call === undefined) return false;
  const name = freshName(builder.context, wantedName, first);
  const { text } = first.tree;
  const indentation = indentationOf(text, first.start);
  const unit = indentUnit(first);
  const eol = builder.context.module.document.lineBreak;
  const result = exchange.returns ? undefined : exchange.results.join(", ");
  const final = exchange.results.length === 0 ? undefined : finalAssignment(stretch, exchange.results);
  const top = commentsAbove(first);
  const header = `def ${name}(${exchange.parameters.join(", ")})${returnType(first, exchange.returns, result, final)}:`;
  const blank = needsBlankLine(first, top) ? eol : "";
  builder.edit(first, top, top, blank + indentation + header + eol);
  const replaced = upgrades.filter(({ statement }) => holds(stretch, statement));
  indentLines(builder, stretch, top, unit, replaced);
  for (const { statement, lines } of replaced) {
    builder.needsNoLook(statement);
    const own = indentationOf(text, statement.start);
    builder.edit(
      statement,
      statement.start,
      statement.end,
      lines.map((line, i) => (i === 0 ? line : own + unit + line)).join(eol),
    );
  }
  if (final !== undefined) builder.edit(final, final.start, final.child("right")!.start, "return ");
  const returned =
    final !== undefined || result === undefined || result === "" ? "" : `${eol}${indentation}${unit}return ${result}`;
  builder.waitsFor(first, last);
  const run = `await ${inThread(call, name, exchange.parameters)}`;
  const target = exchange.returns ? "return " : result === "" ? "" : `${result} = `;
  const end = lineEnd(text, last.end);
  builder.edit(last, end, end, `${returned}${eol}${eol}${indentation}${target}${run}`);
  return true;
}

/** The assignment of all results that the statements end with: its value is what the function returns. */
function finalAssignment(stretch: Stretch, names: readonly string[]): Node | undefined {
  let last: Node | undefined = stretch.last;
  while (last?.kind === "with_statement") last = last.child("body")?.named.at(-1);
  const assignment = last?.kind === "expression_statement" ? last.named[0] : undefined;
  const left = assignment?.kind === "assignment" ? assignment.child("left") : undefined;
  const targets = left?.kind === "identifier" ? [left] : left?.kind === "pattern_list" ? left.named : [];
  if (assignment === undefined || targets.map(({ text }) => text).join() !== names.join()) return undefined;
  return assignment.child("right") === undefined || assignment.child("right")!.kind === "assignment"
    ? undefined
    : assignment;
}

/** What the function returns, in code that is annotated, as far as that is written down. */
function returnType(first: Node, returns: boolean, result: string | undefined, final: Node | undefined): string {
  const function_ = first.closest("function_definition");
  const own = function_?.child("return_type")?.text;
  const annotated = own !== undefined || [...(function_?.child("parameters")?.descendants("type") ?? [])].length > 0;
  if (returns) return own === undefined ? "" : ` -> ${own}`;
  if (result === "") return annotated ? " -> None" : "";
  const type = final?.child("type")?.text;
  return type === undefined ? "" : ` -> ${type}`;
}

/** Where the comments begin that stand right above a statement and belong to it; else where its line does. */
function commentsAbove(first: Node): number {
  const { text } = first.tree;
  const indentation = indentationOf(text, first.start);
  let top = lineSpan(text, first.start, first.start).start;
  const floor = suiteStart(first);
  for (;;) {
    if (top === 0) return top;
    const above = lineSpan(text, top - 1, top - 1);
    const line = text.slice(above.start, above.end);
    if (above.start < floor || !line.startsWith(`${indentation}#`) || above.start === top) return top;
    top = above.start;
  }
}

/** Where what may belong to a statement begins: behind the statement before it, or the head of the block. */
function suiteStart(first: Node): number {
  const { text } = first.tree;
  const before = first.parent?.named[(first.parent.named.indexOf(first) || 0) - 1];
  if (before !== undefined) return lineSpan(text, before.end, before.end).end;
  const head = first.parent?.parent;
  const colon = head?.children.findLast((child) => child.kind === ":" && child.end <= first.start);
  return colon === undefined
    ? lineSpan(text, first.start, first.start).start
    : lineSpan(text, colon.end, colon.end).end;
}

/** Formatters want an empty line above a function, but where it begins a block. */
function needsBlankLine(first: Node, top: number): boolean {
  const { text } = first.tree;
  if (first.parent?.named[0] === first || top === 0) return false;
  return text.slice(lineStart(text, top - 1), top).trim() !== "";
}

function indentLines(
  builder: FixBuilder,
  { first, last }: Stretch,
  top: number,
  unit: string,
  replaced: readonly Upgrade[],
): void {
  const { text } = first.tree;
  const strings = [...within({ first, last }, "string")].map((string) => [string.start, string.end] as const);
  for (const { start: at, end } of linesBetween(text, top, last.end)) {
    if (text.slice(at, end).trim() === "" || strings.some(([from, to]) => from < at && at < to)) continue;
    if (replaced.some(({ statement }) => statement.start < at && at < statement.end)) continue;
    builder.edit(first, at, at, unit);
  }
}
