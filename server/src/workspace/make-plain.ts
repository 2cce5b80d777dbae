import { takeAsyncAway, takeAwaitAway } from "../fixes/awaiting";
import type { Fix, ProjectFix, Refusal } from "../fixes/fix";
import { Draft } from "./across-files/draft";
import { FileEdits } from "./across-files/file-edits";
import { helperOf, keyOf } from "./across-files/functions";
import { isObstacle, obstacle, type Obstacle } from "./across-files/obstacle";
import { awaitedUsesOf } from "./across-files/uses";
import { type CallPlace, type Rewritten, type Surroundings, TOO_MANY_FILES, wholeFix } from "./across-files/whole-fix";

/**
 * Takes the `async` of a function away whose name stands at a place, and the `await` of all who call it, in whatever
 * files. Done as a whole, or refused with the reason: who makes a task of it, hands it on, or may have something else
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
  const calls = awaitedUsesOf(new Map([[keyOf(file, path), helper]]), [...new Set([file, ...files])], draft);
  if (isObstacle(calls)) return calls;
  const edits = new FileEdits(settings);
  takeAsyncAway(helper.node, edits.in(helper.source));
  for (const use of calls.uses) takeAwaitAway(use.call, edits.in(use.source));
  const made = edits.build();
  return isObstacle(made) ? made : { draft: draft.with(made.texts), requires: [], annotations: made.annotations };
}
