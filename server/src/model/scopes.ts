import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";

/** How a name got its value. */
export type Source =
  | { readonly kind: "expression"; readonly value: Node }
  /** One target of several (`a, b = value`); `index` counts from 0, undefined behind a star. */
  | { readonly kind: "unpacking"; readonly value: Node; readonly index: number | undefined }
  | { readonly kind: "with"; readonly value: Node; readonly async: boolean }
  | { readonly kind: "iteration"; readonly value: Node; readonly async: boolean }
  | { readonly kind: "import"; readonly name: string }
  | { readonly kind: "parameter"; readonly function: Node; readonly star: "" | "*" | "**" }
  | { readonly kind: "function"; readonly definition: Node }
  | { readonly kind: "class"; readonly definition: Node }
  | { readonly kind: "deletion" }
  /** Something happens to the name that gives no hint of what it holds. */
  | { readonly kind: "unknown" };

export interface Binding {
  readonly name: string;
  /** The identifier that is bound. */
  readonly node: Node;
  readonly source: Source;
  /** The annotation that stands with it (`x: T`, a parameter's type). */
  readonly annotation: Node | undefined;
}

export type ScopeKind = "module" | "class" | "function" | "lambda" | "comprehension";

export interface Scope {
  readonly kind: ScopeKind;
  /** The definition, lambda or comprehension; for what a segment holds outermost, the segment's root. */
  readonly node: Node;
  readonly parent: Scope | undefined;
  readonly bindings: ReadonlyMap<string, readonly Binding[]>;
  /** Names that a `global` statement hands to the module. */
  readonly globals: ReadonlySet<string>;
  readonly nonlocals: ReadonlySet<string>;
  /** What methods assign to their first parameter (`self.name = ...`); filled for classes only. */
  readonly attributes: ReadonlyMap<string, readonly Binding[]>;
  /** Modules whose names come in by `from module import *`. */
  readonly starImports: readonly string[];
}

export interface Scopes {
  readonly outer: Scope;
  /** The scope that an expression is evaluated in. */
  of(node: Node): Scope;
  /** The scope that a definition, lambda or comprehension opens. */
  inside(node: Node): Scope | undefined;
  /** Names that functions here assign after `global`, with what they assign. */
  readonly globalBindings: ReadonlyMap<string, readonly Binding[]>;
}

export const COMPREHENSIONS: ReadonlySet<Kind> = new Set([
  "list_comprehension",
  "set_comprehension",
  "dictionary_comprehension",
  "generator_expression",
]);

export function isComprehension(node: Node): boolean {
  return COMPREHENSIONS.has(node.kind);
}
