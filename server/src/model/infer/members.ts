import type { Node } from "../../syntax/tree";
import { makesProperty } from "../decorators";
import { decoratorsOf } from "../definitions";
import { keyOf } from "../dependency";
import { baseMember, libraryMember } from "../library-values";
import { MAX_BINDINGS } from "../meaning";
import { memberOf as memberReference } from "../reference";
import type { Scope } from "../scopes";
import type { ClassDefinition, FunctionDefinition, Value } from "../values";
import { agreeOrEither } from "./either";
import { resolved, valueElsewhere } from "./elsewhere";
import { returned } from "./functions";
import type { Inference } from "./inference";
import { join } from "./joins";

/** A class of more classes than any that people derive is not followed: its members would cost too much. */
const MOST_CLASSES = 40;

/** What `object.name` is, for an object of this value. */
export function memberOf(object: Value, name: string, inference: Inference): Value | undefined {
  switch (object.kind) {
    case "name":
    case "instance":
      return resolved(libraryMember(object, name), inference);
    case "outside":
      return valueElsewhere(memberReference(object.reference, name), inference);
    case "object":
    case "class":
      return known(classMember(object.definition, name, object.kind === "object", inference));
    case "either":
      return agreeOrEither(
        object.of.map((one) => memberOf(one, name, inference)),
        object.by,
      );
    case "function":
    case "awaitable":
    case "manager":
    case "generator":
    case "lambda":
    case "literal":
      return undefined;
    default:
      return object satisfies never;
  }
}

/**
 * What a class or its bases define under a name; "absent" where surely none does, undefined where nobody can be sure.
 */
export function classMember(
  of: ClassDefinition,
  name: string,
  onObject: boolean,
  inference: Inference,
): Value | "absent" | undefined {
  return firstMember([{ kind: "class", definition: of }], name, onObject, inference);
}

/** What the first of some classes, the last in a row, or of their bases defines under a name. */
function firstMember(
  open: (Value | undefined)[],
  name: string,
  onObject: boolean,
  inference: Inference,
): Value | "absent" | undefined {
  // A class that several derive from is looked at once: had it the name, nothing more would have been looked at.
  const seen = new Set<Node>();
  while (open.length > 0) {
    const next = open.pop();
    if (next?.kind !== "class") {
      const found = outsideMember(next, name, inference);
      // An unknown base may define the name: whatever the later ones say is not sure.
      if (found !== "absent") return found;
      continue;
    }
    const { definition } = next;
    if (seen.has(definition.node)) continue;
    if (seen.size >= MOST_CLASSES || !inference.steps.take()) return undefined;
    seen.add(definition.node);
    const own = ownMember(definition, name, onObject, inference);
    if (own !== "absent") return own;
    open.push(...inference.bases(definition).toReversed());
  }
  return "absent";
}

/** Notes that an answer depends on what a class defines under a name. */
export function readMember({ segment }: ClassDefinition, name: string, { reads }: Inference): void {
  reads.add(keyOf({ kind: "class", segment })).add(keyOf({ kind: "member", segment, name }));
}

/** What a class's bases are known to be, in order. */
export function basesOf(definition: ClassDefinition, inference: Inference): readonly (Value | undefined)[] {
  inference.reads.add(keyOf({ kind: "class", segment: definition.segment }));
  const nodes = definition.node.child("superclasses")?.named ?? [];
  inference.steps.take(nodes.length);
  return nodes
    .filter((node) => node.kind !== "keyword_argument")
    .map((node) => inference.value(node.kind === "subscript" ? node.child("value")! : node));
}

/** What `super()` stands for, where there is one base only. */
export function superObject(call: Node, inference: Inference): Value | undefined {
  const bases = basesAround(call, inference);
  const first = bases.length === 1 ? bases[0] : undefined;
  if (first?.kind === "class") return { kind: "object", definition: first.definition };
  return first?.kind === "name" ? { kind: "instance", name: first.name } : undefined;
}

/** What `super().name` is, where there are several bases: what the first that has it defines. */
export function memberOfSuper(call: Node, name: string, inference: Inference): Value | undefined {
  const bases = basesAround(call, inference);
  return bases.length < 2 ? undefined : known(firstMember(bases.toReversed(), name, true, inference));
}

/** The bases of the class that a node stands in. */
function basesAround(node: Node, inference: Inference): readonly (Value | undefined)[] {
  const { module } = inference;
  for (let scope: Scope | undefined = module.scopes(node.tree).of(node); scope !== undefined; scope = scope.parent) {
    const definition = module.classOf(scope);
    if (definition !== undefined) return inference.bases(definition);
  }
  return [];
}

function ownMember(
  definition: ClassDefinition,
  name: string,
  onObject: boolean,
  inference: Inference,
): Value | "absent" | undefined {
  readMember(definition, name, inference);
  const parts = definition.partsWith(name);
  const attributes = onObject
    ? parts.flatMap((part) => part.attributes.get(name)?.slice(0, MAX_BINDINGS + 1) ?? [])
    : [];
  const members = parts.flatMap((part) => part.bindings.get(name)?.slice(0, MAX_BINDINGS + 1) ?? []);
  if (attributes.length === 0 && members.length === 0) return "absent";
  const value = join([...members, ...attributes], inference);
  const isProperty = onObject && value?.kind === "function" && isPropertyGetter(value.definition, inference);
  return isProperty ? returned(value.definition.node, inference) : value;
}

/** What a base that is no class of this file has under a name. */
function outsideMember(base: Value | undefined, name: string, inference: Inference): Value | "absent" | undefined {
  if (base?.kind === "outside") return valueElsewhere(memberReference(base.reference, name), inference);
  if (base?.kind !== "name") return undefined;
  const member = baseMember(base.name, name);
  return member === undefined ? valueElsewhere(memberReference(base.name, name), inference) : member;
}

/** Whether a function is read like an attribute. */
export function isPropertyGetter({ node }: FunctionDefinition, inference: Inference): boolean {
  return decoratorsOf(node).some((decorator) => makesProperty(decorator, inference));
}

function known(member: Value | "absent" | undefined): Value | undefined {
  return member === "absent" ? undefined : member;
}
