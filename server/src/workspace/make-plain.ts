import { takeAsyncAway, takeAwaitAway } from "../fixes/awaiting";
import type { Fix, ProjectFix, Refusal } from "../fixes/fix";
import { Draft } from "./across-files/draft";
import { FileEdits } from "./across-files/file-edits";
import { helperOf, keyOf } from "./across-files/functions";
import type { Helpers } from "./across-files/helper";
import { idleCallers, withIdleCallers } from "./across-files/idle-callers";
import { isObstacle, obstacle, type Obstacle } from "./across-files/obstacle";
import { awaitedUsesOf, type Use } from "./across-files/uses";
import { type CallPlace, type Rewritten, type Surroundings, TOO_MANY_FILES, wholeFix } from "./across-files/whole-fix";

/** So many functions are named that are left async for nothing. */
const MOST_NAMED = 3;

/**
 * Takes the `async` of a function away whose name stands at a place, and the `await` of all who call it, in whatever
 * files. What is private and awaited that
 * alone becomes plain with it. Done as a whole, or refused with the reason: who makes a task of it, hands it on, or may have something else
 * in its place, needs a coroutine.
 */
export function makePlain(fix: ProjectFix, place: CallPlace, surroundings: Surroundings): Fix | Refusal {
  const draft = new Draft(surroundings.host, surroundings.open);
  return wholeFix(fix, place.file, change(place, draft, surroundings), draft);
}

function change({ file, start, end }: CallPlace, draft: Draft, { host, settings }: Surroundings): Rewritten | Obstacle {
  const source = draft.source(file);
  const path = source?.pathOfName(start, end);
  if (path === undefined) return obstacle("the function is no longer there");
  const files = host.pythonFiles(file);
  if (files === undefined) return obstacle(TOO_MANY_FILES);
  const helper = helperOf({ kind: "function", file, path }, draft);
  if (isObstacle(helper)) return helper;
  const all = [...new Set([file, ...files])];
  const calls = awaitedUsesOf(new Map([[keyOf(file, path), helper]]), all, draft);
  if (isObstacle(calls)) return calls;
  const { helpers, uses } = withIdleCallers(calls, all, draft);
  const edits = new FileEdits(settings);
  for (const { node, source: of } of helpers.values()) takeAsyncAway(node, edits.in(of));
  for (const use of uses) takeAwaitAway(use.call, edits.in(use.source));
  const made = edits.build();
  if (isObstacle(made)) return made;
  const annotations = [...made.annotations, ...leftIdle(helpers, uses)];
  return { draft: draft.with(made.texts), requires: [], annotations };
}

/** Who is left async for nothing, as others may need a coroutine of it. */
function leftIdle(helpers: Helpers, uses: readonly Use[]): readonly string[] {
  const names = idleCallers(helpers, uses).map(
    ({ source, path }) => `${path}() in ${source.draft.nameOf(source.file)}`,
  );
  if (names.length === 0) return [];
  const more = names.length > MOST_NAMED ? " and others" : "";
  return [
    `${names.slice(0, MOST_NAMED).join(", ")}${more} ${names.length === 1 ? "awaits" : "await"} nothing from then on`,
  ];
}
