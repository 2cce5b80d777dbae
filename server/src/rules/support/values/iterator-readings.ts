import type { Kind } from "../../../syntax/kinds.generated";
import type { RuleContext } from "../../contract";
import { decoratorsOf, isGenerator } from "../../../model/definitions";
import { leavesFunction } from "../../../model/decorators";
import { matchArguments } from "../../../model/arguments";
import { TAKE_ALL } from "../../../model/library/builtins";
import { isKeyword } from "../../../syntax/identifiers";
import type { Node } from "../../../syntax/tree";

/** Built-ins that read some of it; next() is no reading that finds nothing without saying so. */
const READ_SOME: ReadonlySet<string> = new Set(["any", "all", "enumerate", "zip", "map", "filter"]);
/** Methods of built-in collections that read what they are given. */
const READ_ALL_METHODS: ReadonlySet<string> = new Set(["join", "extend"]);

/** Statements and expressions that may end a loop before its iterator. */
export const LEAVES_LOOP: readonly Kind[] = [
  "break_statement",
  "return_statement",
  "raise_statement",
  "yield",
  "await",
];

/** A place where an iterator is read; `all` when nothing is left afterwards. */
export interface Reading {
  readonly use: Node;
  readonly all: boolean;
}

/**
 * What an identifier that holds an iterator does with it where it stands; undefined where that reads nothing, or isn't
 * known.
 */
export function readingAt(id: Node, context: RuleContext): Reading | undefined {
  return iteration(id) ?? readingByCall(id, context);
}

/** `for item in iterator`, be it in a comprehension, and `*iterator`. */
function iteration(id: Node): Reading | undefined {
  const { parent } = id;
  if (parent?.kind === "for_statement" && id.field === "right") {
    return parent.hasToken("async")
      ? undefined
      : { use: id, all: ![...parent.descendants(...LEAVES_LOOP)].some((node) => node.kind !== "await") };
  }
  if (parent?.kind === "for_in_clause" && id.field === "right") {
    return parent.parent?.kind === "generator_expression" ? undefined : { use: id, all: true };
  }
  return parent?.kind === "list_splat" ? { use: id, all: false } : undefined;
}

function readingByCall(id: Node, context: RuleContext): Reading | undefined {
  const list = id.parent?.kind === "keyword_argument" ? id.parent.parent : id.parent;
  const call = list?.kind === "argument_list" ? list.parent : undefined;
  if (list === undefined || call?.kind !== "call") return undefined;
  const callee = context.infer.callee(call);
  if (callee !== undefined && (READ_SOME.has(callee) || callee.startsWith("itertools.")))
    return { use: id, all: false };
  if (callee !== undefined && list.named[0] === id && TAKE_ALL.has(callee) && !comparesArguments(callee, list))
    return { use: id, all: true };
  if (list.named[0] === id && isMethodOfLiteral(call, context)) return { use: id, all: true };
  return readingByFunction(id, call, context);
}

/** `", ".join(...)`: a method that reads all, of what is known to be no other object with a method of the name. */
function isMethodOfLiteral(call: Node, context: RuleContext): boolean {
  const method = call.child("function");
  const object = method?.child("object");
  if (object === undefined || !READ_ALL_METHODS.has(method?.child("attribute")?.text ?? "")) return false;
  return context.infer.value(object)?.kind === "literal";
}

/** `max(a, b)` looks at its arguments, not into them. */
function comparesArguments(callee: string, list: Node): boolean {
  return (callee === "max" || callee === "min") && list.named.length > 1 && list.named[1]!.kind !== "keyword_argument";
}

/** A plain function of the file that goes through what it is given. */
function readingByFunction(id: Node, call: Node, { infer }: RuleContext): Reading | undefined {
  const callee = call.child("function");
  const value = callee === undefined ? undefined : infer.value(callee);
  if (value?.kind !== "function" || value.definition.async || isGenerator(value.definition.node)) return undefined;
  const { node, owner } = value.definition;
  const decorators = decoratorsOf(node);
  // What is bound to its class takes other arguments than it names.
  if (owner === undefined ? !decorators.every((decorator) => leavesFunction(decorator, infer)) : decorators.length > 0)
    return undefined;
  const parameters = (node.child("parameters")?.named ?? []).map(
    (parameter) => (parameter.child("name") ?? parameter.named[0] ?? parameter).text,
  );
  const { values } = matchArguments(
    call,
    owner === undefined || callee?.kind !== "attribute" ? parameters : parameters.slice(1),
  );
  const parameter = [...values].find(([, argument]) => argument === id)?.[0];
  if (parameter === undefined) return undefined;
  return goesThrough(node, parameter) ? { use: id, all: true } : undefined;
}

/** Whether a function's first use of a parameter is a loop of its own over all of it. */
function goesThrough(definition: Node, parameter: string): boolean {
  const body = definition.child("body");
  for (const id of body?.descendants("identifier") ?? []) {
    if (id.text !== parameter || id.field === "attribute") continue;
    if (isKeyword(id)) continue;
    const loop = id.parent;
    return loop?.kind === "for_statement" && loop.parent === body && iteration(id)?.all === true;
  }
  return false;
}
