import { LOOPS } from "../syntax/node-kinds";
import type { Node } from "../syntax/tree";
import type { Binding } from "./scopes";
import { isSuite } from "../syntax/statements";

/**
 * The bindings of a name whose values can stand in it at `use`, a node of the same scope: the last one that surely ran
 * before, those after it that may have run, and those that a loop brings round again.
 */
export function reachingBindings(bindings: readonly Binding[], use: Node): readonly Binding[] {
  const before = bindings.filter((binding) => boundAt(binding) <= use.start && !holdsUseBeforeBinding(binding, use));
  let sure = before.length - 1;
  while (sure >= 0 && !surelyRuns(before[sure]!, use)) sure--;
  const reaching = before.slice(Math.max(0, sure));
  const dominator = before[sure];
  for (const loop of use.ancestors()) {
    if (loop.kind === "function_definition" || loop.kind === "lambda") break;
    if (!LOOPS.has(loop.kind) || (dominator !== undefined && loop.contains(dominator.node))) continue;
    for (const binding of bindings)
      if (loop.contains(binding.node) && !reaching.includes(binding)) reaching.push(binding);
  }
  return reaching;
}

/**
 * Whether one of the bindings, of the use's own scope and tree, surely ran before the use: then none from elsewhere
 * counts.
 */
export function isSurelyBound(bindings: readonly Binding[], use: Node): boolean {
  return bindings.some(
    (binding) => boundAt(binding) <= use.start && !holdsUseBeforeBinding(binding, use) && surelyRuns(binding, use),
  );
}

/** The offset from which on a binding holds: behind the value that it is given. */
function boundAt(binding: Binding): number {
  const { source, node } = binding;
  switch (source.kind) {
    case "expression":
    case "unpacking":
    case "with":
    case "iteration":
      return Math.max(node.end, source.value.end);
    case "function":
    case "class":
      return source.definition.end;
    default:
      return node.end;
  }
}

function holdsUseBeforeBinding(binding: Binding, use: Node): boolean {
  const { source } = binding;
  return "value" in source && source.value.contains(use);
}

/**
 * Whether control cannot reach `use` without having run the binding: it stands in a list of statements around the use.
 */
function surelyRuns(binding: Binding, use: Node): boolean {
  let node = binding.node;
  for (const around of binding.node.ancestors()) {
    if (around.kind === "function_definition" || around.kind === "lambda") return around.contains(use);
    if (around.kind === "for_statement" && node.field === "left") return around.child("body")?.contains(use) ?? false;
    if (around.kind === "conditional_expression" || around.kind === "boolean_operator")
      return around.contains(use) && node.contains(use);
    if (around.kind.endsWith("comprehension") || around.kind === "generator_expression") return around.contains(use);
    if (around.kind === "case_clause" || around.kind === "except_clause") return around.contains(use);
    if (isSuite(around)) return around.contains(use);
    node = around;
  }
  return true;
}
