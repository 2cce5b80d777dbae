import type { RuleContext } from "../contract";
import { matchArguments } from "../../model/arguments";
import type { Row } from "../../model/library/index";
import type { Binding, Scope } from "../../model/scopes";
import { namesVariable } from "../../syntax/identifiers";
import { stringValue } from "../../syntax/literals";
import type { Node } from "../../syntax/tree";
import { handleOf } from "./file-handle";
import { opensFile } from "./file-reach";
import { isMadeOnce } from "../../model/seldom";
import { isMadeOften, isRepeated } from "./how-often";

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

/**
 * Whether it is such a text at least, however often it is asked for, that is read as a whole where nothing goes through
 * many of them.
 */
export function isSmallOwnFile(call: Node, row: Row, function_: Node, context: RuleContext): boolean {
  return isTextOfItsOwn(call, row, function_, context) && isParsed(call, row, context) && !isRepeated(call, function_);
}

function isTextOfItsOwn(call: Node, row: Row, function_: Node, context: RuleContext): boolean {
  const path = pathOf(call, row);
  if (path === undefined || holdsBytes(call, row) || !isOwnPath(path, function_, context, 0)) return false;
  return path.kind !== "string" || isParsed(call, row, context);
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

function pathOf(call: Node, row: Row): Node | undefined {
  if (row.name.startsWith("pathlib.Path.")) return call.child("function")?.child("object");
  return row.parameters === undefined
    ? undefined
    : matchArguments(call, row.parameters).values.get(row.parameters[0] ?? "");
}

/** Pictures, archives and uploads may be of any size. */
function holdsBytes(call: Node, { name, parameters }: Row): boolean {
  if (/_bytes$|^(?:gzip|bz2|lzma|zipfile|tarfile|wave|shelve)\./.test(name)) return true;
  const mode = parameters === undefined ? undefined : matchArguments(call, parameters).values.get("mode");
  return mode !== undefined && (stringValue(mode)?.includes("b") ?? true);
}

/** Whether no parameter of the function has a part in a path, nor anything whose values come one after the other. */
function isOwnPath(path: Node, function_: Node, context: RuleContext, depth: number): boolean {
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

/**
 * Whether a file is read or written as a whole, by what makes data of its text: `json.load(file)`,
 * `yaml.safe_load(path.read_text())`.
 */
function isParsed(call: Node, row: Row, context: RuleContext): boolean {
  const parses = (given: Node): boolean => {
    const outer = given.parent?.kind === "argument_list" ? given.parent.parent : undefined;
    return (
      outer?.kind === "call" && /(?:^|\.)(?:safe_)?(?:load|dump)(?:s|_all)?$/.test(context.infer.callee(outer) ?? "")
    );
  };
  if (!opensFile(row)) return parses(call);
  return handleOf(call, context).uses.some((use) => parses(use.kind === "method" ? use.call : use.node));
}
