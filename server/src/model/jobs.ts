import type { Node } from "../syntax/tree";
import type { Infer } from "./infer";

/** The methods of a queue that take a function to run it in a worker, and which argument that is. */
const TAKES_JOB: ReadonlyMap<string, number> = new Map([
  ["enqueue", 0],
  ["enqueue_call", 0],
  ["enqueue_in", 1],
  ["enqueue_at", 1],
]);

const MAKES_JOB: ReadonlySet<string> = new Set(["rq.decorators.job", "django_rq.job", "django_rq.decorators.job"]);

/**
 * `queue.enqueue(scan, platform)` of RQ: its worker runs a coroutine function as the only one of a loop made for it,
 * whoever else may call it.
 */
export function isGivenToQueue(use: Node, infer: Infer): boolean {
  const call = use.parent?.kind === "argument_list" ? use.parent.parent : undefined;
  const callee = call?.child("function");
  const object = callee?.child("object");
  if (call === undefined || object === undefined || call.parent?.kind === "await") return false;
  const place = TAKES_JOB.get(callee?.child("attribute")?.text ?? "");
  if (place === undefined || call.child("arguments")?.named[place] !== use || infer.value(use)?.kind !== "function")
    return false;
  const type = infer.instanceOf(object);
  return type === undefined ? namesRq(infer) : /^rq(?:_scheduler)?\./.test(type);
}

/** `@job("low", connection=redis)` */
export function makesJob(decorator: Node, infer: Infer): boolean {
  const named = decorator.kind === "call" ? decorator.child("function") : decorator;
  return named !== undefined && MAKES_JOB.has(infer.name(named) ?? "");
}

/** The queue itself often comes from another file. */
function namesRq(infer: Infer): boolean {
  return ["rq", "django_rq"].some((name) => infer.isSaid(name));
}
