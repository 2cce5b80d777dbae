import type { Node } from "../syntax/tree";
import type { Reference } from "./reference";
import type { Scope } from "./scopes";

/** A function of the user's code. */
export interface FunctionDefinition {
  readonly node: Node;
  readonly name: string;
  readonly async: boolean;
  /** The class that it is a method of. */
  readonly owner: ClassDefinition | undefined;
}

/** A class of the user's code; its members may stand in several segments. */
export interface ClassDefinition {
  readonly node: Node;
  readonly name: string;
  /** The number of the segment that it begins in. */
  readonly segment: number;
  /** The class scopes that together hold its members, header first; parses all of them. */
  readonly parts: readonly Scope[];
  /** Those of its scopes that may define a member, or set an attribute, of this name. */
  partsWith(name: string): readonly Scope[];
}

/** What an expression is known to be; `undefined` everywhere means: not known, be silent. */
export type Value =
  /** Something outside of this file that has a name: a module, class or function. */
  | { readonly kind: "name"; readonly name: string }
  /** An object of a class outside of this file. */
  | { readonly kind: "instance"; readonly name: string }
  | { readonly kind: "function"; readonly definition: FunctionDefinition }
  | { readonly kind: "class"; readonly definition: ClassDefinition }
  /** `derived`: known by an annotation alone, so that it may be of a class derived from this one. */
  | { readonly kind: "object"; readonly definition: ClassDefinition; readonly derived?: true }
  /**
   * One of several, as branches define them, each of another kind or definition: nobody knows which. Of imports that
   * stand in for each other the first is believed where not all of them are of the project.
   */
  | { readonly kind: "either"; readonly of: readonly Value[]; readonly by: "definitions" | "imports" }
  /** What a call gives that must be awaited; `result` is what awaiting gives. */
  | { readonly kind: "awaitable"; readonly result: Value | undefined }
  /** Something that another file of the project defines or gives, which no table knows. */
  | { readonly kind: "outside"; readonly reference: Reference }
  /** What a function under `@contextmanager` gives when it is called, or one under `@asynccontextmanager`. */
  | { readonly kind: "manager"; readonly async: boolean; readonly definition: FunctionDefinition }
  /** What a plain generator function gives when it is called: its body runs where somebody goes through that. */
  | { readonly kind: "generator"; readonly definition: FunctionDefinition }
  | { readonly kind: "lambda"; readonly node: Node }
  /** A literal: None, True, a number, a string, a list ... */
  | { readonly kind: "literal"; readonly node: Node };

export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (a === undefined || b === undefined || a.kind !== b.kind) return a === b;
  switch (a.kind) {
    case "name":
    case "instance":
      return a.name === (b as typeof a).name;
    case "function":
    case "class":
    case "object":
      return a.definition.node === (b as typeof a).definition.node;
    case "awaitable":
      return sameValue(a.result, (b as typeof a).result);
    case "either": {
      const { of } = b as typeof a;
      return a.of.length === of.length && a.of.every((one, i) => sameValue(one, of[i]));
    }
    case "outside":
      return a.reference === (b as typeof a).reference;
    case "manager":
    case "generator":
      return a.definition.node === (b as typeof a).definition.node;
    case "lambda":
      return a.node === (b as typeof a).node;
    case "literal":
      return a.node.text === (b as typeof a).node.text;
    default:
      return a satisfies never;
  }
}

export function isNone(value: Value | undefined): boolean {
  return value?.kind === "literal" && value.node.kind === "none";
}
