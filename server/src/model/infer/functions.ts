import { YIELDS } from "../../syntax/node-kinds";
import type { Node } from "../../syntax/tree";
import { leavesFunction, managerBy } from "../decorators";
import { decoratorsOf, isGenerator, ownNodes, returnsOf } from "../definitions";
import type { Value } from "../values";
import type { Inference } from "./inference";

/** What a call of a function of the user's gives, its decorators considered. */
export function functionResult(definition: Node, inference: Inference): Value | undefined {
  const [changing, ...more] = decoratorsOf(definition).filter((decorator) => !leavesFunction(decorator, inference));
  if (changing !== undefined) return more.length === 0 ? managerBy(changing, definition, inference) : undefined;
  if (isGenerator(definition)) {
    return definition.hasToken("async")
      ? undefined
      : { kind: "generator", definition: inference.module.function(definition) };
  }
  const result = returned(definition, inference);
  return definition.hasToken("async") ? { kind: "awaitable", result } : result;
}

/** What the body of a function gives, by its annotation, or by what it returns when it does so in one place only. */
export function returned(definition: Node, inference: Inference): Value | undefined {
  const annotation = definition.child("return_type");
  if (annotation !== undefined) return inference.type(annotation);
  const returns = returnsOf(definition);
  const value = returns.length === 1 ? returns[0]!.named[0] : undefined;
  return value === undefined ? undefined : inference.value(value);
}

/** What annotations call what a generator is, whose first parameter is what it yields. */
const GENERATORS = /(?:^|\.)(?:Generator|Iterator|Iterable)$/;

/**
 * What a generator yields that is a context manager, and so what `with` binds: by its annotation, or by its only
 * `yield`.
 */
export function managed(definition: Node, inference: Inference): Value | undefined {
  let annotation = definition.child("return_type");
  if (annotation !== undefined) {
    while (annotation?.kind === "type") annotation = annotation.named[0];
    const [generator, ...given] = annotation?.named ?? [];
    if (generator === undefined || !GENERATORS.test(inference.name(generator) ?? "")) return undefined;
    const yielded = annotation?.kind === "subscript" ? given[0] : given[0]?.named[0];
    return yielded === undefined ? undefined : inference.type(yielded);
  }
  const yields = [...ownNodes(definition, YIELDS)];
  const value = yields.length === 1 && !yields[0]!.hasToken("from") ? yields[0]!.named[0] : undefined;
  return value === undefined ? undefined : inference.value(value);
}
