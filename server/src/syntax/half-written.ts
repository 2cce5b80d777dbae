import type { Kind } from "./kinds.generated";
import type { Node, Tree } from "./tree";

/** What stands in these is no code. */
const TEXTS: ReadonlySet<Kind> = new Set(["comment", "string_content"]);
/** Their children are statements. */
const BODIES: ReadonlySet<Kind> = new Set(["module", "block"]);

/**
 * Whether the statement that holds an offset can't be read: it has a syntax error, or lies in one that swallowed it.
 * What stands in a comment or a text isn't code, whatever is wrong around it.
 */
export function isHalfWritten(tree: Tree, offset: number): boolean {
  if (!tree.broken) return false;
  const node = tree.at(offset, Math.min(offset + 1, tree.text.length));
  if (TEXTS.has(node.kind)) return false;
  const statement = statementOf(node);
  if (statement !== undefined && (statement.hasError || isTorn(statement))) return true;
  return node.kind === "ERROR" || node.closest("ERROR") !== undefined;
}

/** The innermost statement that a node is, or is a part of. */
function statementOf(node: Node): Node | undefined {
  let inner = node;
  for (const around of node.ancestors()) {
    if (BODIES.has(around.kind)) return inner;
    inner = around;
  }
  return undefined;
}

/** Whether what belongs to a statement stands beside it on its line, as an error of its own. */
function isTorn(statement: Node): boolean {
  const { next, previous, tree } = statement;
  const isOnOneLine = (from: number, to: number): boolean => !/[\n\r]/.test(tree.text.slice(from, to));
  return (
    (next?.kind === "ERROR" && isOnOneLine(statement.end, next.start)) ||
    (previous?.kind === "ERROR" && isOnOneLine(previous.end, statement.start))
  );
}
