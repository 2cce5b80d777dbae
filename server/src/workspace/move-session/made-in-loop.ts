import { executionOf } from "../../model/execution";
import type { ClassDefinition } from "../../model/values";
import type { FileId } from "../../project/files";
import { holdsWord } from "../../syntax/outline";
import type { Node } from "../../syntax/tree";
import type { Draft, Source } from "../across-files/draft";
import { obstacle, type Obstacle } from "../across-files/obstacle";
import type { Owned } from "../across-files/overrides";
import { isImported, isNamedOnly } from "./class-names";
import type { Held } from "./held";
import type { Creation } from "./rewrite";

/** Classes that make objects of others are not followed through more of them. */
const MOST_CLASSES = 30;

/**
 * Why a session may be made where no event loop runs, which aiohttp wants; undefined where one surely runs: it is made
 * in a coroutine, or by objects that all are.
 */
export function madeInLoop(
  held: Held,
  besides: readonly Creation[],
  files: readonly FileId[],
  draft: Draft,
): Obstacle | undefined {
  const search = new Search(draft);
  for (const { creation, source } of [held, ...besides]) {
    const failed = search.take(creation, source, held.name);
    if (failed !== undefined) return failed;
  }
  for (const owned of search.waiting) {
    if (search.waiting.length > MOST_CLASSES) return obstacle("who makes it is not followed to the end");
    const { owner } = owned;
    if (usesItsClass(owner)) return obstacle(`${owner.name} makes objects of its own`);
    for (const file of files) {
      const found = search.lookIn(file, owned);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

class Search {
  /** The classes whose objects make what has to be made while a loop runs. */
  readonly waiting: Owned[] = [];
  readonly #seen = new Set<Node>();

  constructor(readonly draft: Draft) {}

  /** Takes in where something is made; gives why no loop need run there. */
  take(creation: Node, source: Source, what: string): Obstacle | undefined {
    const execution = executionOf(creation);
    if (execution.kind === "async") return undefined;
    const function_ = execution.kind === "sync" ? source.module.function(execution.function) : undefined;
    if (function_?.owner === undefined || function_.name !== "__init__")
      return obstacle(`${source.placeOf(creation)} makes ${what} where no event loop need run, which aiohttp wants`);
    const { owner } = function_;
    if (!this.#seen.has(owner.node)) this.waiting.push({ owner, source });
    this.#seen.add(owner.node);
    return undefined;
  }

  lookIn(file: FileId, owned: Owned): Obstacle | undefined {
    const { name } = owned.owner;
    const source = holdsWord(this.draft.textOf(file) ?? "", name) ? this.draft.source(file) : undefined;
    for (const id of source?.module.identifiers(name) ?? []) {
      if (source === undefined || id === owned.owner.node.child("name")) continue;
      const found = this.#lookAt(id, source, owned);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #lookAt(id: Node, source: Source, { owner, source: own }: Owned): Obstacle | undefined {
    if (isImported(id)) {
      const isRenamed =
        id.closest("aliased_import", "import_statement", "import_from_statement")?.kind === "aliased_import";
      return isRenamed ? obstacle(`${source.placeOf(id)} imports ${owner.name} under another name`) : undefined;
    }
    if (isNamedOnly(id)) return undefined;
    const name = id.field === "attribute" ? id.parent! : id;
    const definition = source.definitionOf(name);
    if (definition === "other") return undefined;
    if (definition !== undefined && (definition.file !== own.file || definition.path !== own.pathOf(owner.node)))
      return undefined;
    const derived = name.closest("class_definition", "block");
    if (derived?.kind === "class_definition")
      return obstacle(`${derived.child("name")!.text} derives from ${owner.name}: who makes one isn't followed`);
    return name.parent?.kind === "call" && name.field === "function"
      ? this.take(name.parent, source, owner.name)
      : obstacle(`${source.placeOf(id)} hands ${owner.name} on: who makes one isn't known`);
  }
}

/** `cls(...)`, `type(self)(...)` */
function usesItsClass({ node }: ClassDefinition): boolean {
  return [...node.descendants("call")].some((call) =>
    /^(?:cls|type\(self\)|self\.__class__)$/.test(call.child("function")?.text ?? ""),
  );
}
