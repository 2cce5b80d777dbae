import type { Source as Library } from "../../fixes/httpx/moving";
import { libraryOfSession } from "../../fixes/httpx/requests";
import type { Binding } from "../../model/scopes";
import { type ClassDefinition, isNone } from "../../model/values";
import type { Node } from "../../syntax/tree";
import type { Draft, Source } from "../make-async/draft";
import { obstacle, type Obstacle } from "../make-async/obstacle";
import { classBehind } from "../make-async/overrides";

/** A session that the objects of a class hold in an attribute. */
export interface Held {
  readonly kind: "held";
  readonly from: Library;
  /** The class that makes it, and its file. */
  readonly source: Source;
  readonly owner: ClassDefinition;
  /** The names that lead to the class in its file. */
  readonly path: string;
  readonly attribute: string;
  /** The call that makes it. */
  readonly creation: Node;
  /** Everything that gives the attribute its value, or says its type. */
  readonly bindings: readonly Binding[];
  /** How people call it: `Client.session`. */
  readonly name: string;
}

/** Longer chains of bases are not followed. */
const MOST_BASES = 20;

/** The session that an expression (`self.session`) stands for, or why it isn't one that can be moved. */
export function heldBy(expression: Node, source: Source): Held | Obstacle {
  const object = expression.child("object");
  const attribute = expression.child("attribute")?.text;
  if (expression.kind !== "attribute" || object === undefined || attribute === undefined) return obstacle(`who makes ${expression.text} isn't known`);
  let found = classBehind(source.infer.value(object), source);
  for (let i = 0; i < MOST_BASES && found !== undefined && found !== "other"; i++) {
    const bindings = bindingsOf(found.class, attribute);
    if (bindings.length > 0) return heldIn(found.class, attribute, bindings, found.source);
    const [base] = found.source.infer.bases(found.class);
    found = classBehind(base, found.source);
  }
  return obstacle(`who makes ${expression.text} isn't known`);
}

/** The same session in a project whose texts have changed. */
export function sameHeld({ source: { file }, path, attribute, name }: Held, draft: Draft): Held | Obstacle {
  const source = draft.source(file);
  const node = source?.classAt(path);
  if (source === undefined || node === undefined) return obstacle(`${name} can't be followed`);
  const owner = source.module.class(node);
  return heldIn(owner, attribute, bindingsOf(owner, attribute), source);
}

function bindingsOf(class_: ClassDefinition, attribute: string): readonly Binding[] {
  return class_.partsWith(attribute).flatMap((part) => [...(part.bindings.get(attribute) ?? []), ...(part.attributes.get(attribute) ?? [])]);
}

function heldIn(owner: ClassDefinition, attribute: string, bindings: readonly Binding[], source: Source): Held | Obstacle {
  const name = `${owner.name}.${attribute}`;
  const creations: { readonly from: Library; readonly creation: Node }[] = [];
  for (const { source: from, node } of bindings) {
    if (from.from === "unknown" && node.closest("assignment", "block")?.kind === "assignment") continue;
    const value = from.from === "expression" ? from.value : undefined;
    const library = value?.kind === "call" ? libraryOfSession(source.infer.callee(value)) : undefined;
    if (value !== undefined && library !== undefined) creations.push({ from: library, creation: value });
    else if (value === undefined || !isNone(source.infer.value(value))) return obstacle(`${name} may also be ${value?.text ?? "something else"}`);
  }
  const [made] = creations;
  if (made === undefined) return obstacle(`who makes ${name} isn't known`);
  if (creations.length > 1) return obstacle(`${name} is made in ${creations.length} places`);
  const path = source.pathOf(owner.node);
  if (path === undefined) return obstacle(`${owner.name} is defined where it can't be followed`);
  return { kind: "held", ...made, source, owner, path, attribute, bindings, name };
}
