import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import { ownNodes } from "./definitions";
import { ASSIGNMENTS, CALLS, LEAVES_FUNCTION } from "../syntax/node-kinds";

/** What starts a task is called so. */
const STARTS = /^(?:create_task|ensure_future)$/;

/** What may be given beside the coroutine, and needn't be. */
const NEED_NOT_BE_GIVEN: ReadonlySet<Kind> = new Set([
  "default_parameter",
  "typed_default_parameter",
  "list_splat_pattern",
  "dictionary_splat_pattern",
  "keyword_separator",
  "comment",
]);

/** How it is called: by its name, or that of the class whose static or class method it is, or on an object. */
export type TaskKeeper = "by name" | "by object";

/**
 * Whether a plain function makes a task of the one thing that it has to be given, puts it away, and asks for it when it
 * is done: that is there for tasks which nobody waits for.
 */
export function taskKeeper(definition: Node, isMethod: boolean): TaskKeeper | undefined {
  if (definition.hasToken("async")) return undefined;
  switch (decoratorOf(definition)) {
    case undefined:
      return keepsTaskOf(definition, Number(isMethod)) ? (isMethod ? "by object" : "by name") : undefined;
    case "staticmethod":
      return isMethod && keepsTaskOf(definition, 0) ? "by name" : undefined;
    case "classmethod":
      return isMethod && keepsTaskOf(definition, 1) ? "by name" : undefined;
    default:
      return undefined;
  }
}

/** The text of its decorators. */
function decoratorOf({ parent }: Node): string | undefined {
  if (parent?.kind !== "decorated_definition") return undefined;
  return parent.named.flatMap(({ kind, named }) => (kind === "decorator" ? [named[0]?.text ?? ""] : [])).join();
}

/** @param from the place of the parameter that the task is made of */
function keepsTaskOf(definition: Node, from: number): boolean {
  const [parameter, ...others] = (definition.child("parameters")?.named ?? []).slice(from);
  const own =
    parameter?.kind === "identifier"
      ? parameter.text
      : parameter?.kind === "typed_parameter"
        ? parameter.named[0]?.text
        : undefined;
  if (own === undefined || !others.every(needNotBeGiven)) return false;
  const calls = [...ownNodes(definition, CALLS)];
  return (
    calls.some((call) => STARTS.test(methodOf(call)) && call.child("arguments")?.named[0]?.text === own) &&
    (calls.some((call) => /^(?:add|append)$/.test(methodOf(call))) || putsAway(definition)) &&
    calls.some((call) => methodOf(call) === "add_done_callback") &&
    alwaysStarts(definition, [own, ...others.map(nameOf)])
  );
}

function needNotBeGiven(parameter: Node): boolean {
  return (
    NEED_NOT_BE_GIVEN.has(parameter.kind) ||
    (parameter.kind === "typed_parameter" && NEED_NOT_BE_GIVEN.has(parameter.named[0]!.kind))
  );
}

function nameOf(parameter: Node): string {
  return (parameter.child("name") ?? parameter.named[0] ?? parameter).text;
}

function methodOf(call: Node): string {
  const callee = call.child("function");
  return (callee?.child("attribute") ?? callee)?.text ?? "";
}

/** `self._tasks[name] = task` */
function putsAway(definition: Node): boolean {
  for (const assignment of ownNodes(definition, ASSIGNMENTS))
    if (assignment.child("left")?.kind === "subscript") return true;
  return false;
}

/** Whether it leaves before its end only where what it is given asks for that. */
function alwaysStarts(definition: Node, parameters: readonly string[]): boolean {
  for (const leaving of ownNodes(definition, LEAVES_FUNCTION)) {
    const branch = leaving.closest("if_statement", "function_definition");
    if (branch?.kind !== "if_statement") continue;
    const asked = outermostBranch(branch, definition);
    const words = new Set(asked.child("condition")?.text.match(/\w+/g));
    if (!parameters.some((name) => words.has(name))) return false;
  }
  return true;
}

function outermostBranch(branch: Node, definition: Node): Node {
  let outermost = branch;
  for (const around of branch.ancestors()) {
    if (around === definition) break;
    if (around.kind === "if_statement") outermost = around;
  }
  return outermost;
}
