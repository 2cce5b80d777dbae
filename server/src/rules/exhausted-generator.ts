import type { Finding, Rule, RuleContext } from "./contract";
import { FixBuilder } from "../fixes/builder";
import type { Offer } from "../fixes/fix";
import { decoratorsOf, isGenerator } from "../model/definitions";
import { calls, ownCalls, word } from "../model/mentions";
import { type Binding, isComprehension, type Scope } from "../model/scopes";
import type { Kind } from "../syntax/kinds.generated";
import { isKeyword } from "../syntax/identifiers";
import { isOneOf } from "../syntax/literals";
import type { Node } from "../syntax/tree";
import { GENERATOR, IN_NAME } from "../syntax/marks";
import { isSuite } from "../syntax/statements";
import { TAKE_ALL } from "../model/library/builtins";
import { LEAVES_LOOP, type Reading, readingAt } from "./support/values/iterator-readings";

/** Built-ins whose result can be iterated over once. */
const ONE_TIME: ReadonlySet<string> = new Set(["map", "filter", "zip", "enumerate", "reversed", "iter"]);

/** What the standard library gives an iterator for. */
const ITERATORS: ReadonlySet<string> = new Set([
  ...["glob", "rglob", "iterdir", "walk"].map((method) => `pathlib.Path.${method}`),
  "glob.iglob",
  "os.scandir",
  "os.walk",
  "re.finditer",
]);

export const exhaustedGenerator: Rule = {
  name: "exhausted-generator",
  kinds: ["assignment"],
  needs: [
    [
      word(GENERATOR),
      calls([...ONE_TIME, ...[...ITERATORS].map((name) => name.slice(name.lastIndexOf(".") + 1))], "assigned"),
      ownCalls("generator", "assigned"),
    ],
    [word(IN_NAME), calls([...TAKE_ALL, "join"]), ownCalls("function")],
  ],
  check(assignment, context) {
    const name = assignment.child("left");
    const value = assignment.child("right");
    if (name?.kind !== "identifier" || value === undefined || !isOneTime(value, context)) return undefined;
    const readings = readingsOf(name, context);
    if (readings === undefined) return undefined;
    const again = secondReading(assignment, readings);
    return again === undefined || isExpectedEmpty(again.second) ? undefined : report(name, value, again, context);
  },
};

/**
 * Whether what is read a second time is compared with nothing, or asked whether there is any, as a test of an iterator
 * does.
 */
function isExpectedEmpty(again: Node): boolean {
  const read = again.parent?.parent;
  const around = read?.parent;
  if (read?.kind !== "call") return false;
  if (around?.kind === "not_operator" || around?.kind === "assert_statement") return true;
  if (around?.kind !== "argument_list" && around?.kind !== "comparison_operator") return false;
  return around.named.some((other) => isOneOf(other, "list", "tuple", "dictionary") && other.named.length === 0);
}

function isOneTime(value: Node, context: RuleContext): boolean {
  if (value.kind === "generator_expression") return true;
  if (value.kind !== "call") return false;
  const callee = context.infer.callee(value);
  if (callee !== undefined) return ONE_TIME.has(callee) || ITERATORS.has(callee);
  const called = value.child("function");
  const target = called === undefined ? undefined : context.infer.value(called);
  return (
    target?.kind === "function" &&
    !target.definition.async &&
    isGenerator(target.definition.node) &&
    decoratorsOf(target.definition.node).length === 0
  );
}

/** The places that read the variable, where it is one of the function's own that is bound once. */
function readingsOf(name: Node, context: RuleContext): readonly Reading[] | undefined {
  const scope = context.module.scopes(name.tree).of(name);
  if (scope.kind !== "function") return undefined;
  const bindings: readonly Binding[] = scope.bindings.get(name.text) ?? [];
  if (bindings.length !== 1 || scope.globals.has(name.text) || scope.nonlocals.has(name.text)) return undefined;
  const readings: Reading[] = [];
  for (const id of scope.node.descendants("identifier")) {
    if (id.text !== name.text || id === name || id.field === "attribute") continue;
    if (isKeyword(id)) continue;
    // Whatever else is done with it: nothing fills it again.
    const reading = functionScope(id, context) === scope ? readingAt(id, context) : undefined;
    if (reading !== undefined) readings.push(reading);
  }
  return readings;
}

