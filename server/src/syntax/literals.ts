import type { Node } from "./tree";

/** What a plain string literal says: no bytes, no f-string, no escapes. */
export function stringValue(node: Node): string | undefined {
  if (node.kind !== "string") return undefined;
  const [opening, ...rest] = node.children;
  if (opening === undefined || /[bf]/i.test(opening.text.replace(/["']/g, ""))) return undefined;
  const content = rest.filter((part) => part.kind === "string_content");
  if (content.some((part) => part.named.length > 0)) return undefined;
  return content.map((part) => part.text).join("");
}

export function isOneOf(node: Node, ...kinds: readonly string[]): boolean {
  return kinds.includes(node.kind);
}
