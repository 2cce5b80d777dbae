import type { Node } from "../syntax/tree";
import { isComprehension } from "./scopes";

/** When an expression runs: on the event loop, in a plain function, at import, or whenever somebody iterates or calls. */
export type Execution =
  | { readonly when: "async"; readonly function: Node }
  | { readonly when: "sync"; readonly function: Node }
  | { readonly when: "module" }
  | { readonly when: "later" };

/**
 * Says when a node is run. Class bodies and eager comprehensions run where they stand, as do the first iterable of a
 * generator expression, and the defaults and decorators of a function; a lambda's body and the rest of a generator
 * expression run later, somewhere else.
 */
export function executionOf(node: Node): Execution {
  let child = node;
  for (let around = node.parent; around !== undefined; child = around, around = around.parent) {
    switch (around.kind) {
      case "function_definition":
        if (child.field === "body") return { when: around.hasToken("async") ? "async" : "sync", function: around };
        break;
      case "lambda":
        if (child.field === "body") return { when: "later" };
        break;
      case "for_in_clause":
        break;
      case "generator_expression":
        if (!isFirstIterable(around, child, node)) return { when: "later" };
        break;
      default:
    }
  }
  return { when: "module" };
}

/** The `async def` on whose behalf a node runs on the event loop; none where it runs elsewhere. */
export function asyncFunctionAround(node: Node): Node | undefined {
  const execution = executionOf(node);
  return execution.when === "async" ? execution.function : undefined;
}

function isFirstIterable(generator: Node, clause: Node, node: Node): boolean {
  const first = generator.children.find((part) => part.kind === "for_in_clause");
  return clause === first && (first.child("right")?.contains(node) ?? false);
}

/** Whether a node stands in a comprehension or generator expression (where no statement can be put before it). */
export function inComprehension(node: Node): boolean {
  for (const around of node.ancestors()) {
    if (isComprehension(around)) return true;
    if (around.kind === "block" || around.kind === "module") return false;
  }
  return false;
}
