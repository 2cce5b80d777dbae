import type { RuleContext } from "../../contract";
import { awaited } from "../../../fixes/awaiting";
import { inThread, threadCall } from "../../../fixes/thread-call";
import { FixBuilder } from "../../../fixes/builder";
import type { Fix } from "../../../fixes/fix";
import { asyncFunctionAround } from "../../../model/execution";
import type { Node } from "../../../syntax/tree";
import { blockingCallsIn, blocksIn } from "./stretch";
import { touchOf } from "./touch";
import type { Movable } from "./movable";

/** What a value can be worked out from and still be one value. */
const PARTS: ReadonlySet<string> = new Set([
  "boolean_operator",
  "not_operator",
  "comparison_operator",
  "binary_operator",
  "parenthesized_expression",
  "conditional_expression",
]);

/** What links a call to another that works with its result. */
const LINKS: ReadonlySet<string> = new Set(["attribute", "call", "argument_list"]);

/**
 * `exists(p) and isfile(p)` as one call in a thread, where what stands around can't move there. Undefined where only
 * one part of it blocks.
 */
export function expressionInThread(
  call: Node,
  movable: Movable,
  context: RuleContext,
): { readonly at: Node; readonly fix: Fix } | undefined {
  const function_ = asyncFunctionAround(call);
  const moved = function_ === undefined ? undefined : movedAround(call, function_, movable, context);
  if (moved === undefined) return undefined;
  const { at, whole } = moved;
  const builder = new FixBuilder(context);
  const thread = threadCall(builder, at, false);
  if (thread === undefined || /[\r\n]/.test(whole.text)) return undefined;
  const single = existsAsKind(whole, context);
  if (single !== undefined) {
    const asked = single.not ? whole : at;
    const [before, after] = awaited(asked, "\0").split("\0") as [string, string];
    builder.replace(
      asked,
      `${single.not ? "not " : ""}${before}${inThread(thread, single.callee, single.given)}${after}`,
    );
    return { at, fix: builder.build({ title: "Find out in a thread", way: "in a thread", applicability: "safe" }) };
  }
  const [before, after] = awaited(at, "\0").split("\0") as [string, string];
  builder.replace(at, `${before}${inThread(thread, `lambda: ${whole.text}`)}${after}`);
  return { at, fix: builder.build({ title: "Find out in one thread", way: "in a thread", applicability: "safe" }) };
}

/**
 * What is worked out in the thread, and where its result goes: `not (a and b)` asks for what stands in the parentheses.
 */
interface Moved {
  readonly at: Node;
  readonly whole: Node;
}

/** The widest expression around a call that can move and holds several calls that block. */
function movedAround(call: Node, function_: Node, movable: Movable, context: RuleContext): Moved | undefined {
  let whole = widestAround(call, function_, movable, context);
  let at = whole;
  for (let part = whole; part !== undefined;) {
    const blocking = part.kind === "boolean_operator" ? sideThatBlocks(part, function_, context) : undefined;
    if (part.kind === "not_operator" || blocking !== undefined) at = blocking ?? part.named[0];
    else if (part.kind !== "parenthesized_expression") break;
    part = whole = blocking ?? part.named[0];
  }
  if (whole === undefined || at === undefined) return undefined;
  return blockingCallsIn(whole, function_, context).length < 2 ? undefined : { at, whole };
}

/** The one side of `a and b` that blocks: what the other says needs no thread. */
function sideThatBlocks(operator: Node, function_: Node, context: RuleContext): Node | undefined {
  const blocks = (side: Node | undefined): boolean =>
    side !== undefined && blockingCallsIn(side, function_, context).length > 0;
  const [left, right] = [operator.child("left"), operator.child("right")];
  return blocks(left) === blocks(right) ? undefined : blocks(left) ? left : right;
}

function widestAround(call: Node, function_: Node, movable: Movable, context: RuleContext): Node | undefined {
  // A call is made in the thread with the blocking calls that it is made of: `path.resolve().read_text()`.
  let whole = blockingCallsIn(call, function_, context).length > 1 && movable.is(call) ? call : undefined;
  for (const around of call.ancestors()) {
    const isPart = PARTS.has(around.kind);
    if (!isPart && !LINKS.has(around.kind)) break;
    if (!isPart && (around.kind !== "call" || !blocksIn(around, function_, context))) continue;
    if (!movable.is(around)) break;
    whole = around.kind === "parenthesized_expression" ? whole : around;
  }
  return whole;
}

/** The two questions of `exists(p) and isfile(p)`, or the two denied and joined by `or`. */
const EXISTS: ReadonlySet<string> = new Set(["os.path.exists", "pathlib.Path.exists"]);
const OF_KIND: ReadonlySet<string> = new Set([
  "os.path.isfile",
  "os.path.isdir",
  "pathlib.Path.is_file",
  "pathlib.Path.is_dir",
]);

/** Whether something exists and is a file or a folder: that it is one says both. */
function existsAsKind(
  whole: Node,
  context: RuleContext,
): { readonly not: boolean; readonly callee: string; readonly given: readonly string[] } | undefined {
  if (whole.kind !== "boolean_operator") return undefined;
  const not = whole.hasToken("or");
  const sides = [whole.child("left"), whole.child("right")].map((side) => (not ? denied(side) : side));
  const [exists, kind] = sides;
  if (exists?.kind !== "call" || kind?.kind !== "call") return undefined;
  if (!EXISTS.has(context.infer.callee(exists) ?? "") || !OF_KIND.has(context.infer.callee(kind) ?? ""))
    return undefined;
  const path = touchOf(exists, context)?.path.text;
  if (path === undefined || path !== touchOf(kind, context)?.path.text) return undefined;
  const given = kind.child("arguments")?.named ?? [];
  return { not, callee: kind.child("function")!.text, given: given.map((argument) => argument.text) };
}

function denied(side: Node | undefined): Node | undefined {
  return side?.kind === "not_operator" ? side.child("argument") : undefined;
}
