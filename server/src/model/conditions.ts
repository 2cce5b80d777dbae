import type { Condition, Constant, Given, GivenValue, Word } from "./given";
import { ASSIGNMENTS, IFS, LEAVES_FUNCTION } from "../syntax/node-kinds";
import { stringValue } from "../syntax/literals";
import type { Node } from "../syntax/tree";
import { ASKING, branchesAround, type Decision } from "./decisions";
import { ownNodes } from "./definitions";
import type { Inference } from "./infer/inference";
import { rememberedOf } from "./remembered";

/**
 * The questions about parameters that decide whether a place of a function is reached: those of the `if` around it, and
 * of `if not wait: return` before.
 */
export function conditionsOn(node: Node, function_: Node, names: Inference): readonly Condition[] {
  if (function_.kind !== "function_definition") return [];
  return decisionsOn(node, function_).flatMap(({ condition, met }) => conditionsOf(condition, met, function_, names));
}

/** All that a function asks about its parameters, answered either way: what decides which of its parts are reached. */
export function conditionsIn(function_: Node, names: Inference): readonly Condition[] {
  if (function_.kind !== "function_definition") return [];
  return [...ownNodes(function_, ASKING)].flatMap((asking) => {
    const condition = asking.child("condition");
    return condition === undefined
      ? []
      : [true, false].flatMap((met) => conditionsOf(condition, met, function_, names));
  });
}

/** How the questions were answered that decide whether a place of a function is reached. */
export function decisionsOn(node: Node, function_: Node): readonly Decision[] {
  const decisions = [...branchesAround(node, function_)];
  for (const { block, end, condition } of leavingIn(function_))
    if (end <= node.start && block.contains(node)) decisions.push({ condition, met: false });
  return decisions;
}

/** What a call gives, as far as it is written out; undefined where it hands on what nobody sees. */
export function givenBy(call: Node): Given | undefined {
  const given = call.child("arguments")?.named.filter(({ kind }) => kind !== "comment") ?? [];
  if (given.some(({ kind }) => kind === "list_splat" || kind === "dictionary_splat")) return undefined;
  const keywords = given.flatMap((argument) => {
    const value = argument.kind === "keyword_argument" ? argument.child("value") : undefined;
    return value === undefined ? [] : [[argument.child("name")?.text ?? "", givenValueOf(value)] as const];
  });
  return {
    positions: given.filter(({ kind }) => kind !== "keyword_argument").map(givenValueOf),
    keywords: Object.fromEntries(keywords),
  };
}

/** Whether a function is given something by which one of some conditions doesn't hold. */
export function isExcluded(conditions: readonly Condition[], given: Given | undefined): boolean {
  return given !== undefined && conditions.some((condition) => isAnsweredOtherwise(condition, given));
}

function isAnsweredOtherwise(
  { parameter, position, is, standard }: Condition,
  { positions, keywords }: Given,
): boolean {
  const value = Object.hasOwn(keywords, parameter)
    ? keywords[parameter]
    : position === undefined
      ? undefined
      : positions[position];
  // Whoever has something to give where nothing needs to be given gives more than None.
  if (value === "something" && standard === "none" && (is === "none" || is === "false")) return true;
  const constant = value ?? standard;
  return constant !== undefined && constant !== "unknown" && constant !== "something" && !holds(is, constant);
}

function holds(is: Condition["is"], constant: Constant): boolean {
  switch (is) {
    case "true":
      return isTrue(constant);
    case "false":
      return !isTrue(constant);
    case "none":
      return constant === "none";
    case "not none":
      return constant !== "none";
    default:
      return is.startsWith("!") ? constant !== is.slice(1) : constant === is;
  }
}

/** Whether a question is met by a value: of texts, by all but the empty one. */
function isTrue(constant: Constant): boolean {
  return constant === "true" || (constant.startsWith("=") && constant !== "=");
}

function constantOf(value: Node): Constant | undefined {
  switch (value.kind) {
    case "true":
    case "false":
    case "none":
      return value.kind;
    default:
      return wordOf(value);
  }
}

/** Texts are longer than what tells two ways of doing something apart. */
const LONGEST_WORD = 30;

function wordOf(value: Node): Word | undefined {
  const text = stringValue(value);
  return text === undefined || text.length > LONGEST_WORD ? undefined : `=${text}`;
}

/** A name may stand for None, but for a parameter that has to be given. */
function givenValueOf(value: Node): GivenValue {
  const constant = constantOf(value);
  if (constant !== undefined || value.kind !== "identifier") return constant ?? "something";
  const parameters = value.closest("function_definition")?.child("parameters")?.named ?? [];
  const isNeeded = parameters.some((parameter) => isNeededParameter(parameter, value.text));
  return isNeeded ? "something" : "unknown";
}

function isNeededParameter(parameter: Node, name: string): boolean {
  if (parameter.kind === "identifier") return parameter.text === name;
  return (
    parameter.kind === "typed_parameter" &&
    parameter.named[0]?.text === name &&
    !/\bNone\b|\bOptional\b/.test(parameter.child("type")?.text ?? "")
  );
}

interface Asked {
  readonly name: Node;
  readonly is: Condition["is"];
}

