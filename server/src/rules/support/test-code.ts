import type { Node } from "../../syntax/tree";

/**
 * Whether a function is a test, by the name that test runners go by. Nothing else waits for its event loop while it reads a file
 * that it has just written.
 */
export function isTest(definition: Node): boolean {
  return /^test(?:_|$)/.test(definition.child("name")?.text ?? "");
}
