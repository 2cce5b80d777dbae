import type { Node } from "../syntax/tree";
import { asyncFunctionAround } from "./execution";
import type { Infer } from "./infer";
import { importsAsyncLibrary } from "./loop-of-module";

/**
 * Whether no event loop runs the coroutine that a node stands in: the project steps its coroutines itself. What a file
 * imports says for nearly all of them that it doesn't, without a look at what its functions await.
 */
export function isSteppedByHand(node: Node, infer: Infer): boolean {
  const around = asyncFunctionAround(node);
  return around !== undefined && infer.ofFile("own scheduler", importsScheduler) && infer.isStepped(around);
}

function importsScheduler(infer: Infer): boolean {
  const { module } = infer;
  const { segments } = module.document;
  return (
    !importsAsyncLibrary(segments) && infer.schedulesElsewhere(segments.flatMap((segment) => module.importsIn(segment)))
  );
}
