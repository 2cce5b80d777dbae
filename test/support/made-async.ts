import type { Settings } from "../../server/src/config/settings";
import type { Node } from "../../server/src/syntax/tree";
import { parser } from "./engine";

/** Silent about what comes of making functions async that are not awaited, nor await. */
export const MADE_ASYNC: Partial<Settings> = { severity: { "missing-await": "off", "unnecessary-async": "off" } };

/**
 * A text with `async` before each function that can take it: real code in the state in which people move it to asyncio,
 * with blocking calls in loops, branches and handlers that nobody made up for a test.
 */
export function madeAsync(text: string): string {
  const { root } = parser.parse(text);
  let result = "";
  let at = 0;
  for (const node of root.descendants("function_definition")) {
    if (!canBeAsync(node)) continue;
    result += `${text.slice(at, node.start)}async `;
    at = node.start;
  }
  return result + text.slice(at);
}

function canBeAsync(node: Node): boolean {
  if (node.text.startsWith("async") || node.hasError) return false;
  // Python calls special methods itself, and awaits nothing; a generator would become another thing.
  return !/^__\w+__$/.test(node.child("name")?.text ?? "") && !isGenerator(node);
}

function isGenerator(node: Node): boolean {
  for (const inner of node.descendants("yield"))
    if (inner.closest("function_definition", "lambda") === node) return true;
  return false;
}
