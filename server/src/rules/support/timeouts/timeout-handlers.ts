import type { Node } from "../../../syntax/tree";

/** `ftplib.all_errors` holds `OSError`. */
const TAKES_TIMEOUTS = /\b(?:BaseException|Exception|OSError|IOError|EnvironmentError|all_errors|\w*Timeout\w*)\b/;
/** What a driver of a database raises where nobody answers in time, and its bases, as PEP 249 names them. */
const TAKES_ERRORS_OF_DATABASE = /\b(?:OperationalError|DatabaseError|Error)\b/;

/**
 * Whether there are handlers around a call, none of which takes what a limit raises.
 *
 * @param byDriver whether a driver of a database has the limit, and so an error of its own
 */
export function isHandledOtherwise(call: Node, byDriver = false): boolean {
  let child = call;
  for (const around of call.ancestors()) {
    if (around.kind === "function_definition") return false;
    const clauses =
      around.kind === "try_statement" && child.field === "body"
        ? around.named.filter((part) => part.kind === "except_clause")
        : [];
    const taken = clauses
      .map((clause) => clause.child("value")?.text)
      .filter(
        (text) => text === undefined || TAKES_TIMEOUTS.test(text) || (byDriver && TAKES_ERRORS_OF_DATABASE.test(text)),
      );
    if (taken.length > 0) return false;
    if (clauses.length > 0) return true;
    child = around;
  }
  return false;
}

/** Whether requests that are sent by a client have such handlers, where the client is made for a block around them. */
export function areHandledOtherwise(made: Node): boolean {
  if (isHandledOtherwise(made)) return true;
  const item = made.closest("with_item", "block");
  const body = item?.kind === "with_item" ? made.closest("with_statement")?.child("body") : undefined;
  for (const statement of body?.descendants("try_statement") ?? []) {
    const inner = statement.child("body");
    if (inner !== undefined && [...inner.descendants("await", "async")].some((part) => isHandledOtherwise(part)))
      return true;
  }
  return false;
}
