import { segmentOfTree } from "../syntax/document";
import type { Node, Tree } from "../syntax/tree";
import { isComprehension } from "./scopes";
import { isSuite } from "../syntax/statements";

/**
 * When an expression runs: on the event loop, in a plain function, at import, or whenever somebody iterates or calls.
 */
export type Execution =
  | { readonly kind: "async"; readonly function: Node }
  | { readonly kind: "sync"; readonly function: Node }
  | { readonly kind: "module" }
  | { readonly kind: "later" };

const IN_MODULE = -1;
const LATER = -2;

/** For each tree's rows, the row of the function whose body runs them, or one of the constants above. */
const runners = new WeakMap<Tree, Int32Array>();

/**
 * Says when a node is run. Class bodies and eager comprehensions run where they stand, as do the first iterable of a
 * generator expression, the defaults and decorators of a function, and the body of a lambda that is called where it
 * stands; that of another lambda and the rest of a generator expression run later, somewhere else.
 */
export function executionOf(node: Node): Execution {
  let rows = runners.get(node.tree);
  if (rows === undefined) runners.set(node.tree, (rows = findRunners(node.tree)));
  const row = rows[node.row]!;
  if (row === IN_MODULE) return { kind: "module" };
  if (row === LATER) return { kind: "later" };
  const around = node.tree.node(row);
  return { kind: around.hasToken("async") ? "async" : "sync", function: around };
}

/** Goes over the tree once, so that asking costs the same at any depth. */
function findRunners(tree: Tree): Int32Array {
  const { names, kind, field, parent } = tree.columns;
  const rows = new Int32Array(kind.length);
  const seenClause = new Set<number>();
  for (let row = 0; row < kind.length; row++) {
    const around = parent[row]!;
    if (around < 0) {
      rows[row] = IN_MODULE;
      continue;
    }
    const isBody = names.fields[field[row]!] === "body";
    switch (names.kinds[kind[around]!]) {
      case "function_definition":
        rows[row] = isBody ? around : rows[around]!;
        break;
      case "lambda":
        rows[row] = isBody && !isCalled(tree, around) ? LATER : rows[around]!;
        break;
      case "generator_expression":
        // The first clause hands on where the generator itself stands, for its iterable alone.
        rows[row] = LATER;
        if (names.kinds[kind[row]!] === "for_in_clause" && !seenClause.has(around)) seenClause.add(around).add(row);
        break;
      case "for_in_clause":
        rows[row] =
          seenClause.has(around) && names.fields[field[row]!] === "right" ? rows[parent[around]!]! : rows[around]!;
        break;
      default:
        rows[row] = rows[around]!;
    }
  }
  return rows;
}

/** `(lambda: ...)()` */
function isCalled(tree: Tree, lambda: number): boolean {
  const { names, kind, field, parent } = tree.columns;
  let row = lambda;
  while (parent[row]! >= 0 && names.kinds[kind[parent[row]!]!] === "parenthesized_expression") row = parent[row]!;
  return parent[row]! >= 0 && names.fields[field[row]!] === "function" && names.kinds[kind[parent[row]!]!] === "call";
}

/** The `async def` on whose behalf a node runs on the event loop; none where it runs elsewhere. */
export function asyncFunctionAround(node: Node): Node | undefined {
  const execution = executionOf(node);
  return execution.kind === "async" ? execution.function : undefined;
}

/**
 * Whether a node runs at the top of a notebook's cell: the event loop of the kernel runs there, and `await` may stand.
 */
export function runsAtTopOfCell(node: Node): boolean {
  if (executionOf(node).kind !== "module") return false;
  const segment = segmentOfTree(node.tree);
  return segment?.form === "cells" && segment.piece.kind === "statements" && segment.piece.indent === 0;
}

/** Whether a node stands in a comprehension or generator expression (where no statement can be put before it). */
export function inComprehension(node: Node): boolean {
  for (const around of node.ancestors()) {
    if (isComprehension(around)) return true;
    if (isSuite(around)) return false;
  }
  return false;
}
