import type { FixContext } from "../builder";
import type { Infer } from "../../model/infer";
import type { Scope } from "../../model/scopes";
import type { Node } from "../../syntax/tree";

export interface ExistingGroup {
  readonly name: string;
  /** Its `async with`. */
  readonly statement: Node;
}

/** The group whose block a statement stands directly in. */
function groupAround(statement: Node, infer: Infer): ExistingGroup | undefined {
  const block = statement.parent;
  const around = block?.parent;
  if (block?.kind !== "block" || around?.kind !== "with_statement" || !around.hasToken("async")) return undefined;
  const items = around.children.find((child) => child.kind === "with_clause")?.named ?? [];
  const pattern = items.length === 1 ? items[0]!.child("value") : undefined;
  const alias = pattern?.kind === "as_pattern" ? pattern.child("alias")?.named[0] : undefined;
  const opened = pattern?.named[0];
  if (alias?.kind !== "identifier" || opened?.kind !== "call" || infer.callee(opened) !== "asyncio.TaskGroup")
    return undefined;
  return { name: alias.text, statement: around };
}

export interface OpenGroup {
  readonly name: string;
  /** Its `async with`; undefined for a parameter. */
  readonly statement: Node | undefined;
}

/** A group that is open where a statement stands: that of an `async with` around it, or a parameter. */
export function openGroup(statement: Node, definition: Node, context: FixContext): OpenGroup | undefined {
  const own = context.module.scopes(definition.tree).inside(definition);
  const isKept = (name: string): boolean =>
    own?.bindings.get(name)?.every(({ source }) => source.kind === "with") === true;
  for (const around of [statement, ...statement.ancestors()]) {
    if (around === definition) break;
    const group = around.parent?.kind === "block" ? groupAround(around, context.infer) : undefined;
    if (group !== undefined && isKept(group.name)) return group;
  }
  return own === undefined ? undefined : groupGiven(own, statement, context.infer);
}

/** The parameter that is surely a group wherever the function is called. */
function groupGiven({ bindings }: Scope, statement: Node, infer: Infer): OpenGroup | undefined {
  for (const [name, [binding, ...more]] of bindings) {
    if (binding?.source.kind !== "parameter" || more.length > 0) continue;
    const value = infer.lookup(name, statement);
    const annotation = binding.node.closest("typed_parameter", "typed_default_parameter")?.text ?? "";
    if (value?.kind === "instance" && value.name === "asyncio.TaskGroup" && !/\bNone\b|\bOptional\b/.test(annotation))
      return { name, statement: undefined };
  }
  return undefined;
}

/** The group that a statement ends the block of: tasks started in it are waited for at the same place. */
export function existingGroupLast(statement: Node, infer: Infer): ExistingGroup | undefined {
  const group = groupAround(statement, infer);
  return group !== undefined && statement.parent?.named.at(-1) === statement && !statement.kind.endsWith("_definition")
    ? group
    : undefined;
}

/** Whether a statement already stands in a group's block, however deep: what it documents holds here too. */
export function enclosingGroup(statement: Node, infer: Infer): boolean {
  for (const around of statement.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (around.parent?.kind === "block" && groupAround(around, infer) !== undefined) return true;
  }
  return false;
}
