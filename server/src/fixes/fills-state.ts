import { ownNodes } from "../model/definitions";
import type { Infer } from "../model/infer";
import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";

const ASSIGNS: ReadonlySet<Kind> = new Set(["assignment", "augmented_assignment"]);
const GLOBALS: ReadonlySet<Kind> = new Set(["global_statement"]);
const ASKS: ReadonlySet<Kind> = new Set(["if_statement", "elif_clause", "conditional_expression"]);
const WITHS: ReadonlySet<Kind> = new Set(["with_clause"]);

/**
 * Why a function can't run in a thread by what it changes of the module: on the event loop nothing came between its
 * look and its change, nor between the changes of several fields. Undefined where it holds a lock, or changes nothing.
 */
export function whyStateStays(function_: Node, infer: Infer): string | undefined {
  const globals = new Set([...ownNodes(function_, GLOBALS)].flatMap(({ named }) => named.map(({ text }) => text)));
  const fields = new Map<string, Set<string>>();
  for (const assignment of ownNodes(function_, ASSIGNS)) {
    const target = assignment.child("left");
    const root = target === undefined ? undefined : rootOf(target);
    if (target === undefined || root === undefined || !isOfModule(root, globals, infer)) continue;
    if (holdsLock(function_)) return undefined;
    if (target.kind !== "attribute" && isAskedFor(root.text, function_))
      return `It looks whether ${root.text} has it, and fills that: two that ask at once would both do so; do what takes long in a thread, and fill it on the event loop`;
    if (target.kind === "attribute")
      fields.set(root.text, (fields.get(root.text) ?? new Set<string>()).add(target.text));
  }
  for (const [name, changed] of fields)
    if (changed.size > 1)
      return `It changes several fields of ${name}, which others would read half changed: load in a thread, and change them on the event loop`;
  return undefined;
}

/** `cache` of `cache[key]`, `config` of `config.ui.name`. */
function rootOf(target: Node): Node | undefined {
  let node: Node | undefined = target;
  while (node?.kind === "subscript" || node?.kind === "attribute") node = node.child("value") ?? node.child("object");
  return node?.kind === "identifier" ? node : undefined;
}

/** Whether a name is that of a variable of the module, which the function changes. */
function isOfModule(root: Node, globals: ReadonlySet<string>, { module }: Infer): boolean {
  if (globals.has(root.text)) return true;
  if (root.field === "left") return false;
  for (let scope = module.scopes(root.tree).of(root); scope.kind !== "module";) {
    if (scope.bindings.has(root.text)) return false;
    if (scope.parent === undefined) break;
    scope = scope.parent;
  }
  const bindings = module.bindings(root.text);
  return bindings.length > 0 && bindings.every(({ source }) => source.kind === "expression");
}

function isAskedFor(name: string, function_: Node): boolean {
  for (const asking of ownNodes(function_, ASKS)) {
    const condition = asking.child("condition") ?? asking.named[1];
    for (const id of condition?.subtree() ?? []) if (id.kind === "identifier" && id.text === name) return true;
  }
  return false;
}

function holdsLock(function_: Node): boolean {
  for (const clause of ownNodes(function_, WITHS)) if (/lock|mutex/i.test(clause.text)) return true;
  return false;
}
