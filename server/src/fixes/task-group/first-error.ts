import type { Node } from "../../syntax/tree";
import { mentionsCancellation } from "./mention";
import type { Style } from "./moved";
import { freeName, type Names } from "./names";

/**
 * The handler behind a group, without its first indentation, that raises what gather() would have raised: the error
 * that came first, which is the first of the group. It keeps its cause. Without a `from`, the group would be its
 * context and hold it: tools that walk both never end.
 */
export function firstErrorHandler(definition: Node, statement: Node, names: Names, { unit }: Style): readonly string[] {
  const isFree = (name: string): boolean => names.isFree(name, statement);
  const errors = freeName("errors", isFree);
  const error = freeName("error", isFree);
  const comment = mentionsCancellation(definition)
    ? "The first error is raised itself."
    : "The other tasks are cancelled; the first error is raised itself.";
  return [
    `except BaseExceptionGroup as ${errors}:`,
    `${unit}# ${comment}`,
    `${unit}${error} = ${errors}.exceptions[0]`,
    `${unit}raise ${error} from ${error}.__cause__`,
  ];
}
