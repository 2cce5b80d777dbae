import { decoratorsOf } from "../../model/definitions";
import { executionOf } from "../../model/execution";
import { libraryRow } from "../../model/library/index";
import type { Node } from "../../syntax/tree";
import type { FixContext } from "../builder";

/** Callers of callers are followed so far. */
const MAX_CALLERS = 4;

/** What takes every error alike, a group of them too. */
const TAKES_ALL = /^(?:except\s*:|except\s+(?:Base)?Exception\s*:)/;

/**
 * Whether somebody may tell an error from a group of errors that is raised in its place at a node: callers in other files, and those
 * in this one that catch or suppress what it raises, or look at the task that it ends.
 */
export function mayTellErrors(node: Node, context: FixContext, depth = 0): boolean {
  const execution = executionOf(node);
  const end = execution.when === "async" || execution.when === "sync" ? execution.function : undefined;
  let child = node;
  for (const around of node.ancestors()) {
    if (around === end) break;
    if (around.kind === "with_statement" && child.field === "body" && looksAtErrors(around, context)) return true;
    const clauses = around.kind === "try_statement" && child.field === "body" ? around.named.filter((part) => part.kind === "except_clause") : [];
    // Handlers of the same function are rewritten, or have said what they make of a group; nothing passes one that takes all.
    if (clauses.some((clause) => TAKES_ALL.test(clause.text)) && clauses.every((clause) => !raises(clause))) return depth > 0 && clauses.length > 1;
    if (clauses.length > 0 && depth > 0) return true;
    child = around;
  }
  if (execution.when === "module") return false;
  return end === undefined || depth >= MAX_CALLERS || callersMayTell(end, context, depth);
}

function callersMayTell(definition: Node, context: FixContext, depth: number): boolean {
  const name = definition.child("name");
  if (name === undefined || decoratorsOf(definition).length > 0 || /^__.*__$/.test(name.text)) return true;
  let calls = 0;
  let isScript = false;
  for (const id of context.infer.identifiers(name.text)) {
    if (id === name || (id.field === "name" && id.parent?.kind === "keyword_argument")) continue;
    const callee = id.field === "attribute" ? id.parent! : id;
    const call = callee.field === "function" && callee.parent?.kind === "call" ? callee.parent : undefined;
    if (call === undefined || !isPassedOn(call, definition, context) || mayTellErrors(call, context, depth + 1)) return true;
    calls++;
    isScript ||= executionOf(call).when === "module";
  }
  const isNested = executionOf(definition).when !== "module";
  return calls === 0 || !(isScript || isNested || name.text.startsWith("_"));
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
