import type { Fix, ProjectFix, Refusal } from "../fixes/fix";
import { awaitCalls } from "./across-files/await-calls";
import { Draft } from "./across-files/draft";
import { helpersBehind } from "./across-files/functions";
import { isObstacle, joinReasons, obstacle, type Obstacle } from "./across-files/obstacle";
import { repairBlocking } from "./across-files/repair";
import { usesOf } from "./across-files/uses";
import { type CallPlace, type Rewritten, type Surroundings, TOO_MANY_FILES, wholeFix } from "./across-files/whole-fix";

/**
 * Makes the functions async by which a call comes to one that blocks: they, what blocks in them, and all their callers,
 * in whatever files. Done as a whole, or refused with the reason.
 */
export function makeAsync(fix: ProjectFix, place: CallPlace, surroundings: Surroundings): Fix | Refusal {
  const draft = new Draft(surroundings.host, surroundings.open);
  return wholeFix(fix, place.file, change(place, draft, surroundings), draft);
}

function change({ file, start, end }: CallPlace, draft: Draft, { host, settings }: Surroundings): Rewritten | Obstacle {
  const source = draft.source(file);
  const call = source?.callAt(start, end);
  if (source === undefined || call === undefined) return obstacle("the call is no longer there");
  const files = host.pythonFiles(file);
  if (files === undefined) return obstacle(TOO_MANY_FILES);
  const helpers = helpersBehind(call, source, draft);
  if (isObstacle(helpers)) return helpers;
  const known = new Set([file, ...[...helpers.values()].map((helper) => helper.source.file), ...files]);
  const calls = usesOf(helpers, [...known], draft);
  if (isObstacle(calls)) return calls;
  const awaiting = awaitCalls(calls, settings);
  if (isObstacle(awaiting)) return awaiting;
  const repaired = repairBlocking(helpers, draft.with(awaiting.texts), settings);
  return (
    joinReasons(new Set(repaired.left)) ?? {
      ...repaired,
      annotations: [...awaiting.annotations, ...repaired.annotations],
    }
  );
}
