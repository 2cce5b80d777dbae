import type { RuleContext } from "../../analysis/rule";
import type { Node } from "../../syntax/tree";
import { caughtBy } from "./cancellation";
import { docstringOf } from "../../fixes/task-group/mention";
import { lastNameOf, logs } from "./closing";

/** Functions that do nothing but await another are followed so far. */
const MAX_CALLS = 3;

/** Whether a call gives a coroutine of the file that raises nothing but its cancellation: its whole body catches every error. */
export function neverFails(call: Node, context: RuleContext, depth = 0): boolean {
  const callee = call.kind === "call" ? call.child("function") : undefined;
  return callee !== undefined && neverFailsWhenCalled(callee, context, depth);
}

/** What waits for room in memory alone. */
const IN_MEMORY: ReadonlySet<string> = new Set(["Queue", "LifoQueue", "PriorityQueue"].map((name) => `asyncio.${name}.put`));

const SAYS_SO = /\b(?:never|does(?:n't| not)) raises?\b/i;

/** The same of a function that somebody else calls. */
export function neverFailsWhenCalled(function_: Node, context: RuleContext, depth = 0): boolean {
  const object = function_.child("object");
  const type = object === undefined ? undefined : context.infer.instanceOf(object);
  if (type !== undefined && IN_MEMORY.has(`${type}.${function_.child("attribute")?.text ?? ""}`)) return true;
  const value = context.infer.value(function_);
  if (value?.kind !== "function" || !value.definition.async || depth >= MAX_CALLS) return false;
  if (SAYS_SO.test(docstringOf(value.definition.node)?.text ?? "")) return true;
  const body = value.definition.node.child("body");
  return body !== undefined && isSafe(body, context, depth) && [...body.descendants("try_statement", "await")].length > 0;
}

function isSafe(node: Node, context: RuleContext, depth: number): boolean {
  switch (node.kind) {
    case "block":
      return node.named.every((statement) => isSafe(statement, context, depth));
    case "try_statement":
      return (
        node.named.some((clause) => clause.kind === "except_clause" && catchesErrors(clause, context)) &&
        node.named.every((part) => isSafePart(part, node, context))
      );
    case "with_statement":
      return holdsOnly(node) && isSafe(node.child("body")!, context, depth);
    case "for_statement":
      return !node.hasToken("async") && isSafeValue(node.child("right")!, context, depth) && isSafe(node.child("body")!, context, depth);
    case "if_statement":
    case "elif_clause":
    case "else_clause":
      return node.named.every((part) => (part.field === "condition" ? isPlainQuestion(part) : isSafe(part, context, depth)));
    case "return_statement":
      return node.named.every((value) => isSafeValue(value, context, depth));
    case "expression_statement":
      return node.named.every((one) =>
        one.kind === "assignment"
          ? one.child("right") === undefined || isSafeValue(one.child("right")!, context, depth)
          : isSafeValue(one, context, depth) || logs(lastNameOf(one)),
      );
    case "pass_statement":
    case "continue_statement":
    case "break_statement":
    case "function_definition":
    case "nonlocal_statement":
    case "global_statement":
    case "comment":
      return true;
    default:
      return false;
  }
}

/** What is in the body is caught; handlers and what comes at the end are to raise nothing of their own. */
function isSafePart(part: Node, statement: Node, context: RuleContext): boolean {
  if (part === statement.child("body") || part.kind === "comment") return true;
  if (part.kind === "else_clause") return false;
  // That the cancellation is passed on is no error.
  if (part.kind === "except_clause" && caughtBy(part, context)?.what === "cancellation") return true;
  return [...part.descendants("raise_statement")].length === 0 && (part.kind !== "finally_clause" || [...part.descendants("await")].length === 0);
}

function catchesErrors(clause: Node, { infer }: RuleContext): boolean {
  const value = clause.child("value");
  const written = value?.kind === "as_pattern" ? value.named[0] : value;
  if (written === undefined) return true;
  const types = written.kind === "tuple" ? written.named : [written];
  return types.some((type) => ["Exception", "BaseException"].includes(infer.name(type) ?? ""));
}

/** A semaphore or lock, as those have names: nothing is opened that could be missing. */
function holdsOnly(statement: Node): boolean {
  const items = statement.children.find((child) => child.kind === "with_clause")?.named ?? [];
  return items.length > 0 && items.every((item) => ["identifier", "attribute"].includes(item.child("value")?.kind ?? ""));
}

function isSafeValue(value: Node, context: RuleContext, depth: number): boolean {
  if (value.kind === "await") return value.named[0] !== undefined && neverFails(value.named[0], context, depth + 1);
  if (value.kind === "expression_list") return value.named.every((one) => isSafeValue(one, context, depth));
  // What the program keeps under a key of its own.
  if (value.kind === "subscript") return value.named.every((part) => ["identifier", "attribute", "string", "integer"].includes(part.kind));
  return ["identifier", "attribute", "none", "true", "false", "integer", "float", "string", "ellipsis", "list", "dictionary", "tuple"].includes(value.kind);
}

/** A condition that only compares what is there. */
function isPlainQuestion(condition: Node): boolean {
  for (const _ of condition.descendants("call", "await", "lambda")) return false;
  return true;
}
