import { ownNodes } from "../../model/definitions";
import type { FileId } from "../../project/files";
import { CALLS } from "../../syntax/node-kinds";
import { holdsWord } from "../../syntax/outline";
import type { Node } from "../../syntax/tree";
import type { Source } from "../across-files/draft";
import { obstacle, type Obstacle } from "../across-files/obstacle";
import type { Owned } from "../across-files/overrides";
import { isImported, isNamedOnly } from "./class-names";
import type { CallIn } from "./functions-called";

/** Classes that are derived from one are not followed further. */
const MOST_DERIVED = 20;

/**
 * The calls that run the `__init__` of a class: those that make an object of it, or of a class derived from it that has
 * none of its own, and `super().__init__()` in one that has. An obstacle names who may do so in another way.
 */
export function constructionsOf(owned: Owned, files: readonly FileId[]): readonly CallIn[] | Obstacle {
  const calls: CallIn[] = [];
  const classes = [owned];
  for (const class_ of classes) {
    if (classes.length > MOST_DERIVED) return obstacle(`too many classes are derived from ${owned.owner.name}`);
    const draft = class_.source.draft;
    for (const call of madeByItself(class_)) calls.push({ call, source: class_.source });
    for (const file of files) {
      const source = holdsWord(draft.textOf(file) ?? "", class_.owner.name) ? draft.source(file) : undefined;
      for (const id of source?.module.identifiers(class_.owner.name) ?? []) {
        const use = useOf(id, source!, class_);
        if (use === "other") continue;
        if (use === "unknown")
          return obstacle(`${source!.placeOf(id)} may make ${owned.owner.name} in a way that can't be followed`);
        if (use.kind === "call") calls.push({ call: use, source: source! });
        else {
          const derived = { owner: source!.module.class(use), source: source! };
          const init = initOf(derived);
          if (init === undefined) classes.push(derived);
          else for (const call of superInits(init)) calls.push({ call, source: source! });
        }
      }
    }
  }
  return calls;
}

/** The call or the derived class that a name of a class is part of. */
function useOf(id: Node, source: Source, owned: Owned): Node | "other" | "unknown" {
  if (id === owned.owner.node.child("name")) return "other";
  const alias = isImported(id) ? id.closest("aliased_import")?.child("alias") : undefined;
  // By another name it is called without a word of its own.
  if (alias !== undefined) return isClass(alias, source, owned) === false ? "other" : "unknown";
  if (isImported(id) || isNamedOnly(id)) return "other";
  const name = id.field === "attribute" ? id.parent! : id;
  const isOurs = isClass(name, source, owned);
  if (isOurs !== true) return isOurs === false ? "other" : "unknown";
  const { parent } = name;
  if (parent?.kind === "call" && name.field === "function") return parent;
  return parent?.field === "superclasses" && parent.parent?.kind === "class_definition" ? parent.parent : "unknown";
}

/** Whether an expression stands for a class; undefined where nobody knows. */
function isClass(name: Node, source: Source, { owner, source: own }: Owned): boolean | undefined {
  const definition = source.definitionOf(name);
  if (definition === undefined) return undefined;
  return definition !== "other" && definition.file === own.file && definition.path === own.pathOf(owner.node);
}

/** `cls(...)` in a class method of the class itself. */
function madeByItself({ owner, source }: Owned): readonly Node[] {
  return [...source.module.identifiers("cls")].flatMap((id) => {
    const call = id.field === "function" && id.parent?.kind === "call" ? id.parent : undefined;
    const value = call === undefined ? undefined : source.infer.value(id);
    return call !== undefined && value?.kind === "class" && value.definition.node === owner.node ? [call] : [];
  });
}

function initOf({ owner, source }: Owned): Node | undefined {
  const path = source.pathOf(owner.node);
  return path === undefined ? undefined : source.functionAt(`${path}.__init__`);
}

function superInits(init: Node): readonly Node[] {
  return [...ownNodes(init, CALLS)].filter((call) => {
    const callee = call.child("function");
    return callee?.child("attribute")?.text === "__init__" && callee.child("object")?.kind === "call";
  });
}
