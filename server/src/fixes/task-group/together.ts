import type { Node } from "../../syntax/tree";
import { type AsyncLibrary, asyncLibraryAt } from "../async-library";
import { type FixContext } from "../builder";
import type { Fix, Offer } from "../fix";
import { AT_MOST, type Bound, boundOf } from "./bound";
import { wrapInGroup } from "./convert";
import { type Gathering, readPart, type Spawn } from "./gathering";
import { handlersAround } from "./handlers";
import { LoopInGroup } from "./loop-in-group";
import { Names } from "./names";
import type { Rounds } from "./rounds";
import { statementOf } from "../../syntax/statements";

const GROUPS: Readonly<Record<AsyncLibrary, string>> = {
  asyncio: "a TaskGroup",
  anyio: "a task group",
  trio: "a nursery",
};

/** What the menu calls running all rounds of a loop at once. */
export function titleOf(library: AsyncLibrary): string {
  return `Run the iterations at the same time in ${GROUPS[library]}`;
}

/** Runs the rounds of a loop at the same time: all of them, or so many at most. */
export function runTogether(rounds: Rounds, context: FixContext): readonly Offer[] {
  const definition = rounds.loop.closest("function_definition");
  if (definition === undefined) return [];
  const library = asyncLibraryAt(context, rounds.loop);
  const title = titleOf(library);
  const all = converted(rounds, context, definition, library, undefined);
  if (all?.kind === "refusal") return [{ ...all, title }];
  const names = new Names(definition, context.module);
  const bound = boundOf(rounds, statementOf(rounds.loop), names, library);
  const limited = bound === undefined ? undefined : converted(rounds, context, definition, library, bound);
  return [
    ...(all === undefined ? [] : [{ ...all, title, ...unsafe(all, library) }]),
    ...(limited?.kind === "fix"
      ? [{ ...limited, title: `Run the iterations at the same time, ${AT_MOST} at most`, ...unsafe(limited, library) }]
      : []),
  ];
}

function converted(
  rounds: Rounds,
  context: FixContext,
  definition: Node,
  library: AsyncLibrary,
  bound: Bound | undefined,
): Offer | undefined {
  const { loop, awaiting, call } = rounds;
  const written = bound === undefined ? undefined : `${bound.callee}(${bound.args.join(", ")})`;
  const part = readPart(call, context.infer);
  const sure = bound !== undefined || (part.kind === "one" && part.spawn.sure);
  if (library === "asyncio") {
    if (bound === undefined && part.kind === "other") return undefined;
    const spawn: Spawn = {
      node: awaiting,
      coroutine: call,
      create: undefined,
      sure,
      ...(written === undefined ? {} : { written }),
    };
    if (loop.kind === "list_comprehension") return wrapInGroup(gatheringOf(loop, spawn, bound), context);
    return new LoopInGroup(rounds, definition, { library, bound, sure }, context).offer();
  }
  // The groups of the others give no results back, and their exceptions depend on their version.
  const handlers = handlersAround(loop, context.infer, context.settings?.python);
  const isExact = handlers.kind === "exact" && handlers.clauses.length === 0 && handlers.note === undefined;
  if (loop.kind === "list_comprehension" || rounds.list !== undefined || !isExact) return undefined;
  return new LoopInGroup(rounds, definition, { library, bound, sure: true }, context).offer();
}

function gatheringOf(loop: Node, spawn: Spawn, bound: Bound | undefined): Gathering {
  const gathering: Gathering = {
    awaiting: loop,
    call: loop,
    how: "gathers",
    parts: [{ kind: "each", node: loop, spawn }],
    returnExceptions: undefined,
  };
  return bound === undefined ? gathering : { ...gathering, bound };
}

/** The path that doesn't fail runs in another order than before: nobody but the user can tell whether that matters. */
function unsafe(fix: Fix, library: AsyncLibrary): Pick<Fix, "applicability" | "annotation"> {
  const raised = library === "asyncio" ? ", and an ExceptionGroup is raised" : "";
  const notes = (fix.annotation ?? "").split("; ").slice(1);
  return {
    applicability: "unsafe",
    annotation: [`The iterations run at the same time; if one fails, the others are cancelled${raised}`, ...notes].join(
      "; ",
    ),
  };
}
