import type { Helper } from "./helper";
import { classMember } from "../../model/infer/members";
import { baseMember } from "../../model/library-values";
import type { ClassDefinition, Value } from "../../model/values";
import type { Source } from "./draft";
import { obstacle, type Obstacle } from "./obstacle";

/** Longer chains of bases are not followed. */
const MOST_BASES = 40;

/** Why a method can't become async: a base has it too, or may have. */
export function baseObstacle({ owner, source, name, path }: Omit<Helper, "node" | "beside">): Obstacle | undefined {
  if (owner === undefined) return undefined;
  const bases = owner.node.child("superclasses")?.named.filter((base) => base.kind !== "keyword_argument") ?? [];
  for (const [i, base] of source.infer.bases(owner).entries()) {
    const has = hasMember(base, name, source);
    if (has === false) continue;
    const what = bases[i]?.text ?? "a base";
    return obstacle(
      `${path}() in ${source.draft.nameOf(source.file)} ${has === true ? "overrides" : "may override"} a method of ${what}`,
    );
  }
  return undefined;
}

/** Whether a base has a member; undefined where nobody knows. */
function hasMember(base: Value | undefined, name: string, source: Source): boolean | undefined {
  if (base?.kind === "class") {
    const found = classMember(base.definition, name, false, source.infer);
    return found === undefined ? undefined : found !== "absent";
  }
  if (base?.kind === "outside") return source.draft.workspace.hasMember(base.reference, name, source.file);
  if (base?.kind !== "name") return undefined;
  const known = baseMember(base.name, name);
  return known === undefined ? source.draft.workspace.hasMember(base.name, name, source.file) : known !== "absent";
}

/** A class of a file, as its member knows it. */
export interface Owned {
  readonly owner: ClassDefinition;
  readonly source: Source;
}

/** Whether a class is another one, or derived from it; undefined where nobody knows all of its bases. */
export function isKindOf(class_: ClassDefinition, source: Source, other: Owned): boolean | undefined {
  const target = keyOf(other.owner, other.source);
  const seen = new Set<string>();
  const waiting: { readonly class: ClassDefinition; readonly source: Source }[] = [{ class: class_, source }];
  let isKnown = true;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const key = keyOf(next.class, next.source);
    if (key === target) return true;
    if (seen.has(key)) continue;
    if (seen.size >= MOST_BASES) return undefined;
    seen.add(key);
    for (const base of next.source.infer.bases(next.class)) {
      const found = classBehind(base, next.source);
      if (found === undefined) isKnown = false;
      else if (found !== "other") waiting.push(found);
    }
  }
  return isKnown ? false : undefined;
}

/** The class of the project that a value is, or is an object of, with its file; "other" where it surely is none. */
export function classBehind(
  value: Value | undefined,
  source: Source,
): { readonly class: ClassDefinition; readonly source: Source } | "other" | undefined {
  if (value?.kind === "class" || value?.kind === "object") return { class: value.definition, source };
  const reference =
    value?.kind === "name" || value?.kind === "instance"
      ? value.name
      : value?.kind === "outside"
        ? value.reference
        : undefined;
  const definition =
    reference === undefined
      ? source.definitionBehind(value)
      : source.draft.workspace.classBehind(reference, source.file);
  if (definition === undefined || definition === "other") return definition;
  const file = source.draft.source(definition.file);
  const node = file?.classAt(definition.path);
  return file === undefined || node === undefined ? undefined : { class: file.module.class(node), source: file };
}

function keyOf({ node }: ClassDefinition, source: Source): string {
  return `${source.file}\n${source.pathOf(node)}`;
}
