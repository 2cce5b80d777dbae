import type { Refactoring } from "./contract";
import { asyncLibraryAt } from "../fixes/async-library";
import { canAwait } from "../fixes/awaiting";
import { roundsAround } from "../fixes/task-group/rounds";
import { runTogether, titleOf } from "../fixes/task-group/together";

export const runIterationsTogether: Refactoring = {
  name: "run-iterations-together",
  offers({ node }, context) {
    if (!canAwait(node)) return [];
    const rounds = roundsAround(node, context);
    if (rounds === undefined) return [];
    if (rounds.kind === "rounds") return runTogether(rounds, context);
    return [{ kind: "refusal", title: titleOf(asyncLibraryAt(context, node)), reason: rounds.reason }];
  },
};
