import type { RuleContext } from "../../contract";
import type { Row } from "../../../model/library/index";
import type { Binding, Scope } from "../../../model/scopes";
import { namesVariable } from "../../../syntax/identifiers";
import type { Node } from "../../../syntax/tree";
import { isMadeOnce } from "../../../model/seldom";
import { isMadeOften } from "../when/how-often";
import { holdsBytes, pathOf } from "./moved";

/** Names are followed so far through the assignments of a function. */
const MAX_NAMES = 4;

/**
 * Whether what a coroutine waits for is a text of the program's own, its settings or its state, and that isn't asked
 * for again and again: the disk has it in its cache, and is done in a moment.
 */
export function isOwnFile(call: Node, row: Row, function_: Node, context: RuleContext): boolean {
  return (
    isMadeOnce(call, function_) ||
    (isTextOfItsOwn(call, row, function_, context) && !isMadeOften(call, function_, context))
  );
}

/** Whether it is such a text at least, however often it is asked for. */
export function isTextOfItsOwn(call: Node, row: Row, function_: Node, context: RuleContext): boolean {
  const path = pathOf(call, row);
  return path !== undefined && !holdsBytes(call, row) && isOwnPath(path, function_, context);
}

/** What files are called that say by their name that a process runs, and hold its number or nothing. */
const OF_PROCESS = /(?:^|[\W_])(?:pid|lock)_?(?:file|path|name)?(?:$|[\W_])/i;

/**
 * Whether a file holds a few bytes that say that a process runs: `open(pid_file, "w")`,
 * `Path("run.lock").write_text(...)`.
 */
export function isOfProcess(call: Node, row: Row): boolean {
  const path = pathOf(call, row);
  return path !== undefined && OF_PROCESS.test(path.text);
}

/** Whether no parameter of the function has a part in a path, nor anything whose values come one after the other. */
export function isOwnPath(path: Node, function_: Node, context: RuleContext, depth = 0): boolean {
  if (depth >= MAX_NAMES) return false;
  const scopes = context.module.scopes(path.tree);
  const names = path.kind === "identifier" ? [path] : [...path.descendants("identifier")];
  return names.every((name) => {
    if (!namesVariable(name)) return true;
    return boundIn(scopes.of(name), name.text).every(({ node, source }) => {
      if (!function_.contains(node)) return true;
      if (source.kind === "parameter") return name.text === "self" || name.text === "cls";
      return source.kind === "expression" && isOwnPath(source.value, function_, context, depth + 1);
    });
  });
}

/** What binds a name in the innermost scope that does. */
function boundIn(scope: Scope, name: string): readonly Binding[] {
  for (let around: Scope | undefined = scope; around !== undefined; around = around.parent) {
    const bindings = around.bindings.get(name);
    if (bindings !== undefined) return bindings;
  }
  return [];
}
