import { decoratorsOf } from "../../model/definitions";
import { executionOf } from "../../model/execution";
import { libraryRow } from "../../model/library/index";
import { isKeyword } from "../../syntax/identifiers";
import type { Node } from "../../syntax/tree";
import type { FixContext } from "../builder";

/** Callers of callers are followed so far. */
const MAX_CALLERS = 4;

/** What takes every error alike, a group of them too. */
const TAKES_ALL = /^(?:except\s*:|except\s+(?:Base)?Exception\s*:)/;

/** Who tells an error from a group of errors that is raised in its place: nobody, nobody in sight, or somebody. */
export type Tells = "nobody" | "unknown" | "somebody";

/**
 * Who may tell an error from a group of errors that is raised at a node: those in this file that catch or suppress what it raises, and whoever
 * is behind a decorator, as frameworks are. Callers in other files, and who looks at a task that it ends, aren't known.
 */
export function whoTellsErrors(node: Node, context: FixContext, depth = 0): Tells {
  const execution = executionOf(node);
  const end = execution.when === "async" || execution.when === "sync" ? execution.function : undefined;
  let child = node;
  for (const around of node.ancestors()) {
    if (around === end) break;
    if (around.kind === "with_statement" && child.field === "body" && looksAtErrors(around, context)) return "somebody";
    const clauses = around.kind === "try_statement" && child.field === "body" ? around.named.filter((part) => part.kind === "except_clause") : [];
    // Handlers of the same function are rewritten, or have said what they make of a group; nothing passes one that takes all.
    if (clauses.some((clause) => TAKES_ALL.test(clause.text)) && clauses.every((clause) => !raises(clause)))
      return depth > 0 && clauses.length > 1 ? "somebody" : "nobody";
    if (clauses.length > 0 && depth > 0) return "somebody";
    child = around;
  }
  if (execution.when === "module") return "nobody";
  return end === undefined || depth >= MAX_CALLERS ? "unknown" : whichCallersTell(end, context, depth);
}

function whichCallersTell(definition: Node, context: FixContext, depth: number): Tells {
  const name = definition.child("name");
  if (decoratorsOf(definition).some((decorator) => !/^@\s*(?:static|class)method\b/.test(decorator.text))) return "somebody";
  if (name === undefined || /^__.*__$/.test(name.text)) return "unknown";
  const calls: Tells[] = [];
  let isScript = false;
  for (const id of context.infer.identifiers(name.text)) {
    if (id === name || isKeyword(id)) continue;
    const callee = id.field === "attribute" ? id.parent! : id;
    const call = callee.field === "function" && callee.parent?.kind === "call" ? callee.parent : undefined;
    calls.push(call === undefined || !isPassedOn(call, definition, context) ? "unknown" : whoTellsErrors(call, context, depth + 1));
    if (calls.at(-1) === "somebody") return "somebody";
    isScript ||= call !== undefined && executionOf(call).when === "module";
  }
  const isNested = executionOf(definition).when !== "module";
  const areAll = calls.length > 0 && (isScript || isNested || name.text.startsWith("_"));
  return areAll && decoratorsOf(definition).length === 0 && calls.every((call) => call === "nobody") ? "nobody" : "unknown";
}

/** Whether what a call of the function raises comes out where it is called: it is awaited, run by a loop of its own, or no coroutine. */
function isPassedOn(call: Node, definition: Node, { infer }: FixContext): boolean {
  if (!definition.hasToken("async") || call.parent?.kind === "await") return true;
  const runner = call.parent?.kind === "argument_list" ? call.parent.parent : undefined;
  const callee = runner?.kind === "call" ? runner.child("function") : undefined;
  return callee !== undefined && libraryRow(infer.name(callee) ?? "")?.nestsLoop === true;
}

/** `with suppress(...)`, `with pytest.raises(...)`. */
function looksAtErrors(statement: Node, { infer }: FixContext): boolean {
  for (const item of statement.named.find((child) => child.kind === "with_clause")?.named ?? []) {
    const value = item.child("value");
    const opened = value?.kind === "as_pattern" ? value.named[0] : value;
    if (opened?.kind === "call" && /suppress|raises|Raises/.test(infer.callee(opened) ?? opened.child("function")?.text ?? "")) return true;
  }
  return false;
}

function raises(clause: Node): boolean {
  for (const _ of clause.descendants("raise_statement")) return true;
  return false;
}
