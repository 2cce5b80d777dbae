import type { Finish } from "./finish";
import { executionOf, runsAtTopOfCell } from "../model/execution";
import { lineEnd } from "../syntax/lines";
import type { Node } from "../syntax/tree";
import { type FixContext, FixBuilder } from "./builder";
import type { Fix } from "./fix";
import { type NamedResult, namedResult } from "./named-result";
import { indentationOf } from "./text";
import { inThread, type ThreadCall, threadCall } from "./thread-call";
import { asThreadAllows, looksAtHandled } from "./thread-fit";

/** Whether `await` may be written where the node stands. */
export function canAwait(node: Node): boolean {
  if (runsAtTopOfCell(node)) return node.closest("class_definition", "lambda") === undefined;
  return executionOf(node).kind === "async" && canAwaitIfAsync(node);
}

/** Whether it may be written there where the function that runs the node is async, as it is or will be. */
export function canAwaitIfAsync(node: Node): boolean {
  for (const around of node.ancestors()) {
    if (around.kind === "function_definition") return true;
    if (
      around.kind === "class_definition" ||
      (around.kind === "lambda" && around.child("body")?.contains(node) === true)
    )
      return false;
  }
  return false;
}

/** Takes the `async` of a function away. */
export function takeAsyncAway(definition: Node, builder: FixBuilder): void {
  const [async, def] = ["async", "def"].map((keyword) => definition.children.find((child) => child.kind === keyword));
  if (async !== undefined && def !== undefined) builder.edit(definition, async.start, def.start, "");
}

/** Takes the `await` in front of a call away, with parentheses that are around both for its sake. */
export function takeAwaitAway(call: Node, builder: FixBuilder): void {
  const awaiting = call.parent;
  if (awaiting?.kind !== "await") return;
  const around = awaiting.parent;
  const parenthesized = around?.kind === "parenthesized_expression" && !/[\n\r#]/.test(around.text);
  builder.edit(call, parenthesized ? around.start : awaiting.start, call.start, "");
  if (parenthesized) builder.edit(call, call.end, around.end, "");
}

/** `await expression` as it must be written in the place of `node`, in parentheses where something follows it. */
export function awaited(node: Node, expression: string): string {
  return needsParentheses(node) ? `(await ${expression})` : `await ${expression}`;
}

/** Whether an `await` in the place of a node needs parentheses, as something follows it. */
export function needsParentheses(node: Node): boolean {
  const parent = node.parent;
  if (parent === undefined) return false;
  if (parent.kind === "await") return true;
  if (parent.kind === "attribute") return node.field === "object";
  if (parent.kind === "subscript") return node.field === "value";
  if (parent.kind === "call") return node.field === "function";
  return parent.kind === "binary_operator" && parent.child("operator")?.kind === "**" && node.field === "left";
}

/**
 * Runs a call in a thread: `f(a, b=c)` becomes `await asyncio.to_thread(f, a, b=c)`, or what anyio and trio have for
 * it. Undefined where no `await` may stand, or the arguments can't be handed on.
 */
export function runInThread(
  call: Node,
  context: FixContext,
  finish?: {
    readonly title?: string;
    readonly applicability?: Fix["applicability"];
    readonly annotation?: string;
    readonly differs?: string;
    /** Writes what comes with it; false where it can't. */
    readonly also?: (builder: FixBuilder) => boolean;
  },
): Fix | undefined {
  const callee = call.child("function");
  const args = call.child("arguments");
  if (callee === undefined || args === undefined || !canAwait(call)) return undefined;
  if ([...args.descendants("yield")].length > 0 || looksAtHandled(call, context.infer)) return undefined;
  const builder = new FixBuilder(context);
  const hasKeywords = args.named.some(
    (argument) => argument.kind === "keyword_argument" || argument.kind === "dictionary_splat",
  );
  const opening = threadCall(builder, call, hasKeywords);
  if (opening === undefined) return undefined;
  writeThreadCall(builder, { call, callee, args }, opening);
  const { also, ...said } = finish ?? {};
  if (also?.(builder) === false) return undefined;
  const wanted: Finish = { title: "Run in a thread", way: "in a thread", applicability: "safe", ...said };
  return builder.build(asThreadAllows(wanted, call, context.infer));
}

/** A call with its parts. */
interface Called {
  readonly call: Node;
  readonly callee: Node;
  readonly args: Node;
}

function writeThreadCall(builder: FixBuilder, { call, callee, args }: Called, opening: ThreadCall): void {
  const { text } = call.tree;
  const given = args.named.map((argument) => argument.text);
  const inLine = inThread(opening, callee.text, given);
  const hasList = args.kind === "argument_list";
  const canBeInLine =
    hasList &&
    [callee.text, ...given].every((part) => !/[#\r\n]/.test(part)) &&
    [...args.descendants("comment")].length === 0;
  const named = canBeInLine
    ? namedResult(call, `await ${inLine}`, indentationOf(text, call.start).length, builder.context)
    : undefined;
  if (named !== undefined) writeNamed(builder, call, `await ${inLine}`, named);
  else if (hasList && !/[\r\n]/.test(call.text)) builder.replace(call, awaited(call, inLine));
  else {
    const [before, after] = awaited(call, "\0").split("\0") as [string, string];
    handOver(
      builder,
      { callee, args },
      { ...opening, before: before + opening.before, after: opening.after.slice(1) + after },
    );
  }
}

/** Hands a call over whose arguments stay where they are laid out. */
function handOver(
  builder: FixBuilder,
  { callee, args }: { readonly callee: Node; readonly args: Node },
  { before, between, after }: ThreadCall,
): void {
  const { text } = callee.tree;
  const isList = args.kind === "argument_list";
  // The first argument's line tells how the others are laid out.
  const behind = isList
    ? /^[ \t]*(?:#[^\r\n]*)?[\r\n]+[ \t]*(?=[^\s)#])/.exec(text.slice(args.start + 1, args.end - 1))?.[0]
    : undefined;
  if (between === ")(") builder.insertBefore(callee, before).insertAfter(callee, ")");
  else if (behind !== undefined && !/[\r\n]/.test(callee.text)) {
    const inner = text.slice(args.start + 1 + behind.length, args.end - 1);
    const oneLine = !/[\r\n]/.test(inner.trim()) && !/,\s*$/.test(inner);
    builder.edit(callee, callee.start, callee.end, before.trimEnd());
    builder.edit(
      callee,
      args.start,
      args.start + 1 + behind.length,
      `${behind}${callee.text},${oneLine ? " " : behind.slice(lineEnd(behind, 0))}`,
    );
  } else {
    builder.insertBefore(callee, before);
    const inner = isList ? text.slice(args.start + 1, args.end - 1) : undefined;
    if (inner === undefined) builder.insertAfter(callee, ", ").insertAfter(args, ")");
    else if (inner.trim() === "") builder.edit(callee, args.start, args.start + 1, "");
    else builder.edit(callee, args.start, args.start + 1, /^\s/.test(inner) ? "," : ", ");
  }
  if (after !== "") builder.insertAfter(args, after);
}

/** Gives what is awaited a name on a line of its own, and the name to the statement that wanted it. */
function writeNamed(builder: FixBuilder, call: Node, awaiting: string, { statement, name, prefix }: NamedResult): void {
  const next = `${builder.context.module.document.lineBreak}${indentationOf(call.tree.text, statement.start)}${prefix}${name}`;
  if (prefix !== "") builder.edit(statement, statement.start, call.start, `${name} = `);
  builder.replace(call, `${prefix === "" ? `${name} = ` : ""}${awaiting}`).insertAfter(call, next);
}
