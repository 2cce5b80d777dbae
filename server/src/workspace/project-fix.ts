import type { Fix, ProjectFix, Refusal, Remedy } from "../fixes/fix";
import { ParserLimitError } from "../syntax/parser";
import { makeAsync } from "./make-async";
import { makePlain } from "./make-plain";
import type { CallPlace, Surroundings } from "./across-files/whole-fix";
import { moveSession } from "./move-session/move-session";

/**
 * What is offered where all files of the project can be read: what changes them too stands for the fix of the same
 * title that doesn't.
 */
export function offeredInProject(offers: readonly Remedy[]): readonly Remedy[] {
  const ofProject = new Set(offers.flatMap(({ kind, title }) => (kind === "project fix" ? [title] : [])));
  return offers.filter(({ kind, title }) => kind === "project fix" || !ofProject.has(title));
}

/** What comes of a fix that depends on all files of the project, asked for at a call. */
export function workOut(fix: ProjectFix, place: CallPlace, surroundings: Surroundings): Fix | Refusal {
  try {
    return change(fix, place, surroundings);
  } catch (error) {
    // A file that is too large for the parser ends this offer, and no other; all else is a fault.
    if (!(error instanceof ParserLimitError)) throw error;
    return {
      kind: "refusal",
      title: fix.title,
      reason: `a file of the project can't be looked into: ${error.message}`,
    };
  }
}

function change(fix: ProjectFix, place: CallPlace, surroundings: Surroundings): Fix | Refusal {
  switch (fix.does) {
    case "make async":
      return makeAsync(fix, place, surroundings);
    case "make plain":
      return makePlain(fix, place, surroundings);
    case "move session":
      return moveSession(fix, fix.to, place, surroundings);
    default:
      return fix satisfies never;
  }
}
