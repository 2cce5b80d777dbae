import type { RuleContext } from "../../../analysis/rule";
import { awaited, threadCall } from "../../../fixes/awaiting";
import { FixBuilder } from "../../../fixes/builder";
import type { Fix } from "../../../fixes/fix";
import { asyncFunctionAround } from "../../../model/execution";
import { isSuite } from "../../../syntax/statements";
import type { Node } from "../../../syntax/tree";
import { blockingCallsIn } from "./stretch";
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

/**
 * `exists(p) and isfile(p)` as one call in a thread, where what stands around can't move there. Undefined where only one part of it
 * blocks.
 */
export function expressionInThread(call: Node, movable: Movable, context: RuleContext): { readonly at: Node; readonly fix: Fix } | undefined {
  const function_ = asyncFunctionAround(call);
  let whole: Node | undefined;
  let child = call;
  for (const around of call.ancestors()) {
    if (isSuite(around) || !(PARTS.has(around.kind) || around.kind === "attribute" || around.kind === "call" || around.kind === "argument_list")) break;
    if (PARTS.has(around.kind)) {
      if (!movable.is(around)) break;
      whole = around.kind === "parenthesized_expression" ? whole : around;
    }
    child = around;
  }
  let at = whole;
  // `not (a and b)` asks for what stands in the parentheses.
  while (whole?.kind === "not_operator" || whole?.kind === "parenthesized_expression") {
    at = whole.kind === "not_operator" ? whole.named[0] : at;
    whole = whole.named[0];
  }
  if (whole === undefined || at === undefined || function_ === undefined || child === call) return undefined;
  if (blockingCallsIn(whole, function_, context).length < 2) return undefined;
  const builder = new FixBuilder(context);
  const thread = threadCall(builder, at, false);
  if (thread === undefined || /[\r\n]/.test(whole.text)) return undefined;
  const [before, after] = awaited(at, "\0").split("\0") as [string, string];
  builder.replace(at, `${before}${thread.run}(${[...thread.first, `lambda: ${whole.text}`].join(", ")})${after}`);
  return { at, fix: builder.build({ title: "Find out in one thread", applicability: "safe" }) };
}
