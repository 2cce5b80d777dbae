import { LOOPS } from "../../syntax/node-kinds";
import type { Node } from "../../syntax/tree";
import { lineSpan } from "../text";
import { statementIn, suiteAround } from "../../syntax/statements";

/** Statements of one block, from the first to the last. */
export interface Run {
  readonly first: Node;
  readonly last: Node;
}

/** The fewest statements of one block, outside of loops, that hold all nodes. */
export function smallestRun(nodes: readonly Node[], definition: Node): Run {
  const body = definition.child("body")!;
  for (let block = suiteAround(nodes[0]!); block !== undefined && block !== body; block = suiteAround(block)) {
    if (!nodes.every((node) => block.contains(node)) || inLoop(block, definition) || !hasOwnLines(block)) continue;
    return runIn(block, nodes);
  }
  return runIn(body, nodes);
}

/**
 * The branches of an `if` that hold nodes, where a run is nothing but that and no branch of it runs with another;
 * undefined where it is more.
 */
export function branchesWith(nodes: readonly Node[], { first, last }: Run): readonly Node[] | undefined {
  if (first !== last || first.kind !== "if_statement") return undefined;
  const branches = [first, ...first.all("alternative")].flatMap(
    (clause) => clause.child("consequence") ?? clause.child("body") ?? [],
  );
  const holding = branches.filter((branch) => nodes.some((node) => branch.contains(node)));
  return holding.length > 1 && nodes.every((node) => holding.some((branch) => branch.contains(node)))
    ? holding
    : undefined;
}

function inLoop(block: Node, definition: Node): boolean {
  for (const around of block.ancestors()) {
    if (around === definition) return false;
    if (LOOPS.has(around.kind)) return true;
  }
  return false;
}

function hasOwnLines(block: Node): boolean {
  const { text } = block.tree;
  return text.slice(lineSpan(text, block.start, block.start).start, block.start).trim() === "";
}

function runIn(block: Node, nodes: readonly Node[]): Run {
  const statements = nodes.map((node) => statementIn(block, node)!);
  let first = statements.reduce((a, b) => (a.start <= b.start ? a : b));
  let last = statements.reduce((a, b) => (a.end >= b.end ? a : b));
  // Statements that share a line move together.
  const siblings = block.named;
  while (sharesLine(siblings[siblings.indexOf(first) - 1], first)) first = siblings[siblings.indexOf(first) - 1]!;
  while (sharesLine(last, siblings[siblings.indexOf(last) + 1])) last = siblings[siblings.indexOf(last) + 1]!;
  return { first, last };
}

export function sharesLine(before: Node | undefined, after: Node | undefined): boolean {
  return before !== undefined && after !== undefined && !/[\r\n]/.test(before.tree.text.slice(before.end, after.start));
}

/** Whether a node runs again and again within a function. */
export function isRepeated(node: Node, definition: Node): boolean {
  for (const around of node.ancestors()) {
    if (around === definition) return false;
    if (LOOPS.has(around.kind) || around.kind.endsWith("comprehension")) return true;
  }
  return false;
}
