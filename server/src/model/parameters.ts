import type { Node } from "../syntax/tree";

/** The identifier that a parameter binds; none for `*` and `/`. */
export function parameterName(parameter: Node): Node | undefined {
  switch (parameter.kind) {
    case "identifier":
      return parameter;
    case "default_parameter":
    case "typed_default_parameter": {
      const name = parameter.child("name");
      return name?.kind === "identifier" ? name : undefined;
    }
    case "typed_parameter":
    case "list_splat_pattern":
    case "dictionary_splat_pattern": {
      const inner = parameter.named[0];
      return inner === undefined ? undefined : parameterName(inner);
    }
    default:
      return undefined;
  }
}

/** The name of a function's first positional parameter, `self` in a method. */
export function firstParameter(definition: Node): string | undefined {
  const first = definition.child("parameters")?.named[0];
  if (first === undefined || first.kind.endsWith("splat_pattern") || first.kind.endsWith("separator")) return undefined;
  return parameterName(first)?.text;
}
