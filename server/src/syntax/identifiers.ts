import type { Node } from "./tree";

/** Whether an identifier is the keyword of an argument: `timeout` in `get(url, timeout=5)`. */
export function isKeyword(id: Node): boolean {
  return id.field === "name" && id.parent?.kind === "keyword_argument";
}

/**
 * Whether an identifier stands for a variable: it is neither the attribute of an object nor the keyword of an argument.
 */
export function namesVariable(id: Node): boolean {
  return id.field !== "attribute" && !isKeyword(id);
}
