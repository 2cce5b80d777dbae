import type { Fix, ProjectFix, Refusal } from "../fixes/fix";
import { makeAsync } from "./make-async/make-async";
import { makePlain } from "./make-plain/make-plain";
import type { CallPlace, Surroundings } from "./make-async/whole-fix";
import { moveSession } from "./move-session/move-session";

/** What comes of a fix that depends on all files of the project, asked for at a call. */
export function workOut(fix: ProjectFix, place: CallPlace, surroundings: Surroundings): Fix | Refusal {
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
