import type { RuleContext } from "../../contract";
import type { Node } from "../../../syntax/tree";
import { callsOf } from "../when/how-often";

/** Callers of callers are looked at so far. */
const MAX_CALLERS = 2;

/**
 * Whether a handler around answers for the error that it names, or tells it: an ExceptionGroup would pass it by, or hide
 * what failed.
 */
export function isAnsweredByName(node: Node): boolean {
  let child = node;
  for (const around of node.ancestors()) {
    if (around.kind === "function_definition") return false;
    const clauses =
      around.kind === "try_statement" && child.field === "body"
        ? around.named.filter((part) => part.kind === "except_clause")
        : [];
    if (
      clauses.some((clause) => !clause.hasToken("*") && (namesAnError(clause) ? answers(clause) : tellsError(clause)))
    )
      return true;
    child = around;
  }
  return false;
}

/** The same of what the file's callers of the function around do with its errors. */
export function isAnsweredByCaller(node: Node, context: RuleContext, depth = 0): boolean {
  const function_ = node.closest("function_definition");
  if (function_ === undefined || depth >= MAX_CALLERS) return false;
  return callsOf(function_, context).some(
    ({ call, caller }) =>
      caller !== function_ && (isAnsweredByName(call) || isAnsweredByCaller(call, context, depth + 1)),
  );
}

function namesAnError(clause: Node): boolean {
  const value = clause.child("value");
  const written = value?.kind === "as_pattern" ? value.named[0] : value;
  return written !== undefined && !/^(?:Base)?Exception(?:Group)?$|Cancell?ed/.test(written.text);
}

/** `return f"failed: {error}"`: of an ExceptionGroup that would say how many there are, and not what failed. */
function tellsError(clause: Node): boolean {
  const name = clause.child("value")?.child("alias")?.text;
  if (name === undefined) return false;
  for (const leaving of clause.descendants("return_statement"))
    for (const part of leaving.descendants("interpolation")) if (part.named[0]?.text === name) return true;
  return false;
}

/**
 * Whether a handler gives the caller something else for the error: what `except*` can't, or not for one error alone.
 */
function answers(clause: Node): boolean {
  for (const leaving of clause.descendants("return_statement", "raise_statement"))
    if (leaving.named.length > 0) return true;
  return false;
}
