import { decoratorsOf, isGenerator, returnsOf } from "../../model/definitions";
import { executionOf } from "../../model/execution";
import type { Node } from "../../syntax/tree";
import type { FixContext } from "../builder";

/** A function that does nothing but collect items in a list, and return it. */
export interface Collector {
  readonly definition: Node;
  readonly name: Node;
  /** The statement `items = []`. */
  readonly start: Node;
  /** The calls `items.append(...)`. */
  readonly appends: readonly Node[];
  /** The statement `return items`. */
  readonly end: Node;
}

/** The function as one that could yield what it collects; undefined where it does something else with the list. */
export function collectorOf(definition: Node, context: FixContext): Collector | undefined {
  const name = definition.child("name");
  const body = definition.child("body")?.named ?? [];
  const end = body.at(-1);
  const list = end?.kind === "return_statement" ? end.named[0] : undefined;
  if (
    name === undefined ||
    end === undefined ||
    list?.kind !== "identifier" ||
    !canBeGenerator(definition, name, context)
  )
    return undefined;
  const bindings = context.module.scopes(definition.tree).inside(definition)?.bindings.get(list.text) ?? [];
  const start = body.find((statement) => isEmptyList(statement, list.text, context));
  if (bindings.length !== 1 || start === undefined) return undefined;
  const uses = [...(definition.child("body")?.descendants("identifier") ?? [])].filter(
    (id) => id.text === list.text && id.field !== "attribute" && !start.contains(id) && id !== list,
  );
  const appends = uses.flatMap((id) => appendCall(id) ?? []);
  if (appends.length === 0 || appends.length < uses.length) return undefined;
  return appends.every((call) => canYield(call, definition, context))
    ? { definition, name, start, appends, end }
    : undefined;
}

/**
 * Whether a function returns at one place, is no generator yet, and nobody but who calls it by its name asks what it
 * gives.
 */
function canBeGenerator(definition: Node, name: Node, context: FixContext): boolean {
  if (returnsOf(definition).length !== 1 || decoratorsOf(definition).length > 0 || isGenerator(definition))
    return false;
  return !name.text.startsWith("__") && !mayOverride(definition, name.text, context);
}

/** What a method of a base class returns, its overrides return too. */
function mayOverride(definition: Node, name: string, { module }: FixContext): boolean {
  const bases = module.function(definition).owner?.node.child("superclasses")?.named ?? [];
  return !name.startsWith("_") && bases.some((base) => base.kind !== "keyword_argument" && base.text !== "object");
}

function isEmptyList(statement: Node, name: string, context: FixContext): boolean {
  const [assignment] = statement.named;
  if (assignment?.kind !== "assignment" || assignment.child("left")?.text !== name) return false;
  const value = assignment.child("right");
  if (value?.kind === "list") return value.named.length === 0;
  return (
    value?.kind === "call" && context.infer.callee(value) === "list" && value.child("arguments")?.named.length === 0
  );
}

/** `items.append(x)` as a statement of its own, for the `items` in it. */
function appendCall(id: Node): Node | undefined {
  const method = id.parent;
  const call = method?.parent;
  if (method?.kind !== "attribute" || id.field !== "object" || method.child("attribute")?.text !== "append")
    return undefined;
  if (call?.kind !== "call" || method.field !== "function" || call.parent?.kind !== "expression_statement")
    return undefined;
  const args = call.child("arguments")?.named ?? [];
  return args.length === 1 && !args[0]!.kind.endsWith("_splat") && args[0]!.kind !== "keyword_argument"
    ? call
    : undefined;
}

/**
 * Whether the function may stop where it appends: it runs there itself, no scope of tasks is open, no handler takes its
 * end for an error.
 */
function canYield(call: Node, definition: Node, context: FixContext): boolean {
  const execution = executionOf(call);
  if ((execution.kind !== "sync" && execution.kind !== "async") || execution.function !== definition) return false;
  for (const around of call.ancestors()) {
    if (around === definition) return true;
    if (around.kind === "with_statement" && opensScope(around, context)) return false;
    if (
      around.kind === "try_statement" &&
      around.child("body")?.contains(call) === true &&
      around.named.some((clause) => catchesAll(clause, context))
    )
      return false;
  }
  return false;
}

function opensScope(statement: Node, { infer }: FixContext): boolean {
  const items = statement.children.find((child) => child.kind === "with_clause")?.named ?? [];
  return items.some((item) => {
    const value = item.child("value");
    const opened = value?.kind === "as_pattern" ? value.named[0] : value;
    const role = opened?.kind === "call" ? infer.row(opened)?.tasks : undefined;
    return role === "group" || role === "scope" || role === "scope within";
  });
}

function catchesAll(clause: Node, { infer }: FixContext): boolean {
  if (clause.kind !== "except_clause") return false;
  const value = clause.child("value");
  return (
    value === undefined ||
    [...value.subtree()].some((node) => node.kind === "identifier" && infer.name(node) === "BaseException")
  );
}
