import type { Kind } from "../../syntax/kinds.generated";
import type { Node } from "../../syntax/tree";
import { LEAVES_FUNCTION, LOOPS } from "../../syntax/node-kinds";

const LEAVES_ROUND: ReadonlySet<Kind> = new Set(["break_statement", "continue_statement"]);
/** Of these clauses of one statement at most one runs. */
const ALTERNATIVES: ReadonlySet<string> = new Set([
  "elif_clause",
  "else_clause",
  "except_clause",
  "except_group_clause",
  "case_clause",
]);
/** What stands in one of these does not run each time that what stands around it does. */
const MAY_BE_LEFT_OUT: ReadonlySet<string> = new Set([
  "if_statement",
  "elif_clause",
  "else_clause",
  "except_clause",
  "except_group_clause",
  "case_clause",
  "for_statement",
  "while_statement",
  "conditional_expression",
  "boolean_operator",
]);

const COMPREHENSIONS: ReadonlySet<Kind> = new Set([
  "list_comprehension",
  "set_comprehension",
  "dictionary_comprehension",
  "generator_expression",
]);

/**
 * An offset within a node, moved to where its turn comes: what a comprehension gives is worked out behind its clauses,
 * and what a condition chooses behind the condition.
 */
export function turnOf(node: Node, offset: number): number {
  let turn = offset;
  let child = node;
  for (const around of node.ancestors()) {
    if (around.kind === "function_definition") break;
    const isGiven = COMPREHENSIONS.has(around.kind) && child.field === "body";
    const isChosen = around.kind === "conditional_expression" && around.named[0] === child;
    if (isGiven || isChosen) {
      const end = isGiven ? around.end : around.named[2]!.start;
      turn = end - 1 + (turn - around.start) / (around.end - around.start + 1);
    }
    child = around;
  }
  return turn;
}

/** Whether, of two nodes of one function, the second may run after the first in one go through their common block. */
export function mayFollow(first: Node, second: Node): boolean {
  const around = commonAncestor(first, second);
  if (around === undefined) return true;
  const one = childTowards(around, first);
  const other = childTowards(around, second);
  if (one !== undefined && other !== undefined && one !== other && areAlternatives(around, one, other, first))
    return false;
  return !leavesBefore(first, around);
}

/**
 * Whether a node runs wherever another one does that stands around, beside or behind it: nothing may leave it out on
 * the way.
 */
export function surelyRunsBeside(node: Node, other: Node): boolean {
  let child = node;
  for (const around of node.ancestors()) {
    if (around.contains(other)) return true;
    if (MAY_BE_LEFT_OUT.has(around.kind) && !runsFirst(child, around)) return false;
    child = around;
  }
  return true;
}

/**
 * Whether a part of what may leave others out runs in any case: a condition, what a loop goes through, the left side.
 */
function runsFirst({ field }: Node, { kind }: Node): boolean {
  return (
    field === "condition" ||
    (kind === "for_statement" && field === "right") ||
    (kind === "boolean_operator" && field === "left")
  );
}

/** Whether a loop of the function brings control from the second of two nodes back to it again, past the first. */
export function loopWithout(first: Node, second: Node, third: Node): boolean {
  for (const around of second.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (LOOPS.has(around.kind) && around.contains(third) && !around.contains(first)) return true;
  }
  return false;
}

/** Whether a block ends by leaving what comes behind it. */
export function leaves(block: Node): boolean {
  const last = block.named.at(-1);
  return last !== undefined && (LEAVES_FUNCTION.has(last.kind) || LEAVES_ROUND.has(last.kind));
}

function areAlternatives(around: Node, one: Node, other: Node, first: Node): boolean {
  if (around.kind === "if_statement") {
    if (one.field === "condition" || other.field === "condition") return false;
    return !(one.kind === "elif_clause" && (one.child("condition")?.contains(first) ?? false));
  }
  if (around.kind === "conditional_expression") return false;
  return ALTERNATIVES.has(one.kind) && ALTERNATIVES.has(other.kind);
}

/**
 * Whether control leaves, behind the node, a block below the common one: by `return`, or past the loop that holds both.
 */
function leavesBefore(node: Node, common: Node): boolean {
  if (node === common) return false;
  let left = false;
  let loopBelow = false;
  for (const around of node.ancestors()) {
    if (around === common) break;
    if (LOOPS.has(around.kind)) loopBelow = true;
    const last = around.kind === "block" ? around.named.at(-1) : undefined;
    if (last === undefined) continue;
    if (LEAVES_FUNCTION.has(last.kind) || (LEAVES_ROUND.has(last.kind) && !loopBelow)) left = true;
  }
  // What a `return` or `raise` of a try block leaves for may be its handlers.
  return left && common.kind !== "try_statement";
}

function commonAncestor(first: Node, second: Node): Node | undefined {
  if (first.contains(second)) return first;
  for (const around of first.ancestors()) if (around.contains(second)) return around;
  return undefined;
}

function childTowards(around: Node, node: Node): Node | undefined {
  if (around === node) return undefined;
  let child = node;
  for (const one of node.ancestors()) {
    if (one === around) return child;
    child = one;
  }
  return undefined;
}
