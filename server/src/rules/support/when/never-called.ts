import type { RuleContext } from "../../contract";
import { executionOf } from "../../../model/execution";
import { decoratorsOf } from "../../../model/definitions";
import type { Infer } from "../../../model/infer";
import type { Node } from "../../../syntax/tree";

/**
 * Whether a node stands in a function that nothing calls: one of the file's own, or any of a `setup.py`, which nobody
 * imports, whose name the file doesn't say again.
 */
export function isNeverCalled(node: Node, { infer }: RuleContext): boolean {
  const execution = executionOf(node);
  if (execution.kind !== "sync" && execution.kind !== "async") return false;
  const { function: function_ } = execution;
  const name = function_.child("name");
  // A method may be one that a base class calls.
  if (name === undefined || decoratorsOf(function_).length > 0 || infer.module.function(function_).owner !== undefined)
    return false;
  if (!/^_(?!_)/.test(name.text) && !isSetup(infer)) return false;
  for (const id of infer.identifiersIfFew(name.text))
    if (!(id.tree === name.tree && function_.contains(id))) return false;
  return !infer.isSaid("globals");
}

/** A file that builds a project: `setuptools.setup(...)`. */
function isSetup(infer: Infer): boolean {
  for (const id of infer.identifiersIfFew("setup")) {
    const callee = id.field === "attribute" ? id.parent! : id;
    if (callee.field !== "function" || callee.parent?.kind !== "call") continue;
    if (/^(?:setuptools|distutils\.core)\.setup$/.test(infer.callee(callee.parent) ?? "")) return true;
  }
  return false;
}
