import type { Node } from "../../syntax/tree";
import { agree } from "../agreement";
import { libraryRow } from "../library/index";
import { localBindings } from "../local-bindings";
import { rowResult } from "../library-values";
import { awaitedOf } from "../reference";
import type { Value } from "../values";
import { valueElsewhere } from "./elsewhere";
import type { Inference } from "./inference";
import { memberOfSuper, superObject } from "./members";
import { callResult } from "./results";

/** What an expression is known to be, by what its parts are. */
export function expressionValue(node: Node, inference: Inference): Value | undefined {
  const valueOf = (part: Node | undefined): Value | undefined =>
    part === undefined ? undefined : inference.value(part);
  switch (node.kind) {
    case "identifier":
      return inference.lookup(node.text, node);
    case "attribute": {
      const object = node.child("object");
      const attribute = node.child("attribute");
      if (object === undefined || attribute === undefined) return undefined;
      const value = inference.value(object);
      if (value !== undefined) return inference.member(value, attribute.text);
      return isSuperCall(object) ? memberOfSuper(object, attribute.text, inference) : undefined;
    }
    case "call":
      return isSuperCall(node) ? superObject(node, inference) : callResult(node, inference);
    case "await": {
      const value = valueOf(node.named[0]);
      if (value?.kind === "outside") return valueElsewhere(awaitedOf(value.reference), inference);
      return value?.kind === "awaitable" ? value.result : undefined;
    }
    case "parenthesized_expression":
      return valueOf(node.named[0]);
    case "named_expression":
      return valueOf(node.child("value"));
    case "conditional_expression":
      return oneOf(node.named[0], node.named[2], inference);
    case "boolean_operator":
      return oneOf(node.child("left"), node.child("right"), inference);
    case "binary_operator":
      return operatorValue(node, inference);
    case "subscript":
      return subscriptValue(node, valueOf(node.child("value")));
    case "lambda":
      return { kind: "lambda", node };
    case "none":
    case "true":
    case "false":
    case "integer":
    case "float":
    case "string":
    case "concatenated_string":
    case "list":
    case "tuple":
    case "dictionary":
    case "set":
      return { kind: "literal", node };
    case "unary_operator":
      return ["integer", "float"].includes(node.child("argument")?.kind ?? "") ? { kind: "literal", node } : undefined;
    default:
      return undefined;
  }
}

/**
 * What two expressions agree on. `session or Session()` is what is made in the place of a parameter that callers may
 * leave out: what they give is used in its place.
 */
function oneOf(one: Node | undefined, other: Node | undefined, inference: Inference): Value | undefined {
  const values = [one, other].map((part) => (part === undefined ? undefined : inference.value(part)));
  const made = values.find((value) => value?.kind === "instance" || value?.kind === "object");
  const rest = made === values[0] ? other : one;
  return made !== undefined && rest?.kind === "identifier" && mayBeLeftOut(rest, inference) ? made : agree(values);
}

/** Whether a name is that of a parameter without a type that is None where nothing is given. */
function mayBeLeftOut(id: Node, inference: Inference): boolean {
  const [binding, ...others] = localBindings(id, inference.module) ?? [];
  return (
    binding?.source.kind === "parameter" &&
    others.length === 0 &&
    binding.annotation === undefined &&
    binding.node.parent?.child("value")?.kind === "none"
  );
}

/** `row["name"]`; of a class that is called the class itself: `Queue[int]()` makes what `Queue()` does. */
function subscriptValue(node: Node, value: Value | undefined): Value | undefined {
  if (value?.kind === "instance") return rowResult(libraryRow(`${value.name}.__getitem__`));
  const isClass = value?.kind === "name" && node.field === "function" && libraryRow(value.name)?.kind === "class";
  return isClass ? value : undefined;
}

/** `super()` */
export function isSuperCall(node: Node): boolean {
  const callee = node.kind === "call" ? node.child("function") : undefined;
  return callee?.kind === "identifier" && callee.text === "super";
}

/** `Path(...) / "x"` is a path. */
function operatorValue(node: Node, inference: Inference): Value | undefined {
  if (node.child("operator")?.kind !== "/") return undefined;
  for (const side of [node.child("left"), node.child("right")]) {
    const value = side === undefined ? undefined : inference.value(side);
    if (value?.kind === "instance" && libraryRow(`${value.name}.__truediv__`) !== undefined) return value;
  }
  return undefined;
}
