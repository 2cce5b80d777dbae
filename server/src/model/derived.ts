import type { Node } from "../syntax/tree";
import type { Infer } from "./infer";
import type { ClassDefinition, Value } from "./values";

/** More classes derived from one are not told apart: which of them an object is of nobody knows. */
const MOST_DERIVED = 24;
/** More uses of a class's name are not looked at. */
const MOST_USES = 200;

type ObjectValue = Value & { readonly kind: "object" };

const known = new WeakMap<Infer, Map<Node, readonly ObjectValue[] | undefined>>();

/**
 * What an object may be that is known by an annotation alone: one of the class itself, or of one that the file derives
 * from it. Undefined where there are too many to be looked at.
 */
export function objectsOf({ definition }: ObjectValue, infer: Infer): readonly ObjectValue[] | undefined {
  let of = known.get(infer);
  if (of === undefined) known.set(infer, (of = new Map()));
  if (!of.has(definition.node)) of.set(definition.node, find(definition, infer));
  return of.get(definition.node);
}

function find(definition: ClassDefinition, infer: Infer): readonly ObjectValue[] | undefined {
  const classes = [definition];
  let uses = 0;
  for (let i = 0; i < classes.length; i++) {
    for (const name of infer.identifiers(classes[i]!.name)) {
      if (++uses > MOST_USES || !infer.steps.take()) return undefined;
      const class_ = name.closest("class_definition");
      if (class_?.child("superclasses")?.contains(name) !== true) continue;
      const derived = infer.module.class(class_);
      const isDerived = infer
        .bases(derived)
        .some((base) => base?.kind === "class" && isSame(base.definition, classes[i]!));
      if (!isDerived || classes.some((one) => isSame(one, derived))) continue;
      if (classes.push(derived) > MOST_DERIVED) return undefined;
    }
  }
  return classes.map((one) => ({ kind: "object", definition: one }));
}

function isSame(one: ClassDefinition, other: ClassDefinition): boolean {
  return one.node === other.node;
}
