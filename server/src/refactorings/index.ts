import type { Refactoring } from "./contract";
import { limitTimeOfBlock } from "./limit-time-of-block";
import { runCallInThread } from "./run-call-in-thread";
import { runIterationsTogether } from "./run-iterations-together";
import { turnListIntoGenerator } from "./turn-list-into-generator";

/** Every refactoring, in the order of the menu. */
export const REFACTORINGS: readonly Refactoring[] = [
  runIterationsTogether,
  runCallInThread,
  limitTimeOfBlock,
  turnListIntoGenerator,
];
