import { agree } from "../agreement";
import { libraryRow } from "../library/index";
import type { Binding } from "../scopes";
import type { Kind } from "../../syntax/kinds.generated";
import { isNone, sameValue, type Value } from "../values";

/** More definitions than these are none that a program chooses from. */
const MOST_EITHER = 4;

/** What runs one of several pieces of code. */
const BRANCHING: ReadonlySet<Kind> = new Set(["if_statement", "try_statement", "match_statement"]);
const SCOPES: ReadonlySet<Kind> = new Set(["function_definition", "class_definition", "lambda"]);

/** The one value that all agree on; else, where each can be asked what it runs, one of them. */
export function agreeOrEither(
  values: readonly (Value | undefined)[],
  kind: (Value & { readonly kind: "either" })["by"] = "definitions",
): Value | undefined {
  return agree(values) ?? eitherOf(values, kind);
}

function eitherOf(
  values: readonly (Value | undefined)[],
  by: (Value & { readonly kind: "either" })["by"],
): Value | undefined {
  const of: Value[] = [];
  for (const value of values) {
    if (isNone(value)) continue;
    for (const one of value?.kind === "either" ? value.of : [value]) {
      if (one === undefined || !canBeOneOf(one)) return undefined;
      if (!of.some((other) => sameValue(one, other))) of.push(one);
    }
  }
  return of.length > 1 && of.length <= MOST_EITHER ? { kind: "either", of, by } : undefined;
}

/** What the table of libraries knows is looked for by its name, which several don't have. */
function canBeOneOf(value: Value): boolean {
  switch (value.kind) {
    case "function":
    case "class":
    case "object":
    case "outside":
    case "lambda":
    case "manager":
    case "generator":
      return true;
    case "name":
    case "instance":
      return libraryRow(value.name) === undefined;
    case "awaitable":
    case "either":
    case "literal":
      return false;
    default:
      return value satisfies never;
  }
}

/**
 * Whether a program may choose between bindings by branches of its own. Of those that stand beside each other the last
 * counts, wherever the file is looked at from, so that there may be one of them at most.
 */
export function areAlternatives(bindings: readonly Binding[]): boolean {
  return bindings.length > 1 && bindings.filter((binding) => !isInBranch(binding)).length <= 1;
}

function isInBranch({ source, node }: Binding): boolean {
  const definition = source.kind === "function" || source.kind === "class" ? source.definition : node;
  for (const around of definition.ancestors()) {
    if (BRANCHING.has(around.kind)) return true;
    if (SCOPES.has(around.kind)) return false;
  }
  return false;
}
