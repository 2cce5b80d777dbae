import { docstringOf, ownNodes } from "../../model/definitions";
import type { FixBuilder } from "../../fixes/builder";
import { indentationOf, lineSpan } from "../../fixes/text";
import { LEAVES_FUNCTION, YIELDS } from "../../syntax/node-kinds";
import { statementIn } from "../../syntax/statements";
import type { Node } from "../../syntax/tree";
import type { HookFunction } from "./hooks";

/** A body that does nothing. */
const NOTHING = /^(?:pass|\.\.\.)$/;

/** Writes a statement as the first that a function runs. */
export function writeAtStart({ node }: HookFunction, statement: string, builder: FixBuilder): void {
  const body = node.child("body")!;
  const first = body.named.find((one) => one.kind !== "comment" && one !== docstringOf(node)?.parent);
  if (first === undefined) writeBelow(body.named.at(-1)!, [statement], builder);
  else if (isOnItsOwn(first)) builder.replace(first, statement);
  else builder.linesAbove(first, [statement]);
}

/** The statement behind which a function ends; undefined where nothing written there would surely run. */
export function endOf({ node, runs }: Pick<HookFunction, "node" | "runs">): Node | undefined {
  const body = node.child("body")!;
  const last = body.named.findLast(({ kind }) => kind !== "comment");
  const [stop, ...others] = runs === "around" ? [...ownNodes(node, YIELDS)].filter((one) => one.isNamed) : [];
  if (last === undefined || others.length > 0) return undefined;
  for (const end of ownNodes(node, LEAVES_FUNCTION)) if (stop === undefined || end.start > stop.start) return undefined;
  const around = stop === undefined ? undefined : statementIn(body, stop);
  switch (around?.kind) {
    case "if_statement":
    case "for_statement":
    case "while_statement":
    case "match_statement":
      return undefined;
    case "try_statement": {
      const cleanup = around.named.find(({ kind }) => kind === "finally_clause");
      const block = cleanup?.named.find(({ kind }) => kind === "block");
      return block === undefined || around !== last ? last : block.named.findLast(({ kind }) => kind !== "comment");
    }
    default:
      return last;
  }
}

/** Writes a statement behind that one. */
export function writeBehind(end: Node, statements: readonly string[], builder: FixBuilder): void {
  if (!isOnItsOwn(end)) return writeBelow(end, statements, builder);
  const [first, ...others] = statements;
  builder.replace(end, first!);
  if (others.length > 0) writeBelow(end, others, builder);
}

function isOnItsOwn(statement: Node): boolean {
  return NOTHING.test(statement.text) && statement.parent?.named.length === 1;
}

function writeBelow(statement: Node, lines: readonly string[], builder: FixBuilder): void {
  const { text } = statement.tree;
  const { lineBreak } = builder.context.module.document;
  const { end } = lineSpan(text, statement.start, statement.end);
  const indentation = indentationOf(text, statement.start);
  const isOpen = !/[\r\n]/.test(text[end - 1] ?? "");
  const written = lines.map((line) => (isOpen ? lineBreak + indentation + line : indentation + line + lineBreak));
  builder.edit(statement, end, end, written.join(""));
}
