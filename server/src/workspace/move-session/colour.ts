import type { Helper, Helpers } from "../across-files/helper";
import { isGenerator } from "../../model/definitions";
import { executionOf } from "../../model/execution";
import type { Node } from "../../syntax/tree";
import { ASYNC_NAMES } from "../across-files/await-calls";
import type { Draft, Source } from "../across-files/draft";
import { helperOf, keyOf } from "../across-files/functions";
import { isObstacle, joinReasons, type Obstacle, obstacle } from "../across-files/obstacle";
import { isKindOf } from "../across-files/overrides";
import type { Growth } from "../across-files/uses";
import type { Held } from "./held";
import type { Use } from "./session-uses";

const MANAGING: ReadonlySet<string> = new Set(ASYNC_NAMES.keys());

/** The plain functions that send by a session, or close it: they become async. */
export function plainUsers(uses: readonly Use[], draft: Draft): Helpers | Obstacle {
  const helpers = new Map<string, Helper>();
  const reasons = new Set<string>();
  for (const { kind, source, session } of uses) {
    if (kind !== "send" && kind !== "close") continue;
    const execution = executionOf(session);
    if (execution.kind === "async") continue;
    if (execution.kind !== "sync") {
      reasons.add(
        `${source.placeOf(session)} ${kind === "send" ? "sends by" : "closes"} ${session.text} where nothing can be awaited`,
      );
      continue;
    }
    const helper = helperAt(execution.function, source, draft);
    if (isObstacle(helper)) reasons.add(helper.reason);
    else helpers.set(keyOf(source.file, helper.path), helper);
  }
  return joinReasons(reasons) ?? helpers;
}

/**
 * What becomes async with what it calls: methods of the class whose objects hold a session, and of those derived from
 * it; functions of the module whose variable holds one; and those that are given it.
 */
export function growthOf({ holder, source: file }: Held, uses: readonly Use[], draft: Draft): Growth {
  const given = new Set(
    uses.flatMap(({ kind, session }) => (kind === "take" ? [session.closest("function_definition")] : [])),
  );
  return (caller, source) => {
    const { owner } = source.module.function(caller);
    const isWithin =
      holder.kind === "variable"
        ? source.file === file.file
        : owner !== undefined && isKindOf(owner, source, { owner: holder.owner, source: file }) === true;
    return isWithin || given.has(caller) ? helperAt(caller, source, draft) : undefined;
  };
}

function helperAt(function_: Node, source: Source, draft: Draft): Helper | Obstacle {
  const path = source.pathOf(function_);
  if (path === undefined) return obstacle(`a function in ${draft.nameOf(source.file)} can't be followed`);
  if (isGenerator(function_))
    return obstacle(
      `${path}() in ${draft.nameOf(source.file)} is a generator, whose callers would go through it in another way`,
    );
  return helperOf({ kind: "function", file: source.file, path }, draft, MANAGING);
}
