import { lineEnd, lineStart } from "../syntax/lines";
import { isComprehension } from "../model/scopes";
import type { Node } from "../syntax/tree";
import { type FixContext, freshName } from "./builder";
import { hoisting } from "./task-group/hoist";

/**
 * A line of its own for what a call gives: `name = await ...`, and the statement behind it, which begins with `prefix`.
 */
export interface NamedResult {
  readonly statement: Node;
  readonly name: string;
  /** What the statement says before the call. */
  readonly prefix: string;
}

/**
 * Where what a call gives is asked for more in the same statement, and all of that is longer than a line once it is
 * awaited: `(await f()).decode()`; or where a comprehension goes through what is made of it. Undefined where it fits, or where something else of the statement would run later
 * than before.
 *
 * @param written the awaited call as it will be written on one line
 * @param column how far its line is indented
 */
export function namedResult(call: Node, written: string, column: number, context: FixContext): NamedResult | undefined {
  if (context.settings === undefined || !(isAskedForMore(call) || isGoneThrough(call))) return undefined;
  const { text } = call.tree;
  const before = text.slice(lineStart(text, call.start), call.start).trimStart();
  const behind = text.slice(call.end, lineEnd(text, call.end));
  const length = column + before.length + `(${written})`.length + behind.length;
  if (!isGoneThrough(call) && length <= context.settings.lineLength) return undefined;
  const place = hoisting(call, context.infer);
  if (place.kind === "impossible" || place.moved !== undefined) return undefined;
  const { statement } = place;
  const prefix = text.slice(statement.start, call.start);
  return /[#\r\n]/.test(prefix)
    ? undefined
    : { statement, name: unusedName(nameFor(call, context), statement, context), prefix };
}

/** A name that the function around doesn't use, nor anything that it sees. */
function unusedName(base: string, statement: Node, context: FixContext): string {
  const around = statement.closest("function_definition");
  const isUsed = [...(around?.descendants("identifier") ?? [])].some(
    (id) => id.text === base && id.field !== "attribute",
  );
  return around === undefined || isUsed || context.infer.isBound(base, statement)
    ? freshName(context, base, statement)
    : base;
}

/** Whether something is done with what a call gives before the statement has it. */
function isAskedForMore(call: Node): boolean {
  return call.parent?.kind === "attribute" || (call.parent?.kind === "subscript" && call.field === "value");
}

/** Whether a comprehension goes through what is made of it: who reads that looks for no wait in there. */
function isGoneThrough(call: Node): boolean {
  for (const around of call.ancestors()) {
    if (isComprehension(around)) return true;
    if (around.kind.endsWith("_statement") || around.kind === "lambda") return false;
  }
  return false;
}

function nameFor(call: Node, { infer }: FixContext): string {
  const row = infer.row(call);
  if (/\.read_(?:text|bytes)$/.test(row?.name ?? "")) return row!.name.endsWith("text") ? "text" : "data";
  switch (row?.blocks) {
    case "http":
      return "response";
    case "input":
      return "answer";
    default:
      return "result";
  }
}