/** What must hold of names for a condition to be met, or not to be. */
function questionsIn(condition: Node | undefined, met: boolean): readonly Asked[] {
  switch (condition?.kind) {
    case "identifier":
      return [{ name: condition, is: met ? "true" : "false" }];
    case "not_operator":
      return questionsIn(condition.named[0], !met);
    case "parenthesized_expression":
      return questionsIn(condition.named[0], met);
    case "boolean_operator":
      return condition.hasToken(met ? "and" : "or") ? condition.named.flatMap((part) => questionsIn(part, met)) : [];
    case "comparison_operator":
      return questionsOfComparison(condition, met);
    default:
      return [];
  }
}

/** `path is None`, `kind == "hash"`, `self.kind != "hash"` */
function questionsOfComparison(comparison: Node, met: boolean): readonly Asked[] {
  const [name, right, ...others] = comparison.named;
  if (name === undefined || right === undefined || others.length > 0) return [];
  if (right.kind === "none") {
    if (name.kind !== "identifier" || !(comparison.hasToken("is") || comparison.hasToken("is not"))) return [];
    return [{ name, is: comparison.hasToken("is not") === met ? "not none" : "none" }];
  }
  const word = wordOf(right);
  if (word === undefined || !(comparison.hasToken("==") || comparison.hasToken("!="))) return [];
  return [{ name, is: comparison.hasToken("==") === met ? word : `!${word}` }];
}

/** `if not wait: return`: behind it the opposite holds, in the block that it stands in. */
const leavingIn = rememberedOf((function_: Node) =>
  [...ownNodes(function_, IFS)].flatMap((statement) => {
    const { parent: block, end } = statement;
    const last = statement.child("consequence")?.named.at(-1);
    if (block === undefined || last === undefined || !LEAVES_FUNCTION.has(last.kind)) return [];
    if (statement.named.some(({ kind }) => kind === "elif_clause" || kind === "else_clause")) return [];
    const condition = statement.child("condition");
    return condition === undefined ? [] : [{ block, end, condition }];
  }),
);

function conditionsOf(condition: Node, met: boolean, function_: Node, names: Inference): readonly Condition[] {
  return questionsIn(condition, met).flatMap((asked) => conditionOf(asked, function_, names) ?? []);
}

/** The question as one about a parameter that the function has given no other value before. */
function conditionOf(asked: Asked, function_: Node, { module }: Inference): Condition | undefined {
  const { is } = asked;
  const name = asked.name.kind === "attribute" ? heldBefore(asked.name, function_) : asked.name;
  if (name?.kind !== "identifier") return undefined;
  const bindings = module.scopes(function_.tree).inside(function_)?.bindings.get(name.text) ?? [];
  const [source, ...others] = bindings.toSorted((a, b) => a.node.start - b.node.start).map((binding) => binding.source);
  if (
    others.length > 0 &&
    (bindings.some(({ node }) => node.start < name.start && !isParameterOf(node, function_)) ||
      isAskedAgain(name, function_))
  )
    return undefined;
  if (source?.kind !== "parameter" || source.star !== "") return undefined;
  const parameters = (function_.child("parameters")?.named ?? []).filter(
    ({ kind }) => kind !== "comment" && kind !== "positional_separator",
  );
  const nameOf = (parameter: Node): string =>
    (parameter.kind === "identifier" ? parameter : (parameter.child("name") ?? parameter.named[0]))?.text ?? "";
  const own = ["self", "cls"].includes(nameOf(parameters[0]!)) ? parameters.slice(1) : parameters;
  const index = own.findIndex((parameter) => nameOf(parameter) === name.text);
  const parameter = own[index];
  if (parameter === undefined) return undefined;
  const isByName = own
    .slice(0, index)
    .some(({ kind }) => kind === "keyword_separator" || kind === "list_splat_pattern");
  const value = parameter.child("value");
  return {
    parameter: name.text,
    position: isByName ? undefined : index,
    is,
    standard: value === undefined ? undefined : constantOf(value),
  };
}

/** What the function itself has put into an attribute, in any case, before it asks for it: `self.kind = kind`. */
function heldBefore(attribute: Node, function_: Node): Node | undefined {
  const held = assignmentsTo(attribute.text, function_);
  const [assignment] = held;
  if (assignment === undefined || held.length > 1 || assignment.end > attribute.start) return undefined;
  const isSure = assignment.parent?.parent === function_.child("body");
  return isSure ? assignment.child("right") : undefined;
}

function assignmentsTo(target: string, function_: Node): readonly Node[] {
  return assignmentsIn(function_).filter((assignment) => assignment.child("left")?.text === target);
}

const assignmentsIn = rememberedOf((function_: Node) => [...ownNodes(function_, ASSIGNMENTS)]);

function isParameterOf(node: Node, function_: Node): boolean {
  return function_.child("parameters")?.contains(node) === true;
}

/** Whether a place of a function is come to more than once in one call. */
function isAskedAgain(node: Node, function_: Node): boolean {
  for (const around of node.ancestors()) {
    if (around === function_) return false;
    if (around.kind === "for_statement" || around.kind === "while_statement") return true;
  }
  return false;
}
