import { namesVariable } from "../syntax/identifiers";
import type { Node } from "../syntax/tree";
import { leavesFunction } from "./decorators";
import { decoratorsOf, isGenerator, returnsOf } from "./definitions";
import { executionOf } from "./execution";
import type { Inference } from "./infer/inference";
import { firstParameter } from "./parameters";

/** What a function makes of one that it decorates: something that calls it whenever it is called itself. */
export interface Decoration {
  /** Whether a call of it makes the decorator: `@retry(3)`. */
  readonly made: boolean;
  /** The function that takes the other's place; undefined where that is given back as it is. */
  readonly wrapper: Node | undefined;
}

/** Whether a call runs whenever the function does that it stands in, as far as that has to be so. */
type Runs = (call: Node, function_: Node) => boolean;

/**
 * Undefined for a function that is no decorator, or one of which nobody can be sure that what it gives calls what it
 * was given.
 *
 * @param runs whether a call of what was given counts
 */
export function decorationBy(function_: Node, inference: Inference, runs: Runs = () => true): Decoration | undefined {
  const given = returnedName(function_, inference);
  if (given === undefined) return undefined;
  const direct = decorates(function_, given, inference, runs);
  if (direct !== undefined) return { made: false, ...direct };
  const inner = functionWithin(function_, given, inference);
  const innerGiven = inner === undefined ? undefined : returnedName(inner, inference);
  const made =
    inner === undefined || innerGiven === undefined ? undefined : decorates(inner, innerGiven, inference, runs);
  return made === undefined ? undefined : { made: true, ...made };
}

/** The name that a plain function returns at its one `return`. */
function returnedName(function_: Node, inference: Inference): Node | undefined {
  if (function_.hasToken("async") || isGenerator(function_) || !isUndecorated(function_, inference)) return undefined;
  const [only, ...more] = returnsOf(function_);
  const value = only?.named[0];
  return more.length === 0 && value?.kind === "identifier" ? value : undefined;
}

function isUndecorated(function_: Node, inference: Inference): boolean {
  return decoratorsOf(function_).every((decorator) => leavesFunction(decorator, inference));
}

function decorates(
  decorator: Node,
  given: Node,
  inference: Inference,
  runs: Runs,
): { readonly wrapper: Node | undefined } | undefined {
  const parameter = firstParameter(decorator);
  const scope = inference.module.scopes(decorator.tree).inside(decorator);
  if (parameter === undefined || scope?.bindings.get(parameter)?.length !== 1) return undefined;
  if (given.text === parameter) return { wrapper: undefined };
  const wrapper = functionWithin(decorator, given, inference);
  return wrapper !== undefined && isUndecorated(wrapper, inference) && callsAlone(wrapper, parameter, inference, runs)
    ? { wrapper }
    : undefined;
}

/** The plain function that a name stands for and that is defined in another one. */
function functionWithin(around: Node, name: Node, inference: Inference): Node | undefined {
  const value = inference.value(name);
  if (value?.kind !== "function" || value.definition.async) return undefined;
  const { node } = value.definition;
  return node.closest("function_definition") === around && !isGenerator(node) ? node : undefined;
}

/** Whether a function calls what a name stands for there and then, and hands it to nobody else. */
function callsAlone(wrapper: Node, name: string, { module }: Inference, runs: Runs): boolean {
  if (module.scopes(wrapper.tree).inside(wrapper)?.bindings.has(name) === true) return false;
  let calls = false;
  for (const id of wrapper.child("body")?.descendants("identifier") ?? []) {
    if (id.text !== name || !isHandled(id)) continue;
    const call = callThereOf(id, wrapper);
    if (call === undefined) return false;
    calls ||= runs(call, wrapper);
  }
  return calls;
}

/**
 * Whether a name is one of a variable, and more is done with that than read a member: `given.__name__` neither calls it
 * nor hands it on.
 */
function isHandled(id: Node): boolean {
  if (!namesVariable(id)) return false;
  return id.field !== "object" || id.parent?.kind !== "attribute";
}

/** The call of a name that runs it there and then in a function. */
function callThereOf(id: Node, function_: Node): Node | undefined {
  const call = id.field === "function" ? id.parent : undefined;
  if (call?.kind !== "call" || call.parent?.kind === "await") return undefined;
  const execution = executionOf(call);
  return execution.kind === "sync" && execution.function === function_ ? call : undefined;
}
