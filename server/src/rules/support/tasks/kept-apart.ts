import type { Gathering, Spawn } from "../../../fixes/task-group/gathering";
import type { Node } from "../../../syntax/tree";
import { lastNameOf } from "../values/closing";

/** What is called that takes errors and lets the code behind it go on: `log_errors(logger)`, `contextlib.suppress()`. */
const TAKES = /^_*(?:log|ignor|suppress|catch|swallow|handl|isolat|report|captur)/i;
const ERRORS = /(?:error|exception|failure)s?$|^suppress$/i;

/**
 * Whether a loop that makes what is waited for takes the errors of each round and goes on with the next: what comes of
 * one has nothing to do with the others, and none is to be cancelled for another.
 */
export function areKeptApart({ parts, awaiting }: Gathering, spawns: readonly Spawn[]): boolean {
  const made = spawns.map(({ node }) => node);
  const names = new Set(parts.flatMap((part) => (part.kind === "name" ? [part.node.text] : [])));
  const function_ = names.size === 0 ? undefined : awaiting.closest("function_definition");
  for (const call of function_?.descendants("call") ?? []) {
    const callee = call.child("function");
    if (callee?.child("attribute")?.text === "append" && names.has(callee.child("object")?.text ?? "")) made.push(call);
  }
  return made.some((one) => isKeptApart(one, awaiting));
}

function isKeptApart(made: Node, awaiting: Node): boolean {
  let child = made;
  let isTaken = false;
  for (const around of made.ancestors()) {
    if (around.kind === "function_definition" || around.contains(awaiting)) return false;
    if (isTaken && (around.kind === "for_statement" || around.kind === "while_statement")) return true;
    isTaken ||= child.field === "body" && (logsErrors(around) || goesOnBehindErrors(around));
    child = around;
  }
  return false;
}

function logsErrors(around: Node): boolean {
  const clause =
    around.kind === "with_statement" ? around.children.find(({ kind }) => kind === "with_clause") : undefined;
  return (clause?.named ?? []).some((item) => {
    const value = item.child("value");
    const manager = value?.kind === "as_pattern" ? value.named[0] : value;
    return manager?.kind === "call" && takesErrors(lastNameOf(manager));
  });
}

function takesErrors(name: string): boolean {
  return TAKES.test(name) && ERRORS.test(name);
}

/** `except Exception: logger.exception(...)`, in a loop that goes on behind it. */
function goesOnBehindErrors(around: Node): boolean {
  if (around.kind !== "try_statement") return false;
  return around.named.some((clause) => {
    if (clause.kind !== "except_clause") return false;
    const value = clause.child("value");
    const written = value?.kind === "as_pattern" ? value.named[0] : value;
    const takesAll = written === undefined || /^(?:Base)?Exception$/.test(written.text);
    return takesAll && [...clause.descendants("raise_statement", "return_statement", "break_statement")].length === 0;
  });
}
