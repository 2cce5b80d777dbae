import type { FixContext } from "../builder";
import type { Infer } from "../../model/infer";
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
  if (alias?.kind !== "identifier" || opened?.kind !== "call" || infer.callee(opened) !== "asyncio.TaskGroup") return undefined;
  return { name: alias.text, statement: around };
}

export interface OpenGroup {
  readonly name: string;
  /** Its `async with`; undefined for a parameter. */
  readonly statement: Node | undefined;
}

/** A group that is open where a statement stands: that of an `async with` around it, or a parameter. */
export function openGroup(statement: Node, definition: Node, { module, infer }: FixContext): OpenGroup | undefined {
  const own = module.scopes(definition.tree).inside(definition);
  const isKept = (name: string): boolean => own?.bindings.get(name)?.every(({ source }) => source.from === "with") === true;
  for (const around of [statement, ...statement.ancestors()]) {
    if (around === definition) break;
    const group = around.parent?.kind === "block" ? groupAround(around, infer) : undefined;
    if (group !== undefined && isKept(group.name)) return group;
  }
  for (const [name, [binding]] of own?.bindings ?? []) {
    if (binding?.source.from !== "parameter" || own?.bindings.get(name)?.length !== 1) continue;
    const value = infer.lookup(name, statement);
    const annotation = binding.node.closest("typed_parameter", "typed_default_parameter")?.text ?? "";
    if (value?.kind === "instance" && value.name === "asyncio.TaskGroup" && !/\bNone\b|\bOptional\b/.test(annotation)) return { name, statement: undefined };
  }
  return undefined;
}

/** The group that a statement ends the block of: tasks started in it are waited for at the same place. */
export function existingGroupLast(statement: Node, infer: Infer): ExistingGroup | undefined {
  const group = groupAround(statement, infer);
  return group !== undefined && statement.parent?.named.at(-1) === statement && !statement.kind.endsWith("_definition") ? group : undefined;
}

/** Whether a statement already stands in a group's block, however deep: what it documents holds here too. */
export function enclosingGroup(statement: Node, infer: Infer): boolean {
  for (const around of statement.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (around.parent?.kind === "block" && groupAround(around, infer) !== undefined) return true;
  }
  return false;
}
