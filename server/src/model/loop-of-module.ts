import type { Segment } from "../syntax/document";
import { modulesImportedIn } from "../syntax/import-lines";
import { LOOPS } from "../syntax/node-kinds";
import type { Node } from "../syntax/tree";
import { allRows } from "./library/index";
import { SERVING_MODULES } from "./library/modules";

/**
 * What a module says of how coroutines run: a *library*'s event loop runs those of whoever imports one; a module of the
 * project's *own* may step them one after the other by a scheduler, so that no loop runs them.
 */
export type LoopOfModule = "own" | "library" | "unknown";

/** By what a scheduler would wait for others, as an event loop does. */
const WAITING: ReadonlySet<string> = new Set(["select", "selectors", "signal", "socket", "threading", "time"]);

const asynchronous: ReadonlySet<string> = new Set([
  ...SERVING_MODULES,
  ...allRows().flatMap(({ name, use }) => (use === "await" ? [name.split(".", 1)[0]!] : [])),
]);

export function loopOfModule(segments: readonly Segment[]): LoopOfModule {
  if (importsAsyncLibrary(segments)) return "library";
  const modules = topsImportedIn(segments);
  const isOwn =
    !modules.some((module) => WAITING.has(module)) &&
    segments.some(({ text }) => STEPS.test(text)) &&
    segments.some(schedules);
  return isOwn ? "own" : "unknown";
}

/** Whether an event loop of a library runs the coroutines of a file, by what it imports. */
export function importsAsyncLibrary(segments: readonly Segment[]): boolean {
  return topsImportedIn(segments).some((module) => asynchronous.has(module));
}

function topsImportedIn(segments: readonly Segment[]): readonly string[] {
  return segments.flatMap(modulesImportedIn).map((module) => module.split(".", 1)[0]!);
}

/** What a coroutine is stepped by: `iterator = coroutine.__await__()` and `next(iterator)`, or `coroutine.send(None)`. */
const STEPS = /\b__await__\(\)|\.send\(None\)/;
const CALLS_STEP = /\bnext\(|\.send\(None\)/;

/** Whether a loop steps what it takes from others that wait for their turn: `task = tasks.pop()`, `next(task.steps)`. */
function schedules({ text, tree }: Segment): boolean {
  if (!CALLS_STEP.test(text)) return false;
  for (const loop of tree.nodesOf(LOOPS)) if (stepsInTurn(loop)) return true;
  return false;
}

function stepsInTurn(loop: Node): boolean {
  const taken = new Set<string>();
  const left = loop.child("left");
  if (left !== undefined) taken.add(left.text);
  for (const assignment of loop.descendants("assignment")) {
    const target = assignment.child("left");
    if (target !== undefined)
      for (const one of target.kind === "identifier" ? [target] : target.named) taken.add(one.text);
  }
  for (const call of loop.descendants("call")) {
    const stepped = steppedBy(call);
    if (stepped !== undefined && taken.has(stepped.text.split(".", 1)[0]!)) return true;
  }
  return false;
}

/** What `next(iterator)` and `coroutine.send(None)` step. */
function steppedBy(call: Node): Node | undefined {
  const callee = call.child("function");
  const given = call.child("arguments")?.named ?? [];
  if (given.length !== 1) return undefined;
  if (callee?.text === "next") return given[0];
  return callee?.child("attribute")?.text === "send" && given[0]?.kind === "none" ? callee.child("object") : undefined;
}
