import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import { ownNodes } from "./definitions";
import { referenceElsewhere } from "./elsewhere";
import type { Infer } from "./infer";
import type { Reference } from "./reference";
import { YIELDS } from "../syntax/node-kinds";

const ENDS: ReadonlySet<Kind> = new Set(["return_statement", "raise_statement", "await", "yield"]);

/** Whether a `try` has a handler for any error. */
export function catchesErrors(statement: Node, infer: Infer): boolean {
  return handlerOfErrors(statement, infer) !== undefined;
}

function handlerOfErrors(statement: Node, infer: Infer): Node | undefined {
  return statement.named.find((clause) => {
    if (clause.kind !== "except_clause") return false;
    const value = clause.child("value");
    const written = value?.kind === "as_pattern" ? value.named[0] : value;
    if (written === undefined) return true;
    return (written.kind === "tuple" ? written.named : [written]).some((type) => isAnyError(type, infer));
  });
}

function isAnyError(type: Node, infer: Infer): boolean {
  return ["Exception", "BaseException"].includes(infer.name(type) ?? "");
}

/**
 * Whether a `with` takes whatever its block raises, as the file shows: `with suppress(Exception):`, or a context manager
 * of its own that catches and logs.
 */
export function suppressesErrors(statement: Node, infer: Infer): boolean {
  return managersOf(statement).some((manager) => {
    if (manager.kind === "call" && infer.callee(manager) === "contextlib.suppress")
      return (manager.child("arguments")?.named ?? []).some((type) => isAnyError(type, infer));
    const value = infer.value(manager);
    const exit = value?.kind === "object" ? infer.member(value, "__exit__") : undefined;
    const runs = value?.kind === "manager" && !value.async ? value : exit;
    return (runs?.kind === "manager" || runs?.kind === "function") && takesErrorsOfBlock(runs.definition.node, infer);
  });
}

/** The context managers of a `with` of which other files may say more, by what is entered: `log_errors()`. */
export function managersElsewhere(statement: Node, infer: Infer): readonly Reference[] {
  return managersOf(statement).flatMap((manager) =>
    manager.kind === "call" ? (referenceElsewhere(infer.value(manager)) ?? []) : [],
  );
}

function managersOf(statement: Node): readonly Node[] {
  const items = statement.children.find((child) => child.kind === "with_clause")?.named ?? [];
  return items.flatMap((item) => {
    const value = item.child("value");
    return (value?.kind === "as_pattern" ? value.named[0] : value) ?? [];
  });
}

/**
 * Whether a generator that is made a context manager, or an `__exit__`, takes every error of the block and raises none
 * itself.
 */
export function takesErrorsOfBlock(function_: Node, infer: Infer): boolean {
  if (function_.child("name")?.text === "__exit__") return saysTaken(function_);
  const yields = [...ownNodes(function_, YIELDS)];
  return !function_.hasToken("async") && yields.length > 0 && yields.every((one) => isCaught(one, function_, infer));
}

function isCaught(node: Node, function_: Node, infer: Infer): boolean {
  let child = node;
  for (const around of node.ancestors()) {
    if (around === function_) return false;
    if (around.kind === "try_statement") {
      const handler = child.field === "body" ? handlerOfErrors(around, infer) : undefined;
      if (handler === undefined || around.named.some((part) => part !== child && raises(part))) return false;
      return true;
    }
    child = around;
  }
  return false;
}

function raises(part: Node): boolean {
  for (const _ of part.descendants("raise_statement")) return true;
  return false;
}

/** `return True`, at the end and wherever else it returns. */
function saysTaken(function_: Node): boolean {
  for (const node of ownNodes(function_, ENDS))
    if (node.kind !== "return_statement" || node.named[0]?.kind !== "true") return false;
  return function_.child("body")?.named.at(-1)?.kind === "return_statement";
}