/**
 * The scope of the function, lambda or lazy expression that a node runs in; an eager comprehension runs where it
 * stands.
 */
function functionScope(node: Node, context: RuleContext): Scope {
  let scope = context.module.scopes(node.tree).of(node);
  while (scope.kind === "comprehension" && scope.node.kind !== "generator_expression" && scope.parent !== undefined)
    scope = scope.parent;
  return scope;
}

/** A reading that finds nothing left: behind one that surely read everything, or in a later round of a loop. */
function secondReading(
  assignment: Node,
  readings: readonly Reading[],
): { readonly first: Node; readonly second: Node } | undefined {
  for (const { use, all } of readings) {
    if (!all) continue;
    if (isRepeated(use, assignment)) return { first: use, second: use };
    const second = readings.find((other) => other.use.start > use.start && runsBefore(use, other.use));
    if (second !== undefined) return { first: use, second: second.use };
  }
  return undefined;
}

/**
 * Whether the use runs again in another round of a loop that the assignment stands outside of, and that nothing leaves.
 */
function isRepeated(use: Node, assignment: Node): boolean {
  for (const around of use.ancestors()) {
    if (around.contains(assignment)) return false;
    if (isComprehension(around) && !firstIterable(around).contains(use)) return true;
    // A loop over the same iterator ends with it.
    if (
      around.kind === "for_statement" &&
      around !== use.parent &&
      [...around.child("right")!.subtree()].some((node) => node.kind === "identifier" && node.text === use.text)
    )
      return false;
    const isLoop = (around.kind === "for_statement" && around !== use.parent) || around.kind === "while_statement";
    if (isLoop && around.child("body")?.contains(use))
      return ![...around.descendants(...LEAVES_LOOP)].some((node) => node.kind !== "await");
  }
  return false;
}

function firstIterable(comprehension: Node): Node {
  return comprehension.children.find((child) => child.kind === "for_in_clause")?.child("right") ?? comprehension;
}

/** What has parts that are evaluated only if others allow it. */
const MAY_NOT_RUN: ReadonlySet<Kind> = new Set([
  "boolean_operator",
  "conditional_expression",
  "lambda",
  "elif_clause",
  "except_clause",
  "case_clause",
]);
/** What evaluates its parts from left to right, the first of them always. */
const IN_ORDER: ReadonlySet<string> = new Set(
  "argument_list binary_operator boolean_operator call comparison_operator dictionary expression_list list pair set string subscript tuple".split(
    " ",
  ),
);

/**
 * Whether control that reaches `later` has passed `earlier`: its statement stands before, in a block around both, or it
 * stands further left in one.
 */
function runsBefore(earlier: Node, later: Node): boolean {
  let child = earlier;
  for (const around of earlier.ancestors()) {
    if (around.contains(later))
      return (isSuite(around) || IN_ORDER.has(around.kind)) && !child.contains(later) && child.end <= later.start;
    // What stands in a condition or behind one may not have run.
    if (isSuite(around) || MAY_NOT_RUN.has(around.kind)) return false;
    child = around;
  }
  return false;
}

function report(
  name: Node,
  value: Node,
  { first, second }: { readonly first: Node; readonly second: Node },
  context: RuleContext,
): Finding {
  const once = first === second;
  return {
    at: second,
    message: once
      ? `${name.text} is used up in the first round of the loop: the later ones find nothing in it`
      : `${name.text} is used up already: this finds nothing left in it`,
    related: [
      { at: value, message: "an iterator, which can be read once" },
      ...(once ? [] : [{ at: first, message: "read to its end here" }]),
    ],
    fixes: () => makeList(name, value, context),
  };
}

function makeList(name: Node, value: Node, context: RuleContext): readonly Offer[] {
  const builder = new FixBuilder(context);
  if (value.kind === "generator_expression") {
    builder.edit(value, value.start, value.start + 1, "[").edit(value, value.end - 1, value.end, "]");
  } else {
    if (context.infer.isBound("list", value)) return [];
    builder.insertBefore(value, "list(").insertAfter(value, ")");
  }
  return [
    builder.build({
      title: `Make ${name.text} a list`,
      applicability: "unsafe",
      annotation: "All its items are then made at once, and held in memory",
      differs: "all in memory",
    }),
  ];
}
