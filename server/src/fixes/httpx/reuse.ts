import type { Binding, Scope } from "../../model/scopes";
import { isNone, type Value } from "../../model/values";
import type { Node } from "../../syntax/tree";
import { boundValue, isOptionalParameter } from "./bindings";
import { isTopLevel } from "../unused-imports";
import type { MoveContext } from "./moving";

/**
 * An async client, by its class, that is already there and open for all these calls: a parameter, a variable, an
 * attribute of `self`, one of the module.
 */
export function clientInScope(
  calls: readonly Node[],
  definition: Node,
  wanted: string,
  context: MoveContext,
): string | undefined {
  const found = knownClient(calls, definition, wanted, context);
  return found === undefined || isClosed(found, calls, definition) ? undefined : found;
}

/**
 * Whether a function closes a client before, or while, all these calls are made; a `with` around them keeps it open.
 */
function isClosed(client: string, calls: readonly Node[], definition: Node): boolean {
  const last = Math.max(...calls.map((call) => call.end));
  for (const node of definition.descendants("identifier", "attribute")) {
    if (node.text !== client) continue;
    const item = node.closest("with_item", "call", "block");
    const managed = item?.kind === "with_item" ? item.closest("with_statement") : undefined;
    if (managed !== undefined && !calls.every((call) => managed.child("body")?.contains(call) === true)) return true;
    const member =
      node.field === "object" && node.parent?.kind === "attribute" ? node.parent.child("attribute")?.text : undefined;
    if (member !== "aclose" && member !== "close") continue;
    const loop = node.closest("for_statement", "while_statement", "function_definition");
    if (node.start < last || (loop !== definition && calls.some((call) => loop?.contains(call) === true))) return true;
  }
  return false;
}

function knownClient(
  calls: readonly Node[],
  definition: Node,
  wanted: string,
  context: MoveContext,
): string | undefined {
  const isClient = (value: Value | undefined): boolean => value?.kind === "instance" && value.name === wanted;
  const at = calls[0]!;
  const { module, infer } = context;
  for (
    let scope: Scope | undefined = module.scopes(at.tree).inside(definition);
    scope !== undefined;
    scope = scope.parent
  ) {
    if (scope.kind === "module" || scope.kind === "class") continue;
    for (const [name, bindings] of scope.bindings) {
      if (bindings.every((binding) => isThere(binding, calls, context)) && isClient(infer.lookup(name, at)))
        return name;
    }
  }
  return ownAttribute(definition, isClient, context) ?? moduleClient(at, isClient, context);
}

/** Whether a binding surely holds its client at all these calls. */
function isThere(binding: Binding, calls: readonly Node[], context: MoveContext): boolean {
  const { source, node } = binding;
  const value = boundValue(binding);
  if (value !== undefined && isNone(context.infer.value(value))) return false;
  if (source.kind === "parameter") return !isOptionalParameter(binding);
  if (source.kind === "with") {
    const body = node.closest("with_statement")?.child("body");
    return body !== undefined && calls.every((call) => body.contains(call));
  }
  const block = node.closest("block");
  return (
    source.kind === "expression" &&
    block !== undefined &&
    calls.every((call) => block.contains(call) && node.end <= call.start)
  );
}

function ownAttribute(
  definition: Node,
  isClient: (value: Value | undefined) => boolean,
  { module, infer }: MoveContext,
): string | undefined {
  const { owner } = module.function(definition);
  const self = definition.child("parameters")?.named[0];
  if (owner === undefined || self?.kind !== "identifier" || self.text !== "self") return undefined;
  for (const part of owner.parts) {
    for (const [name, bindings] of part.attributes) {
      const sure = bindings.every(
        (binding) => boundValue(binding) === undefined || !isNone(infer.value(boundValue(binding)!)),
      );
      if (sure && isClient(infer.member({ kind: "object", definition: owner }, name))) return `${self.text}.${name}`;
    }
  }
  return undefined;
}

function moduleClient(
  at: Node,
  isClient: (value: Value | undefined) => boolean,
  { module, infer }: MoveContext,
): string | undefined {
  for (const name of module.variables) {
    const bindings = module.bindings(name);
    const isMade =
      bindings.length === 1 &&
      isTopLevel(bindings[0]!.node) &&
      bindings[0]!.source.kind === "expression" &&
      boundValue(bindings[0]!)?.kind === "call";
    if (isMade && isClient(infer.lookup(name, at))) return name;
  }
  return undefined;
}
