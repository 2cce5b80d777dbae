import { awaited, canAwait, runInThread } from "../../../fixes/awaiting";
import { FixBuilder } from "../../../fixes/builder";
import { inThread, threadCall } from "../../../fixes/thread-call";
import { loadOnce } from "../../../fixes/load-once";
import { asThreadAllows, ENTERS_ALONE, isEntered } from "../../../fixes/thread-fit";
import type { Fix, Offer, Refusal } from "../../../fixes/fix";
import type { RuleContext } from "../../contract";
import type { Row } from "../../../model/library/row";
import { isOneOf } from "../../../syntax/literals";
import type { Node } from "../../../syntax/tree";
import type { BlockingCall } from "./blocking-call";
import { consumerOf } from "../values/lazy";

/** What is offered for a blocking call: to run it, or the reading of all that it lists, in a thread. */
export function offersInThread({ call, row }: BlockingCall, context: RuleContext): readonly Offer[] {
  if (!canAwait(call)) return [];
  if (row.lazy === true) return [listInThread(call, row, context)];
  if (row.blocks === "file" && isEntered(call))
    return [{ kind: "refusal", title: "Run in a thread", reason: ENTERS_ALONE }];
  return [loadOnce(call, context), runInThread(call, context)].filter((fix) => fix !== undefined);
}

/** Runs a whole chain of calls in a thread: `await asyncio.to_thread(lambda: db.execute(query).fetchone())`. */
export function chainInThread(
  call: Node,
  context: RuleContext,
  finish: Pick<Fix, "applicability" | "annotation" | "differs">,
): Fix | undefined {
  if (!canAwait(call) || [...call.descendants(...NOT_IN_LAMBDA)].length > 0) return undefined;
  const builder = new FixBuilder(context);
  return lambdaInThread(builder, call, call.text)
    ? builder.build(asThreadAllows({ title: "Run in a thread", ...finish }, call, context.infer))
    : undefined;
}

/**
 * Puts `await asyncio.to_thread(lambda: expression)` in the place of a node; false where a name that it needs is taken.
 */
function lambdaInThread(builder: FixBuilder, node: Node, expression: string): boolean {
  const thread = threadCall(builder, node, false);
  if (thread === undefined) return false;
  const [before, after] = awaited(node, "\0").split("\0") as [string, string];
  builder.replace(node, `${before}${inThread(thread, `lambda: ${expression}`)}${after}`);
  return true;
}

/** What cannot stand in a lambda, or would bind its names there. */
const NOT_IN_LAMBDA = ["await", "yield", "named_expression"] as const;

/**
 * `list(path.glob("*"))` becomes `await asyncio.to_thread(lambda: list(path.glob("*")))`; a loop over the items is
 * given the list of them.
 */
function listInThread(call: Node, row: Row, context: RuleContext): Offer {
  const title = row.blocks === "filesystem" ? "Read the listing in a thread" : "Collect the results in a thread";
  const consumer = consumerOf(call, context.infer);
  const refused = (reason: string): Refusal => ({ kind: "refusal", title, reason });
  if (consumer === undefined || consumer.kind === "other")
    return refused(
      "Its items are read one by one: move the loop into a function, and run that with asyncio.to_thread()",
    );
  const whole = consumer.kind === "call" ? consumer.call : call;
  const loop = consumer.kind === "loop" && consumer.clause.kind === "for_statement" ? consumer.clause : undefined;
  if (loop !== undefined && prunes(loop))
    return refused(
      "The loop decides which folders are walked: move it into a function, and run that with asyncio.to_thread()",
    );
  if ([...whole.descendants(...NOT_IN_LAMBDA)].length > 0)
    return refused("An await or a walrus in the call cannot move to a thread");
  const builder = new FixBuilder(context);
  const list = consumer.kind === "call" ? whole.text : `list(${whole.text})`;
  if (!lambdaInThread(builder, whole, list)) return refused("A name that it needs means something else here");
  if (consumer.kind === "call" || row.readsAhead === true)
    return builder.build(asThreadAllows({ title, applicability: "safe" as const }, whole, context.infer));
  return builder.build({
    title,
    applicability: "unsafe",
    differs: "all is read first",
    annotation:
      row.blocks === "filesystem"
        ? "The whole listing is read before the loop begins"
        : "All results are there before the loop begins",
  });
}

/** Whether a loop over a walk changes the folders that it was given, which the walk then follows. */
function prunes(loop: Node): boolean {
  const targets = loop.child("left");
  const dirs =
    targets !== undefined && isOneOf(targets, "pattern_list", "tuple_pattern") ? targets.named[1] : undefined;
  if (dirs?.kind !== "identifier") return false;
  for (const id of loop.child("body")?.descendants("identifier") ?? []) {
    if (id.text !== dirs.text) continue;
    const isRead =
      id.parent?.kind === "for_statement" || id.parent?.kind === "for_in_clause" || id.parent?.kind === "argument_list";
    if (!isRead) return true;
  }
  return false;
}
