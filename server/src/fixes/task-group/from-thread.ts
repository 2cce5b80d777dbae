import type { Node } from "../../syntax/tree";
import { FixBuilder, type FixContext } from "../builder";
import { type Fix, withNote } from "../fix";

/** What runs functions in other threads than that of the event loop. */
const THREADS = ["Thread", "ThreadPoolExecutor", "run_in_executor", "to_thread", "run_coroutine_threadsafe"] as const;

/** What asks for, or makes, the loop of the thread that runs it. */
const OWN_LOOP = /(?:^|\.)(?:get_running_loop|get_event_loop|new_event_loop|current)$/;

/**
 * The loop that a plain function is handed, or keeps, to start a task on: it may run in another thread, where only what
 * is made for that may touch the loop. Undefined where it asks for its own.
 */
function carriedLoop(create: Node, { infer, module }: FixContext): Node | undefined {
  const definition = create.closest("function_definition");
  const callee = create.child("function");
  const loop = callee?.child("object");
  if (definition === undefined || definition.hasToken("async") || loop === undefined) return undefined;
  if (callee?.child("attribute")?.text !== "create_task" || infer.name(callee) === "asyncio.create_task")
    return undefined;
  if (loop.kind === "attribute") return loop;
  if (loop.kind !== "identifier" || infer.name(loop) !== undefined) return undefined;
  const bindings = module.scopes(loop.tree).of(loop).bindings.get(loop.text) ?? [];
  const asks = bindings.some(({ source }) => {
    const made = source.kind === "expression" && source.value.kind === "call" ? source.value : undefined;
    return made !== undefined && OWN_LOOP.test(made.child("function")?.text ?? "");
  });
  return bindings.length === 0 || asks ? undefined : loop;
}

/** Hands the coroutine to the loop in the way that works in every thread, where the file has others. */
export function startFromThread(
  create: Node,
  _statement: Node,
  name: Node | undefined,
  context: FixContext,
): Fix | undefined {
  const loop = carriedLoop(create, context);
  const given = create.child("arguments")?.named ?? [];
  const args = create.child("arguments");
  if (loop === undefined || args === undefined || given.length !== 1 || given[0]!.kind === "keyword_argument")
    return undefined;
  if (name !== undefined || create.parent?.kind !== "expression_statement") return undefined;
  if (!THREADS.some((word) => context.infer.isSaid(word))) return undefined;
  if (isAskedWhichThread(create)) return undefined;
  const builder = new FixBuilder(context);
  const start = builder.need("asyncio.run_coroutine_threadsafe", create);
  if (start === undefined) return undefined;
  builder.replace(create.child("function")!, start);
  builder.insertAfter(given[0]!, `, ${loop.text}`);
  return builder.build({
    title: "Start it by asyncio.run_coroutine_threadsafe()",
    applicability: "unsafe",
    annotation: "The task begins a moment later, also where this runs in the thread of the loop",
    differs: "it works in every thread",
  });
}

/** Whether a function has a branch for other threads: then this one is for that of the loop, and the same helps nobody. */
function isAskedWhichThread(create: Node): boolean {
  const definition = create.closest("function_definition");
  for (const call of definition?.descendants("call") ?? [])
    if (/(?:^|\.)run_coroutine_threadsafe$/.test(call.child("function")?.text ?? "")) return true;
  return false;
}

/** A fix that is right in the thread of the loop alone, and says so of a function that may run in another. */
export function inLoopThread(fix: Fix | undefined, create: Node, context: FixContext): Fix | undefined {
  if (fix === undefined || carriedLoop(create, context) === undefined) return fix;
  const note = "Only the thread of the loop may do so: another needs asyncio.run_coroutine_threadsafe()";
  return {
    ...fix,
    applicability: "unsafe",
    annotation: withNote(fix.annotation, note),
    differs: fix.differs ?? "for the loop's own thread alone",
  };
}
