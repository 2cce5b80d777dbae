import { mayBeOlder } from "../config/python";
import { THREAD_WAYS, type ThreadWay } from "../model/library/thread-ways";
import type { Node } from "../syntax/tree";
import { asyncLibraryAt } from "./async-library";
import { need } from "./at-hand";
import type { FixBuilder } from "./builder";
import type { OwnWay } from "./own-thread-ways";
import { wayTaken } from "./thread-way";

/** How a function is called in a thread: what stands before it, between it and its arguments, and behind these. */
export interface ThreadCall {
  readonly before: string;
  readonly between: ", " | ")(";
  readonly after: string;
}

/**
 * The way into a thread that the file takes already, or that its async library has; undefined where a name that it
 * needs is taken.
 *
 * @param keywords whether an argument is given by its keyword
 * @param last where the statements end that go there
 */
export function threadCall(builder: FixBuilder, at: Node, keywords: boolean, last = at): ThreadCall | undefined {
  builder.goesToThread(at, last);
  const taken = wayTaken(builder.context, at);
  switch (taken?.kind) {
    case "own":
      return byOwn(builder, at, taken.way, keywords) ?? byLibrary(builder, at, keywords);
    case "library":
      return byWay(builder, at, taken.way, keywords);
    case undefined:
      return byLibrary(builder, at, keywords);
    default:
      return taken satisfies never;
  }
}

/** As a function of the project's own does it; undefined where a name that it needs is taken. */
function byOwn(
  builder: FixBuilder,
  at: Node,
  { run, leads, near, wrapper }: OwnWay,
  keywords: boolean,
): ThreadCall | undefined {
  if (near !== undefined && need(builder, near, at) === undefined) return undefined;
  if (!wrapper.only) builder.saysBesides(`what comes of it is for ${run}() to say`);
  const before = `${run}(${leads.map((lead) => `${lead}, `).join("")}`;
  return wrapper.takes === "positions" || keywordsOf(at).some((name) => wrapper.keeps.includes(name))
    ? positional(builder, at, before, keywords)
    : { before, between: ", ", after: ")" };
}

/** The keywords that a call gives. */
function keywordsOf(call: Node): readonly string[] {
  return (call.child("arguments")?.named ?? []).flatMap((argument) => argument.child("name")?.text ?? []);
}

/** As the async library does it that the code is written for. */
function byLibrary(builder: FixBuilder, at: Node, keywords: boolean): ThreadCall | undefined {
  const library = asyncLibraryAt(builder.context, at);
  // asyncio.to_thread is newer than the Python that the project still supports.
  const python = builder.context.settings?.python;
  if (library === "asyncio" && mayBeOlder(python, [3, 9])) {
    // In a coroutine both give the loop that runs.
    const loop = builder.need(mayBeOlder(python, [3, 7]) ? "asyncio.get_event_loop" : "asyncio.get_running_loop", at);
    return loop === undefined ? undefined : positional(builder, at, `${loop}().run_in_executor(None, `, keywords);
  }
  const way = THREAD_WAYS.find(({ worksOn }) => worksOn[0] === library);
  return way === undefined ? undefined : byWay(builder, at, way, keywords);
}

function byWay(builder: FixBuilder, at: Node, way: ThreadWay, keywords: boolean): ThreadCall | undefined {
  const run = builder.need(way.name, at);
  if (run === undefined) return undefined;
  if (way.besides !== undefined) builder.saysBesides(way.besides);
  switch (way.takes) {
    case "all arguments":
      return { before: `${run}(`, between: ", ", after: ")" };
    case "the function":
      return { before: `${run}(`, between: ")(", after: ")" };
    case "positions":
      return positional(builder, at, `${run}(`, keywords);
    default:
      return way.takes satisfies never;
  }
}

function positional(builder: FixBuilder, at: Node, before: string, keywords: boolean): ThreadCall | undefined {
  if (!keywords) return { before, between: ", ", after: ")" };
  const partial = builder.need("functools.partial", at);
  return partial === undefined ? undefined : { before: `${before}${partial}(`, between: ", ", after: "))" };
}

/** A call in a thread as it is awaited. */
export function inThread(
  { before, between, after }: ThreadCall,
  callee: string,
  given: readonly string[] = [],
): string {
  const arguments_ = given.join(", ");
  return `${before}${callee}${arguments_ === "" && between === ", " ? "" : between}${arguments_}${after}`;
}
