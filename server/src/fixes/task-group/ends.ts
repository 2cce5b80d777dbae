import { ownNodes } from "../../model/definitions";
import type { Infer } from "../../model/infer";
import type { Kind } from "../../syntax/kinds.generated";
import type { Node } from "../../syntax/tree";

const WAITS: ReadonlySet<Kind> = new Set([
  "await",
  "while_statement",
  "for_statement",
  "with_statement",
  "for_in_clause",
]);

/**
 * Whether a coroutine is known to end by itself: it comes from a function of the file that awaits nothing in a loop
 * without a fixed number of rounds, and nothing that isn't known. Who waits for another may wait for ever.
 */
export function endsByItself(coroutine: Node, infer: Infer): boolean {
  const { loops, waitsForOther } = lookThrough(coroutine, infer);
  return !loops && !waitsForOther;
}

/** Whether a coroutine is known to go on: it, or what it awaits, awaits in a loop without a fixed number of rounds. */
export function goesOn(coroutine: Node, infer: Infer): boolean {
  return lookThrough(coroutine, infer).loops;
}

/** `await server.serve()`, `await web._run_app(app)`, `await bot.start_polling()`: it goes on for whoever comes. */
const SERVES =
  /^(?:a?serve|serve_forever|run_forever|start_polling|run_polling|_run_app|run_app|run_until_disconnected)$/;

/** Whether a statement waits for what serves until somebody ends it. */
export function serves(statement: Node): boolean {
  for (const awaiting of statement.descendants("await")) {
    const callee = awaiting.named[0]?.child("function");
    if (SERVES.test((callee?.child("attribute") ?? callee)?.text ?? "")) return true;
  }
  return false;
}

/** What the functions of the file do that a coroutine runs. */
function lookThrough(coroutine: Node, infer: Infer): { readonly loops: boolean; readonly waitsForOther: boolean } {
  const seen = new Set<Node>();
  const open = [coroutine];
  let loops = false;
  let waitsForOther = false;
  for (let call = open.pop(); call !== undefined; call = open.pop()) {
    const callee = call.kind === "call" ? call.child("function") : undefined;
    const value = callee === undefined ? undefined : infer.value(callee);
    if (value?.kind !== "function") {
      // What a library has is waited for as it says, and is no loop of the program's own.
      if (call === coroutine || callee === undefined || infer.row(call) === undefined) waitsForOther = true;
      continue;
    }
    const { node } = value.definition;
    if (seen.has(node)) continue;
    seen.add(node);
    for (const inner of ownNodes(node, WAITS)) {
      if (inner.kind !== "await")
        loops ||=
          inner.kind === "while_statement" ? awaits(inner) : inner.kind !== "with_statement" && inner.hasToken("async");
      else if (inner.named[0] !== undefined) open.push(inner.named[0]);
    }
  }
  return { loops, waitsForOther };
}

function awaits(loop: Node): boolean {
  return [...loop.descendants("await")].length > 0;
}
