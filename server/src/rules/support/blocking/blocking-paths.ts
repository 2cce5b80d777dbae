import { BlockingPaths } from "../../../model/blocking";
import type { Run } from "../../../model/runs";
import type { RuleContext } from "../../contract";
import { perContext } from "../values/per-context";
import { stallsCaller } from "./stalls";

/** The ways by which calls of a file come to what blocks. */
export const pathsIn = perContext(({ infer, settings }) => new BlockingPaths(infer.further, stallsCaller(settings)));

/** Those by which they come to what asks a person, whatever else they come to before. */
const questionsIn = perContext(({ infer, settings }) => {
  const stalls = stallsCaller(settings);
  return new BlockingPaths(infer.further, (...call) => (stalls(...call) === "input" ? "input" : undefined));
});

/** Whether what a place runs waits for a person somewhere. */
export function asksPerson(run: Run, context: RuleContext): boolean {
  return questionsIn(context).from(run)?.blocks === "input";
}
