import type { Analyzer } from "../analysis/analyzer";
import { BlockingPaths } from "../model/blocking";
import { Infer } from "../model/infer";
import { Steps } from "../model/steps";
import { stallsCaller } from "../rules/support/blocking/stalls";
import type { Kind } from "../syntax/kinds.generated";
import { holdsWord } from "../syntax/outline";
import type { Node } from "../syntax/tree";

/** The name of a function, by offsets in its file's text. */
export interface FunctionName {
  readonly start: number;
  readonly end: number;
}

const FUNCTIONS: ReadonlySet<Kind> = new Set(["function_definition"]);

/** The plain functions of a file that come to a call which blocks, in the file's order. */
export function blockingHelpers({ document, module, settings, imports }: Analyzer): readonly FunctionName[] {
  const infer = new Infer(module, undefined, new Steps(), imports);
  const paths = new BlockingPaths(infer.further, stallsCaller(settings));
  return document.segments.flatMap((segment) => {
    if (!holdsWord(segment.text, "def")) return [];
    const offset = document.offsetOf(segment);
    return [...segment.tree.nodesOf(FUNCTIONS)].flatMap((function_) => {
      const name = function_.child("name");
      const isHelper =
        name !== undefined && !function_.hasToken("async") && !function_.hasError && blocks(function_, paths);
      return isHelper && !infer.steps.spent ? [{ start: offset + name.start, end: offset + name.end }] : [];
    });
  });
}

/** What blocks once in a while at most is hardly felt by who calls it. */
function blocks(function_: Node, paths: BlockingPaths): boolean {
  return paths.of(function_)?.seldom === false;
}
