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

/**
 * Whether an await is the last thing that a program does: an error there ends `asyncio.run()`, which cancels and awaits
 * all that is left.
 */
export function endsProgram(awaiting: Node, context: RuleContext, depth = 0): boolean {
  const function_ = asyncFunctionAround(awaiting);
  const statement = statementOf(awaiting);
  if (
    function_ === undefined ||
    statement.kind !== "expression_statement" ||
    awaiting.parent !== statement ||
    !isLast(statement, function_)
  )
    return false;
  if (isProgram(function_, context.infer)) return true;
  const calls = depth < MAX_CALLERS ? callsOf(function_, context) : [];
  return (
    calls.length > 0 &&
    calls.every(({ call }) => call.parent?.kind === "await" && endsProgram(call.parent, context, depth + 1))
  );
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
