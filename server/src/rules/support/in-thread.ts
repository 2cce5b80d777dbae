import { asyncLibraryAt, awaited, canAwait, runInThread } from "../../fixes/awaiting";
import { FixBuilder } from "../../fixes/builder";
import type { Offer, Refusal } from "../../fixes/fix";
import type { RuleContext } from "../../analysis/rule";
import { callInPlace } from "../../fixes/layout";
import { isOneOf } from "../../syntax/literals";
import type { Node } from "../../syntax/tree";
import type { BlockingCall } from "./blocking-call";
import { consumerOf } from "./lazy";

/** What is offered for a blocking call: to run it, or the reading of all that it lists, in a thread. */
export function offersInThread({ call, row }: BlockingCall, context: RuleContext): readonly Offer[] {
  if (!canAwait(call)) return [];
  if (row.lazy === true) return [listInThread(call, row.readsAhead === true, context)];
  const fix = runInThread(call, context);
  return fix === undefined ? [] : [fix];
}

/** What cannot stand in a lambda, or would bind its names there. */
const NOT_IN_LAMBDA = ["await", "yield", "named_expression"] as const;

/**
 * `list(path.glob("*"))` becomes `await asyncio.to_thread(lambda: list(path.glob("*")))`; a loop over the items is given
 * the list of them.
 */
function listInThread(call: Node, readsAhead: boolean, context: RuleContext): Offer {
  const consumer = consumerOf(call, context.infer);
  const refused = (reason: string): Refusal => ({ kind: "refusal", title: "Read the listing in a thread", reason });
  if (consumer === undefined || consumer.by === "other") return refused("Its items are read one by one: move the loop into a function, and run that with asyncio.to_thread()");
  const whole = consumer.by === "call" ? consumer.call : call;
  const loop = consumer.by === "loop" && consumer.clause.kind === "for_statement" ? consumer.clause : undefined;
  if (loop !== undefined && prunes(loop)) return refused("The loop decides which folders are walked: move it into a function, and run that with asyncio.to_thread()");
  if ([...whole.descendants(...NOT_IN_LAMBDA)].length > 0) return refused("An await or a walrus in the call cannot move to a thread");
  const builder = new FixBuilder(context);
  const library = asyncLibraryAt(context, call);
  const old = library === "asyncio" && context.settings.python !== undefined && context.settings.python[0] === 3 && context.settings.python[1] < 9;
  const run = library === "asyncio" ? builder.need(old ? "asyncio.get_running_loop" : "asyncio.to_thread", call) : builder.need(`${library}.to_thread.run_sync`, call);
  if (run === undefined) return refused("A name that it needs means something else here");
  const list = consumer.by === "call" ? whole.text : `list(${whole.text})`;
  const [before, after] = awaited(whole, "\0").split("\0") as [string, string];
  builder.replace(whole, callInPlace(context, whole, before, old ? `${run}().run_in_executor` : run, [...(old ? ["None"] : []), `lambda: ${list}`], after));
  const title = "Read the listing in a thread";
  if (consumer.by === "call" || readsAhead) return builder.build({ title, applicability: "safe" });
  return builder.build({ title, applicability: "unsafe", annotation: "The whole listing is read before the loop begins" });
}

/** Whether a loop over a walk changes the folders that it was given, which the walk then follows. */
function prunes(loop: Node): boolean {
  const targets = loop.child("left");
  const dirs = targets !== undefined && isOneOf(targets, "pattern_list", "tuple_pattern") ? targets.named[1] : undefined;
  if (dirs?.kind !== "identifier") return false;
  for (const id of loop.child("body")?.descendants("identifier") ?? []) {
    if (id.text !== dirs.text) continue;
    const isRead = id.parent?.kind === "for_statement" || id.parent?.kind === "for_in_clause" || id.parent?.kind === "argument_list";
    if (!isRead) return true;
  }
  return false;
}
