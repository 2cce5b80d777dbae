import type { RuleContext } from "../../contract";
import type { Gathering } from "../../../fixes/task-group/gathering";
import { rememberedOf } from "../../../model/remembered";
import type { Node } from "../../../syntax/tree";
import { lastNameOf } from "../values/closing";

/**
 * Whether a `finally` around a wait for several tasks, or a handler of whatever is raised there, cancels those that one
 * which fails leaves behind, itself or by a function of the file: then none of them runs on.
 */
export function cancelsOthers({ awaiting, parts }: Gathering, context: RuleContext): boolean {
  const waited = parts.map(({ node }) => node.text);
  let child = awaiting;
  for (const around of awaiting.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (around.kind === "try_statement" && child.field === "body") {
      for (const clause of around.named)
        if (seesEveryError(clause, context) && cancelsAll(clause, waited, context)) return true;
    }
    child = around;
  }
  return false;
}

/** `finally:`, `except:`, `except (Exception, CancelledError):` */
function seesEveryError(clause: Node, { infer }: RuleContext): boolean {
  if (clause.kind === "finally_clause") return true;
  if (clause.kind !== "except_clause") return false;
  const value = clause.child("value");
  const written = value?.kind === "as_pattern" ? value.named[0] : value;
  if (written === undefined) return true;
  const types = written.kind === "tuple" ? written.named : [written];
  return types.some((type) => /^(?:Base)?Exception$/.test(infer.name(type) ?? ""));
}

function cancelsAll(clause: Node, waited: readonly string[], context: RuleContext): boolean {
  const cancelled = new Set<string>();
  for (const call of clause.descendants("call")) {
    const ending = functionCalled(call, context);
    if (isOfEveryTask(clause) || (ending !== undefined && isOfEveryTask(ending))) return true;
    for (const one of cancelledBy(call, ending)) for (const name of namesBehind(one, clause)) cancelled.add(name);
  }
  return waited.every((name) => cancelled.has(name));
}

function functionCalled(call: Node, { infer }: RuleContext): Node | undefined {
  const callee = call.child("function");
  const value = callee === undefined ? undefined : infer.value(callee);
  return value?.kind === "function" ? value.definition.node : undefined;
}

/** Whether code cancels all tasks of the loop: `for task in asyncio.all_tasks(): task.cancel()`. */
const isOfEveryTask = rememberedOf(
  (code) => cancels(code) && [...code.descendants("call")].some((call) => lastNameOf(call) === "all_tasks"),
);

const cancels = rememberedOf((code) => [...code.descendants("call")].some((call) => lastNameOf(call) === "cancel"));

/**
 * What a call cancels: `task` of `task.cancel()`, what a function whose name says that it cancels is given, or one of
 * the file that does, and what that one has of the object.
 */
function cancelledBy(call: Node, ending: Node | undefined): readonly Node[] {
  const name = lastNameOf(call);
  const object = call.child("function")?.child("object");
  if (name === "cancel" && object !== undefined) return [object];
  const given = call.child("arguments")?.named ?? [];
  if (ending === undefined) return /cancel/i.test(name) ? given : [];
  if (!cancels(ending)) return [];
  return [...given, ...[...ending.descendants("attribute")].filter((one) => one.child("object")?.text === "self")];
}

/** What an expression names, through loops and assignments of the code around it: `tasks` of `for task in tasks`. */
function namesBehind(expression: Node, clause: Node): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [expression];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const part of node.subtree()) {
      if ((part.kind !== "identifier" && part.kind !== "attribute") || part.field === "attribute") continue;
      if (found.has(part.text)) continue;
      found.add(part.text);
      if (part.kind === "identifier") open.push(...sourcesOf(part.text, clause));
    }
  }
  return found;
}

function sourcesOf(name: string, clause: Node): readonly Node[] {
  return [...clause.descendants("for_statement", "for_in_clause", "assignment")].flatMap((binding) =>
    binding.child("left")?.text === name ? (binding.child("right") ?? []) : [],
  );
}
