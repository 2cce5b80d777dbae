import type { Node } from "../../syntax/tree";

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
