import type { RuleContext } from "../../contract";
import { asyncFunctionAround } from "../../../model/execution";
import { isProgram } from "../../../model/one-shot";
import type { Kind } from "../../../syntax/kinds.generated";
import { statementOf } from "../../../syntax/statements";
import type { Node } from "../../../syntax/tree";
import { callsOf } from "./how-often";

/** Callers are asked so far up. */
const MAX_CALLERS = 3;

/** Where something else is done behind what stands in them, or it is done again. */
const GOES_ON: ReadonlySet<Kind> = new Set([
  "for_statement",
  "while_statement",
  "try_statement",
  "with_statement",
  "match_statement",
]);

/** What may take an error, or does something more before it lets it go on. */
const HOLDS_UP: ReadonlySet<Kind> = new Set(["try_statement", "with_statement"]);

/**
 * Whether an await is the last thing that a program does: an error there ends `asyncio.run()`, which cancels and awaits
 * all that is left.
 */
export function endsProgram(awaiting: Node, context: RuleContext): boolean {
  return leadsOut(awaiting, context, (node, function_) => {
    const statement = statementOf(node);
    return statement.kind === "expression_statement" && node.parent === statement && isLast(statement, function_);
  });
}

/** Whether an error of an await leaves the program with nothing done in between, however much comes where none does. */
export function errorEndsProgram(awaiting: Node, context: RuleContext): boolean {
  return leadsOut(awaiting, context, (node, function_) => !isHeldUp(node, function_));
}

/** Whether something holds for an await, and for those of all callers up to the program. */
function leadsOut(
  awaiting: Node,
  context: RuleContext,
  holds: (awaiting: Node, function_: Node) => boolean,
  depth = 0,
): boolean {
  const function_ = asyncFunctionAround(awaiting);
  if (function_ === undefined || !holds(awaiting, function_)) return false;
  if (isProgram(function_, context.infer)) return true;
  const calls = depth < MAX_CALLERS ? callsOf(function_, context) : [];
  return (
    calls.length > 0 &&
    calls.every(({ call }) => call.parent?.kind === "await" && leadsOut(call.parent, context, holds, depth + 1))
  );
}

function isHeldUp(node: Node, function_: Node): boolean {
  for (const around of node.ancestors()) {
    if (around === function_) return false;
    if (HOLDS_UP.has(around.kind)) return true;
  }
  return true;
}

function isLast(statement: Node, function_: Node): boolean {
  let child = statement;
  for (const around of statement.ancestors()) {
    if (around === function_) return true;
    if (GOES_ON.has(around.kind) || (around.kind === "block" && around.named.at(-1) !== child)) return false;
    child = around;
  }
  return false;
}
