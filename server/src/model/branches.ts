import type { Node } from "../syntax/tree";
import { isAsideOfServers } from "./asked-platform";
import { branchesAround } from "./decisions";
import type { Binding } from "./scopes";

/**
 * Of what gives a name its meaning in branches that ask where the program runs, that which counts: on the platform that
 * servers run on, and on a new Python.
 */
export function countingBindings(bindings: readonly Binding[]): readonly Binding[] {
  if (bindings.length < 2) return bindings;
  const counting = bindings.filter(({ source, node }) => !isDefinedBy(source.kind) || !isAside(node));
  return counting.length > 0 ? counting : bindings;
}

function isDefinedBy(from: Binding["source"]["kind"]): boolean {
  return from === "import" || from === "function" || from === "class";
}

/**
 * Whether code at module level, or in a class, is reached on other platforms alone than servers have, or on an old
 * Python.
 */
function isAside(node: Node): boolean {
  const decisions = branchesAround(node, node.tree.root);
  return isAsideOfServers(decisions) || decisions.some(({ condition, met }) => asksForOldPython(condition, met));
}

/** Whether code of a function is reached on an old Python alone. */
export function isForOldPython(node: Node, function_: Node): boolean {
  return branchesAround(node, function_).some(({ condition, met }) => asksForOldPython(condition, met));
}

function asksForOldPython(condition: Node, met: boolean): boolean {
  if (condition.kind === "not_operator") {
    const inner = condition.named[0];
    return inner !== undefined && asksForOldPython(inner, !met);
  }
  if (condition.kind === "parenthesized_expression") {
    const inner = condition.named[0];
    return inner !== undefined && asksForOldPython(inner, met);
  }
  if (condition.kind !== "comparison_operator" || !isVersion(condition.named[0])) return false;
  const isNewer = condition.hasToken(">=") || condition.hasToken(">");
  const isOlder = condition.hasToken("<") || condition.hasToken("<=");
  return (isNewer && !met) || (isOlder && met);
}

/** `sys.version_info`, `version_info[:2]` */
function isVersion(node: Node | undefined): boolean {
  const asked = node?.kind === "subscript" ? node.child("value") : node;
  return (asked?.child("attribute") ?? asked)?.text === "version_info";
}
