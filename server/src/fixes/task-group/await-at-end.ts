import { ownNodes } from "../../model/definitions";
import type { Kind } from "../../syntax/kinds.generated";
import { isSuite } from "../../syntax/statements";
import type { Node } from "../../syntax/tree";
import { FixBuilder, type FixContext } from "../builder";
import type { Fix } from "../fix";
import { hasLinesOfItsOwn } from "../own-lines";
import { indentationOf, lineSpan } from "../text";
import { goesOn } from "./ends";
import { freeName, Names, taskForCall } from "./names";
import { CALLS } from "../../syntax/node-kinds";

const LEAVES: ReadonlySet<Kind> = new Set([
  "return_statement",
  "raise_statement",
  "break_statement",
  "continue_statement",
  "yield",
]);
const STARTS = /^(?:create_task|ensure_future)$/;

/**
 * Keeps the one task of a short program in a variable, and awaits it where its block ends: nobody needs a set for one.
 */
export function awaitAtEnd(
  create: Node,
  statement: Node,
  name: Node | undefined,
  context: FixContext,
): Fix | undefined {
  const definition = statement.closest("function_definition");
  const block = statement.parent;
  const coroutine = create.child("arguments")?.named[0];
  if (definition?.hasToken("async") !== true || block === undefined || !isSuite(block) || coroutine === undefined)
    return undefined;
  if (statement.closest("for_statement", "while_statement", "function_definition") !== definition) return undefined;
  if (!isOnly(create, definition) || goesOn(coroutine, context.infer)) return undefined;
  const following = block.named.filter((one) => one.start > statement.end && one.kind !== "comment");
  const last = following.at(-1);
  if (last === undefined || !hasLinesOfItsOwn(statement) || !hasLinesOfItsOwn(last)) return undefined;
  if (following.some((one) => LEAVES.has(one.kind) || [...one.descendants(...LEAVES)].length > 0)) return undefined;
  const builder = new FixBuilder(context);
  const names = new Names(definition, context.module);
  const isNamed = name !== undefined && !/^_+$/.test(name.text);
  const isFree = (one: string): boolean => names.isFree(one, statement) && !names.has(one);
  const task = isNamed ? name.text : freeName(isFree("task") ? "task" : taskForCall(coroutine), isFree);
  if (name === undefined) builder.insertBefore(create, `${task} = `);
  else if (!isNamed) builder.replace(name, task);
  const { text } = statement.tree;
  const eol = context.module.document.lineBreak;
  const { end } = lineSpan(text, last.end, last.end);
  const line = `${indentationOf(text, statement.start)}await ${task}`;
  builder.edit(last, end, end, /[\n\r]$/.test(text.slice(0, end)) ? line + eol : eol + line);
  return builder.build({
    title: "Await it at the end",
    applicability: "unsafe",
    annotation: "The function waits for the task before it ends, and raises what the task does",
    differs: "the function waits for it",
  });
}

/** Whether a function starts no other task. */
function isOnly(create: Node, definition: Node): boolean {
  for (const call of ownNodes(definition, CALLS)) {
    const callee = call.child("function");
    if (call !== create && STARTS.test((callee?.child("attribute") ?? callee)?.text ?? "")) return false;
  }
  return true;
}
