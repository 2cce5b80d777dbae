import { asyncFunctionAround } from "./execution";
import { localBindings } from "./local-bindings";
import type { Module } from "./module";
import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";

/** Where a coroutine would be senseless: it is asked whether it is true, or what it is equal to or has. */
const ASKS: ReadonlySet<Kind | undefined> = new Set([
  "expression_statement",
  "assert_statement",
  "comparison_operator",
  "not_operator",
]);
const CONDITIONAL: ReadonlySet<Kind | undefined> = new Set([
  "if_statement",
  "elif_clause",
  "while_statement",
  "conditional_expression",
]);

/**
 * Whether plain code takes what a call gives for something else than a coroutine: nobody hands it on to what could await
 * it. So what is called is no coroutine function, unless the code is wrong already.
 */
export function isTakenAsValue(call: Node, module: Module): boolean {
  if (asyncFunctionAround(call) !== undefined) return false;
  if (isAsked(call)) return true;
  const { parent } = call;
  const name = parent?.kind === "assignment" && call.field === "right" ? parent.child("left") : undefined;
  if (name?.kind !== "identifier") return false;
  const bindings = localBindings(name, module);
  const function_ = call.closest("function_definition");
  if (bindings?.length !== 1 || function_ === undefined) return false;
  const uses = [...function_.descendants("identifier")].filter((id) => id.text === name.text && id !== name);
  return uses.length > 0 && uses.every(isAsked);
}

function isAsked(node: Node): boolean {
  const { parent, field } = node;
  if (parent?.kind === "attribute") return field === "object";
  if (parent?.kind === "subscript") return field === "value";
  if (CONDITIONAL.has(parent?.kind))
    return parent?.kind === "conditional_expression" ? parent.named[1] === node : field === "condition";
  return ASKS.has(parent?.kind);
}
