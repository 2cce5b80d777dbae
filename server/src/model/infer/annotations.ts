import type { Node } from "../../syntax/tree";
import { agree } from "../agreement";
import { libraryRow } from "../library/index";
import { STANDARD_MODULES } from "../library/standard-modules";
import { typedOf } from "../reference";
import type { Scope } from "../scopes";
import type { Value } from "../values";
import { valueElsewhere } from "./elsewhere";
import type { Inference } from "./inference";

/** Wrappers in annotations that leave the type of what they wrap. */
const TRANSPARENT_TYPES: ReadonlySet<string> = new Set([
  "typing.Optional",
  "typing.Annotated",
  "typing.Final",
  "typing.ClassVar",
  "typing.Required",
  "typing.NotRequired",
  "typing.ReadOnly",
]);

/** An object of the type that an annotation names. */
export function annotatedType(annotation: Node, names: Inference): Value | undefined {
  let node: Node | undefined = annotation;
  while (node?.kind === "type" || node?.kind === "parenthesized_expression") node = node.named[0];
  if (node === undefined) return undefined;
  switch (node.kind) {
    case "identifier":
    case "attribute":
      return namedType(names.value(node), node, names);
    case "string":
      return quotedType(node, names);
    case "binary_operator":
    case "union_type":
      return unionType(node, names);
    case "generic_type":
    case "subscript":
      return genericType(node, names);
    default:
      return undefined;
  }
}

function unionType(node: Node, names: Inference): Value | undefined {
  const sides = node.named.filter((side) => side.kind !== "|" && !isNoneType(side));
  return sides.length === 1 ? names.type(sides[0]!) : agree(sides.map((side) => names.type(side)));
}

function genericType(node: Node, names: Inference): Value | undefined {
  const base = node.named[0];
  const name = base === undefined ? undefined : names.name(base);
  if (name === undefined) return undefined;
  const parameters = node.kind === "subscript" ? node.all("subscript") : (node.named[1]?.named ?? []);
  const first = parameters[0];
  if (name === "type" || name === "typing.Type") {
    const type = first === undefined ? undefined : names.type(first);
    return type?.kind === "instance"
      ? { kind: "name", name: type.name }
      : type?.kind === "object"
        ? { kind: "class", definition: type.definition }
        : undefined;
  }
  if (TRANSPARENT_TYPES.has(name)) return first === undefined ? undefined : names.type(first);
  if (name === "typing.Union")
    return agree(parameters.filter((side) => !isNoneType(side)).map((side) => names.type(side)));
  return { kind: "instance", name };
}

/** A quoted annotation: a dotted name, optional or not; others are left alone. */
function quotedType(node: Node, names: Inference): Value | undefined {
  const content = node.named.find((part) => part.kind === "string_content")?.text ?? "";
  const match = /^\s*(?:(?:[\w.]+\.)?Optional\[\s*([\w.]+)\s*\]|(?:None\s*\|\s*)?([\w.]+)(?:\s*\|\s*None)?)\s*$/.exec(
    content,
  );
  const path = (match?.[1] ?? match?.[2])?.split(".");
  if (path === undefined) return undefined;
  let value = names.lookup(path[0]!, node);
  for (const part of path.slice(1)) value = value === undefined ? undefined : names.member(value, part);
  return namedType(value, node, names);
}

function namedType(type: Value | undefined, node: Node, names: Inference): Value | undefined {
  if (type?.kind !== "name" || (type.name !== "typing.Self" && type.name !== "typing_extensions.Self"))
    return instanceOf(type, names);
  for (
    let scope: Scope | undefined = names.module.scopes(node.tree).of(node);
    scope !== undefined;
    scope = scope.parent
  ) {
    const definition = names.module.classOf(scope);
    if (definition !== undefined) return { kind: "object", definition, derived: true };
  }
  return undefined;
}

function instanceOf(value: Value | undefined, names: Inference): Value | undefined {
  if (value?.kind === "class") return { kind: "object", definition: value.definition, derived: true };
  if (value?.kind === "outside") return valueElsewhere(typedOf(value.reference), names);
  if (value?.kind !== "name" || value.name === "typing.Any" || value.name === "object") return undefined;
  const ofProject = isImported(value.name) ? valueElsewhere(typedOf(value.name), names) : undefined;
  return ofProject ?? { kind: "instance", name: value.name };
}

/** Whether a name may be that of a class of the project: the table of libraries and Python have none of it. */
function isImported(name: string): boolean {
  const dot = name.indexOf(".");
  return dot > 0 && libraryRow(name) === undefined && !STANDARD_MODULES.has(name.slice(0, dot));
}

function isNoneType(node: Node): boolean {
  return node.text === "None";
}
