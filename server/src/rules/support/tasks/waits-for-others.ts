import type { RuleContext } from "../../contract";
import type { Spawn } from "../../../fixes/task-group/gathering";
import { ownNodes } from "../../../model/definitions";
import { neverFails } from "../../../model/never-fails";
import { CALLS } from "../../../syntax/node-kinds";
import type { Node } from "../../../syntax/tree";
import { lastNameOf } from "../values/closing";

const PUTS = /^put(?:_nowait)?$/;

/** A coroutine that waits for ever for what another one puts into a queue, where that fails. */
export interface Stuck {
  readonly waiting: string;
  readonly queue: string;
}

/** The first of some coroutines of the file that waits for what others of them put into a queue, which may fail. */
export function stuckWhereOneFails(spawns: readonly Spawn[], context: RuleContext): Stuck | undefined {
  const functions = spawns.map(({ coroutine }) => functionOf(coroutine, context));
  for (const [index, { coroutine }] of spawns.entries()) {
    const waiter = functions[index];
    if (waiter === undefined) continue;
    for (const queue of queuesIn(waiter, isGet)) {
      const isFed = functions.some(
        (feeder, at) =>
          feeder !== undefined &&
          feeder !== waiter &&
          queuesIn(feeder, isPut).includes(queue) &&
          !queuesIn(feeder, isLastPut).includes(queue) &&
          !neverFails(spawns[at]!.coroutine, context.infer),
      );
      if (isFed) return { waiting: lastNameOf(coroutine), queue };
    }
  }
  return undefined;
}

function functionOf(coroutine: Node, { infer }: RuleContext): Node | undefined {
  const callee = coroutine.kind === "call" ? coroutine.child("function") : undefined;
  const value = callee === undefined ? undefined : infer.value(callee);
  return value?.kind === "function" ? value.definition.node : undefined;
}

/** How a function calls the queues that it does something with: names of the function around both, or attributes. */
function queuesIn(function_: Node, isSo: (call: Node) => boolean): readonly string[] {
  const parameters = function_.child("parameters");
  return [...ownNodes(function_, CALLS)].flatMap((call) => {
    const queue = call.child("function")?.child("object");
    if (queue === undefined || !isSo(call)) return [];
    // A parameter of one may be another thing than the parameter of the other that is called so.
    const isOwn = [...(parameters?.descendants("identifier") ?? [])].some(({ text }) => text === queue.text);
    return isOwn ? [] : [queue.text];
  });
}

/** `await queue.get()` in a loop: it has no limit, and takes one after the other. */
function isGet(call: Node): boolean {
  return (
    lastNameOf(call) === "get" &&
    call.parent?.kind === "await" &&
    call.child("arguments")?.named.length === 0 &&
    call.closest("while_statement", "for_statement", "function_definition")?.kind !== "function_definition"
  );
}

function isPut(call: Node): boolean {
  return PUTS.test(lastNameOf(call));
}

/** What is put where something fails as well: whoever waits hears that nothing more comes. */
function isLastPut(call: Node): boolean {
  if (!isPut(call)) return false;
  const clause = call.closest("finally_clause", "except_clause", "function_definition");
  return clause !== undefined && clause.kind !== "function_definition";
}
