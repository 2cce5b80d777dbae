import type { Infer } from "../model/infer";
import { libraryRow } from "../model/library/index";
import type { Scope } from "../model/scopes";
import { namesVariable } from "../syntax/identifiers";
import type { Node } from "../syntax/tree";

/** Names are followed so far through the assignments of a function. */
const MAX_NAMES = 4;

/**
 * Whether a path is the same each time that a function is called on one object: nothing of it is given by the caller,
 * worked out by a call that may give another each time, or what a loop goes through.
 */
export function isSamePath(path: Node, function_: Node, infer: Infer, depth = 0): boolean {
  if (depth > MAX_NAMES) return false;
  for (const node of path.subtree()) {
    if (node.kind === "call" && !makesPath(node, infer)) return false;
    if (node.kind === "identifier" && namesVariable(node) && !isSameName(node, function_, infer, depth)) return false;
  }
  return true;
}

/** `os.path.join(a, b)`, `Path(a)`, `folder.joinpath(b)`: what such a call gives is made of what it is given alone. */
function makesPath(call: Node, infer: Infer): boolean {
  const callee = infer.callee(call);
  if (callee === "str" || callee === "pathlib.Path" || callee === "os.fspath") return true;
  const row = callee === undefined ? undefined : libraryRow(callee);
  return (
    row !== undefined && row.blocks === undefined && (row.returns === "pathlib.Path" || row.name.startsWith("os.path."))
  );
}

function isSameName(name: Node, function_: Node, infer: Infer, depth: number): boolean {
  const { text } = name;
  if (text === "self" || text === "cls") return true;
  for (
    let scope: Scope | undefined = infer.module.scopes(name.tree).of(name);
    scope !== undefined;
    scope = scope.parent
  ) {
    const bindings = scope.kind === "class" ? undefined : scope.bindings.get(text);
    if (bindings === undefined) continue;
    if (scope.kind === "module" || scope.globals.has(text)) return true;
    const [only] = bindings;
    return (
      bindings.length === 1 &&
      only!.source.kind === "expression" &&
      function_.contains(only!.node) &&
      isSamePath(only!.source.value, function_, infer, depth + 1)
    );
  }
  return true;
}
