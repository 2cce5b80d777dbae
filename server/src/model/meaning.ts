import { canonicalName } from "./library/index";
import type { Binding } from "./scopes";

/**
 * A name that is bound more often than this is followed no further, so that machine-written files cost no more than
 * they must.
 */
export const MAX_BINDINGS = 200;

/**
 * What a binding stands for whatever else of the file is looked at: what an import imports, or a definition, by a
 * symbol of its own. Undefined where that isn't sure.
 */
export type Meaning = string | symbol | undefined;

export function meaningOf({ name, node, source }: Binding): Meaning {
  if (node.closest("block") !== undefined) return undefined;
  switch (source.kind) {
    case "import":
      return canonicalName(source.name);
    case "class":
      return Symbol(name);
    case "function":
      // A decorator may make it a part of another one of its name.
      return source.definition.parent?.kind === "decorated_definition" ? undefined : Symbol(name);
    default:
      return undefined;
  }
}

/**
 * What is imported under a name where imports alone bind it, undefined where they differ; "unsure" where something else
 * may bind it.
 */
export function importedBy(meanings: readonly Meaning[]): { readonly name: string | undefined } | "unsure" {
  const [first, ...others] = new Set(meanings);
  if (meanings.length > MAX_BINDINGS || typeof first !== "string" || others.includes(undefined)) return "unsure";
  return { name: others.length === 0 ? first : undefined };
}

/**
 * Whether a name surely means what it meant before some of its bindings went and others came. These must say by
 * themselves what they stand for, and others that do must be left: then all of that kind agree on the same as before,
 * or they disagree now as they did before.
 */
export function meansTheSame(stayed: readonly Meaning[], gone: readonly Meaning[], came: readonly Meaning[]): boolean {
  if (gone.includes(undefined) || came.includes(undefined)) return false;
  const counts = [gone, came].map((some) => stayed.length + some.length);
  if (counts.some((count) => count > MAX_BINDINGS)) return counts.every((count) => count > MAX_BINDINGS);
  const [one, ...more] = sure([...stayed, ...gone]);
  const [other, ...others] = sure([...stayed, ...came]);
  if (one === undefined || other === undefined) return false;
  return more.length > 0 || others.length > 0 ? more.length > 0 && others.length > 0 : one === other;
}

function sure(meanings: readonly Meaning[]): ReadonlySet<Meaning> {
  return new Set(meanings.filter((meaning) => meaning !== undefined));
}
