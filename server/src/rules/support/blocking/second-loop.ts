import type { RuleContext } from "../../contract";
import { ownNodes } from "../../../model/definitions";
import type { Infer } from "../../../model/infer";
import { NESTING_MODULES, NESTING_NAMES } from "../../../model/library/modules";
import { IDENTIFIERS, LEAVES_FUNCTION } from "../../../syntax/node-kinds";
import type { Node } from "../../../syntax/tree";

/** How code asks whether a loop runs. */
const ASKS: ReadonlySet<string> = new Set([
  "get_running_loop",
  "_get_running_loop",
  "is_running",
  "current_task",
  "current_async_library",
]);
/** What a handler may catch and let the error of a second loop through. */
const OTHER_ERRORS: ReadonlySet<string> = new Set(["KeyboardInterrupt", "SystemExit", "asyncio.CancelledError"]);

/** Whether the file makes it possible after all to run a loop within another. */
export function letsLoopsNest(at: Node, infer: Infer): boolean {
  return NESTING_NAMES.some((name) => {
    if (!infer.isBound(name, at)) return false;
    const value = infer.global(name);
    return value === undefined
      ? NESTING_MODULES.has(name)
      : value.kind === "name" && NESTING_MODULES.has(value.name.split(".")[0] ?? "");
  });
}

/**
 * Whether a call in a helper starts a loop whoever calls the helper: on no condition, as one may be that no loop runs,
 * and nothing in the helper asks for that.
 */
export function startsLoopAnyway(call: Node, function_: Node, { infer }: RuleContext): boolean {
  if (letsLoopsNest(call, infer)) return false;
  for (const id of ownNodes(function_, IDENTIFIERS)) if (ASKS.has(id.text)) return false;
  for (const left of ownNodes(function_, LEAVES_FUNCTION))
    if (left.start < call.start && !left.contains(call)) return false;
  let child = call;
  for (const around of call.ancestors()) {
    if (around === function_) return true;
    if (isConditional(around, child, infer)) return false;
    child = around;
  }
  return true;
}

function isConditional(around: Node, child: Node, infer: Infer): boolean {
  switch (around.kind) {
    case "if_statement":
    case "elif_clause":
    case "conditional_expression":
    case "while_statement":
      return child.field !== "condition";
    case "else_clause":
    case "except_clause":
    case "case_clause":
    case "boolean_operator":
      return true;
    case "try_statement":
      return (
        child.field === "body" &&
        around.named.some((clause) => clause.kind === "except_clause" && mayCatch(clause, infer))
      );
    default:
      return false;
  }
}

function mayCatch(clause: Node, infer: Infer): boolean {
  const value = clause.child("value");
  const caught = value?.kind === "as_pattern" ? value.named[0] : value;
  const errors = caught?.kind === "tuple" ? caught.named : caught === undefined ? [] : [caught];
  return errors.length === 0 || !errors.every((error) => OTHER_ERRORS.has(infer.name(error) ?? ""));
}
