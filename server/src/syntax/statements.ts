/** Which statement something belongs to. Whoever moves, wraps or puts something beside a statement asks here. */
import type { Node } from "./tree";

/**
 * Whether a node is a list of statements: a block, or the module. The grammar calls what holds the clauses of a `match`
 * a block too.
 */
export function isSuite(node: Node): boolean {
  return node.kind === "module" || (node.kind === "block" && node.parent?.kind !== "match_statement");
}

/** The innermost list of statements around a node. */
export function suiteAround(node: Node): Node | undefined {
  for (const around of node.ancestors()) if (isSuite(around)) return around;
  return undefined;
}

/**
 * The statement that a node stands in: one that stands in a list of statements. What stands in the head of a clause
 * (`elif`, `case`, `except`), in a decorator or a default belongs to the statement as a whole.
 */
export function statementOf(node: Node): Node {
  let statement = node;
  for (const around of node.ancestors()) {
    if (isSuite(around)) return statement;
    statement = around;
  }
  return statement;
}

/** The statement of a list that holds a node; undefined when none does. */
export function statementIn(suite: Node, node: Node): Node | undefined {
  let child = node;
  for (const around of node.ancestors()) {
    if (around === suite) return child;
    child = around;
  }
  return undefined;
}
