import type { RuleContext } from "../../contract";
import { executionOf } from "../../../model/execution";
import { reachingBindings } from "../../../model/flow";
import type { Binding } from "../../../model/scopes";
import { namesVariable } from "../../../syntax/identifiers";
import type { Kind } from "../../../syntax/kinds.generated";
import type { Node } from "../../../syntax/tree";

/** What a value is a part of where it is handed on within another. */
export const HOLDS: ReadonlySet<Kind> = new Set([
  "dictionary",
  "pair",
  "tuple",
  "list",
  "parenthesized_expression",
  "argument_list",
  "keyword_argument",
]);

/** One thing that is done with an open file. */
export type HandleUse =
  | { readonly kind: "method"; readonly node: Node; readonly name: string; readonly call: Node }
  /** `for line in f`, in a loop or a comprehension. */
  | { readonly kind: "iteration"; readonly node: Node; readonly clause: Node }
  | { readonly kind: "attribute"; readonly node: Node }
  /** Handed to other code, stored, returned: what happens then is not known. */
  | { readonly kind: "escape"; readonly node: Node };

/** An open file and what its function does with it. */
export interface Handle {
  /** The call that opens it. */
  readonly open: Node;
  /** The statement that binds it, by `with` or by assignment; undefined for a file that gets no name. */
  readonly binding: { readonly by: "with" | "assignment"; readonly statement: Node; readonly name: Node } | undefined;
  readonly uses: readonly HandleUse[];
  /** What else the function gives its name to. */
  readonly others: readonly Binding[];
  /** Whether one of them may be what a use of it means. */
  readonly isShared: boolean;
}

const IDENTIFIERS = ["identifier"] as const;

/** Attributes of a file that are there without waiting, in async files too. */
const PLAIN_ATTRIBUTES: ReadonlySet<string> = new Set(["name", "mode", "closed"]);

/** What the function does with the file that a call opens. */
export function handleOf(open: Node, context: RuleContext): Handle {
  const binding = boundByWith(open) ?? boundByAssignment(open);
  if (binding !== undefined) return bound(open, binding, context);
  return {
    open,
    binding: undefined,
    uses: open.parent?.kind === "with_item" ? [] : [useOf(open)],
    others: [],
    isShared: false,
  };
}

/** The same of a file that is opened in one case of two: `file = BytesIO() if in_memory else open(path, "wb")`. */
export function handleOfEither(open: Node, context: RuleContext): Handle {
  const binding = open.parent?.kind === "conditional_expression" ? boundByAssignment(open.parent) : undefined;
  return binding === undefined ? handleOf(open, context) : bound(open, binding, context);
}

function boundByWith(open: Node): Handle["binding"] {
  const name = open.parent?.kind === "as_pattern" ? open.parent.child("alias")?.named[0] : undefined;
  const statement = open.closest("with_statement", "block", "module");
  return name?.kind === "identifier" && statement?.kind === "with_statement"
    ? { by: "with", statement, name }
    : undefined;
}

function boundByAssignment(open: Node): Handle["binding"] {
  const assignment = open.parent?.kind === "assignment" && open.field === "right" ? open.parent : undefined;
  const statement = assignment?.parent;
  const name = assignment?.child("left");
  return name?.kind === "identifier" && statement?.kind === "expression_statement"
    ? { by: "assignment", statement, name }
    : undefined;
}

function bound(open: Node, binding: NonNullable<Handle["binding"]>, context: RuleContext): Handle {
  const scope = context.module.scopes(open.tree).of(binding.name);
  const bindings = scope.bindings.get(binding.name.text) ?? [];
  const own = bindings.find((one) => one.node === binding.name);
  // Handed to the module or a function around, it may be used anywhere.
  if (scope.globals.has(binding.name.text) || scope.nonlocals.has(binding.name.text))
    return { open, binding, uses: [{ kind: "escape", node: binding.name }], others: [], isShared: false };
  const others = bindings.filter(
    (one) => one !== own && !(one.source.kind === "expression" && one.source.value.kind === "none"),
  );
  const uses: HandleUse[] = [];
  for (const id of scope.node.descendants(...IDENTIFIERS)) {
    if (
      id.text !== binding.name.text ||
      id === binding.name ||
      !namesVariable(id) ||
      !mayMean(id, own, bindings, scope.node)
    )
      continue;
    const elsewhere = context.module.scopes(id.tree).of(id) !== scope && executionOf(id).kind !== "async";
    uses.push(elsewhere || bindings.some((one) => one.node === id) ? { kind: "escape", node: id } : useOf(id));
  }
  const isShared =
    others.length > 0 && uses.some(({ node }) => reachingBindings(bindings, node).some((one) => others.includes(one)));
  return { open, binding, uses, others, isShared };
}

function mayMean(use: Node, own: Binding | undefined, bindings: readonly Binding[], function_: Node): boolean {
  if (own === undefined) return true;
  if (bindings.some((one) => one.node === use)) return binds(own, use);
  const nested = use.closest("function_definition", "lambda");
  return nested !== undefined && nested !== function_ && function_.contains(nested)
    ? true
    : reachingBindings(bindings, use).includes(own);
}

/** Whether the file's name is given another meaning while the file is in use. */
function binds(own: Binding, other: Node): boolean {
  return own.source.kind === "with" && (own.node.closest("with_statement")?.contains(other) ?? false);
}

/** What is done with a file where its name, or the call that opens it, stands. */
function useOf(node: Node): HandleUse {
  const { parent } = node;
  if (parent?.kind === "attribute" && node.field === "object") {
    const name = parent.child("attribute")?.text ?? "";
    const call = parent.parent;
    if (call?.kind === "call" && parent.field === "function") return { kind: "method", node, name, call };
    return PLAIN_ATTRIBUTES.has(name) ? { kind: "attribute", node } : { kind: "escape", node };
  }
  if (
    node.field === "right" &&
    (parent?.kind === "for_statement" ||
      (parent?.kind === "for_in_clause" && parent.parent?.kind !== "generator_expression"))
  ) {
    if (!parent.hasToken("async")) return { kind: "iteration", node, clause: parent };
  }
  return { kind: "escape", node };
}

/**
 * Whether the file that a method is called on was opened in the same async function: then the opening is what is found.
 */
export function isOpenedNearby(receiver: Node, function_: Node, context: RuleContext): boolean {
  if (receiver.kind === "call" || receiver.kind === "parenthesized_expression") return true;
  if (receiver.kind === "identifier") {
    const bindings = context.module.scopes(receiver.tree).of(receiver).bindings.get(receiver.text) ?? [];
    return bindings.some(({ source }) => "value" in source && function_.contains(source.value));
  }
  if (receiver.kind !== "attribute") return false;
  for (const assignment of function_.descendants("assignment"))
    if (assignment.child("left")?.text === receiver.text) return true;
  return false;
}
