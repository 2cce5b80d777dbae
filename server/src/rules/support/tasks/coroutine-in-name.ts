import type { RuleContext } from "../../contract";
import { reachingBindings } from "../../../model/flow";
import { namesVariable } from "../../../syntax/identifiers";
import type { Node } from "../../../syntax/tree";

/** A name that holds what a call gives, and where it is used while it surely holds that. */
export interface Kept {
  readonly name: string;
  readonly uses: readonly Node[];
}

/** Functions that ask what they are given, so that their callers know that it may be a coroutine. */
const ASKS = /^(?:iscoroutine|isawaitable|isfuture|isinstance|hasattr|getattr|callable|type)$/;
/** Functions that see every variable. */
const SEES_ALL = /^(?:locals|vars|eval|exec)$/;

/**
 * The variable of the function around that a call's value is put into, where it is surely that at each of its uses:
 * nothing else may have been assigned by then, no other function sees it, and no code asks what it holds.
 */
export function keptIn(call: Node, { module }: RuleContext): Kept | undefined {
  const target = targetOf(call);
  if (target === undefined) return undefined;
  const scope = module.scopes(target.tree).of(target);
  const bindings = scope.bindings.get(target.text) ?? [];
  const binding = bindings.find((one) => one.node === target);
  if (
    scope.kind !== "function" ||
    binding === undefined ||
    scope.globals.has(target.text) ||
    scope.nonlocals.has(target.text)
  )
    return undefined;
  const uses: Node[] = [];
  for (const id of scope.node.descendants("identifier")) {
    if (id.field === "function" && SEES_ALL.test(id.text)) return undefined;
    if (id.text !== target.text || !namesVariable(id)) continue;
    if (id.parent?.kind !== "augmented_assignment" && bindings.some((one) => one.node === id)) continue;
    if (isAskedAbout(id)) return undefined;
    if (module.scopes(id.tree).of(id) !== scope) return undefined;
    const reaching = reachingBindings(bindings, id);
    if (!reaching.includes(binding)) continue;
    if (reaching.length > 1) return undefined;
    uses.push(id);
  }
  return { name: target.text, uses };
}

/** The one name that a statement assigns a call's value to. */
export function targetOf(call: Node): Node | undefined {
  let value = call;
  while (value.parent?.kind === "parenthesized_expression") value = value.parent;
  const assignment = value.parent;
  if (
    assignment?.kind !== "assignment" ||
    value.field !== "right" ||
    assignment.parent?.kind !== "expression_statement"
  )
    return undefined;
  const target = assignment.child("left");
  return target?.kind === "identifier" && assignment.child("type") === undefined ? target : undefined;
}

function isAskedAbout(use: Node): boolean {
  const callee = use.parent?.kind === "argument_list" ? use.parent.parent?.child("function") : undefined;
  return ASKS.test((callee?.child("attribute") ?? callee)?.text ?? "");
}
