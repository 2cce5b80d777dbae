import { isDistributed } from "../config/distribution";
import { roleOfPath } from "../config/roles";
import type { FixContext } from "../fixes/builder";
import { isKnownHere, type Search, type Use, whichCallersTell } from "../fixes/task-group/callers";
import { executionOf } from "../model/execution";
import { localBindings } from "../model/local-bindings";
import type { Imports } from "../model/imports";
import type { Module } from "../model/module";
import type { Binding } from "../model/scopes";
import type { Tells } from "../model/tells";
import type { UsedElsewhere } from "../model/used-elsewhere";
import { type FileId, folderOf, foldersUpTo, within } from "../project/files";
import type { PythonDocument } from "../syntax/document";
import { holdsWord } from "../syntax/outline";
import type { Node } from "../syntax/tree";
import type { ProjectHost } from "./host";
import { Draft, type Source } from "./across-files/draft";
import { keyOf } from "./across-files/functions";
import { baseObstacle } from "./across-files/overrides";
import { takesFrom } from "./across-files/takers";
import { mayMean } from "./across-files/unfound";
import { isNoUse, usedInOthers } from "./across-files/uses";
import { TOO_MANY_FILES } from "./across-files/whole-fix";

/**
 * In more files than this, or more text (UTF-16 code units), nobody is looked for who calls a function, as the answer
 * is to come at once.
 */
const MOST_FILES = 3000;
const MOST_TEXT = 16_000_000;
/** A word that more files say is too common to be looked for in them. */
const MOST_SAYING = 40;
/** More that may be uses are not looked at for one question; who is called by so many is no one's own. */
const MOST_USES = 400;
/** Callers of callers are followed so far. */
const MOST_CALLERS = 8;

/** What a file's fixes are told of all files. */
export type CallersAnswers = Pick<Imports, "callersTell" | "usedElsewhere" | "saidByTakers">;

/**
 * Who calls the functions of a project's files, in all of these as they are now. To be made anew where files come or
 * go.
 */
export class ProjectCallers {
  readonly #texts = new Map<FileId, string | undefined>();
  /** By the folder that a project begins in. */
  readonly #files = new Map<FileId, readonly FileId[] | undefined>();
  #draft: Draft | undefined;

  constructor(
    readonly host: ProjectHost,
    readonly open: (text: string) => PythonDocument,
  ) {}

  /**
   * Who tells errors that a function of a file raises from a group of them; undefined where not all files can be looked
   * through.
   *
   * @param text that of the file, be it another than the host has
   */
  tell(file: FileId, path: string, text: string): Tells | undefined {
    const files = this.#filesAround(file);
    if (files === undefined) return undefined;
    const kept = this.#kept;
    const draft = this.#textOf(file) === text ? kept : kept.with(new Map([[file, text]]));
    const source = draft.source(file);
    const definition = source?.functionAt(path);
    if (source === undefined || definition === undefined) return undefined;
    const search = new ProjectSearch(files, draft);
    const tells = whichCallersTell(definition, search.contextOf(source), search);
    return search.isSpent || draft.steps.spent ? "unknown" : tells;
  }

  /**
   * Whether other files use a function of a file, or may.
   *
   * @param text that of the file, be it another than the host has
   */
  usedElsewhere(file: FileId, path: string, text: string): UsedElsewhere {
    const files = this.#filesAround(file);
    if (files === undefined) return { kind: "unknown", reason: TOO_MANY_FILES };
    const draft = this.#kept.askedAgain(file, text);
    const source = draft.source(file);
    const node = source?.functionAt(path);
    if (source === undefined || node === undefined)
      return { kind: "unknown", reason: `${path}() is defined more than once` };
    const { name, owner } = source.module.function(node);
    const used = usedInOthers({ source, path, name, node, beside: [], owner }, files, draft);
    if (used !== undefined) return { kind: "by somebody", reason: used.reason };
    const unread = files.find((one) => draft.textOf(one) === undefined);
    if (unread === undefined) return { kind: "by nobody" };
    return { kind: "unknown", reason: `${draft.nameOf(unread)} can't be looked into` };
  }

  /** The first other file that takes one of some names of a file and says one of some words beside. */
  saidByTakers(file: FileId, names: readonly string[], words: readonly string[]): string | undefined {
    const files = this.#filesAround(file)?.filter((one) => one !== file && isSaying(this.#textOf(one), names, words));
    if (files === undefined || files.length > MOST_SAYING) return undefined;
    const draft = this.#kept.askedAgain(file, this.#textOf(file) ?? "");
    const taker = files.find((one) => takesFrom(draft.source(one), names, file));
    return taker === undefined || draft.steps.spent ? undefined : draft.nameOf(taker);
  }

  /**
   * What a file's fixes are told.
   *
   * @param text that of the file, be it another than the host has
   */
  answersFor(file: FileId, text: string): CallersAnswers {
    return {
      callersTell: (path) => this.tell(file, path, text),
      usedElsewhere: (path) => this.usedElsewhere(file, path, text),
      saidByTakers: (names, words) => this.saidByTakers(file, names, words),
    };
  }

  get #kept(): Draft {
    return (this.#draft ??= new Draft(
      { ...this.host, read: (of) => ({ kind: "text", text: this.#textOf(of) }) },
      this.open,
    ));
  }

  /** Takes in that files have other texts. */
  changed(files: Iterable<FileId>): void {
    for (const file of files) this.#texts.delete(file);
    this.#draft = undefined;
  }

  #filesAround(file: FileId): readonly FileId[] | undefined {
    const root = this.host.rootOf(folderOf(file)) ?? folderOf(file);
    if (!this.#files.has(root)) {
      const files = this.host.pythonFiles(file);
      const areTooMany = files === undefined || files.length > MOST_FILES || this.#isMuch(files);
      if (areTooMany) this.#texts.clear();
      this.#files.set(root, areTooMany ? undefined : files);
    }
    const files = this.#files.get(root);
    return files === undefined ? undefined : [...new Set([file, ...files])];
  }

  #isMuch(files: readonly FileId[]): boolean {
    let length = 0;
    return files.some((file) => (length += this.#textOf(file)?.length ?? 0) > MOST_TEXT);
  }

  #textOf(file: FileId): string | undefined {
    if (!this.#texts.has(file)) {
      const read = this.host.read(file);
      this.#texts.set(file, read.kind === "text" ? read.text : undefined);
    }
    return this.#texts.get(file);
  }
}

function isSaying(text: string | undefined, names: readonly string[], words: readonly string[]): boolean {
  return (
    text !== undefined && words.some((word) => holdsWord(text, word)) && names.some((name) => holdsWord(text, name))
  );
}

class ProjectSearch implements Search {
  readonly most = MOST_CALLERS;
  readonly #sources = new Map<Module, Source>();
  #uses = 0;

  constructor(
    readonly files: readonly FileId[],
    readonly draft: Draft,
  ) {}

  /** Whether there was more to look at than may be. */
  get isSpent(): boolean {
    return this.#uses > MOST_USES;
  }

  contextOf(source: Source): FixContext {
    this.#sources.set(source.module, source);
    return { module: source.module, infer: source.infer };
  }

  *usesOf(definition: Node, context: FixContext): Iterable<Use> {
    const source = this.#sourceOf(context);
    const path = source.pathOf(definition);
    const name = definition.child("name");
    if (path === undefined || name === undefined) return;
    const isNested = executionOf(definition).kind !== "module";
    const words = new Set([name.text]);
    for (const word of words) {
      const saying = isNested ? [] : this.#filesSaying(word, words, source, path);
      if (saying.length > MOST_SAYING) this.#uses = Infinity;
      if (this.isSpent) return;
      for (const other of isNested ? [source] : saying.flatMap((file) => this.draft.source(file) ?? [])) {
        for (const id of other.module.identifiers(word)) {
          if (isDefined(id) || isNoUse(id)) continue;
          const alias = aliasOf(id);
          if (alias !== undefined) {
            if (alias !== "none") words.add(alias);
          } else if (isNested || this.#mayBeUse(id, other, source, path)) {
            if (++this.#uses > MOST_USES) return;
            yield { id, context: this.contextOf(other) };
          }
        }
      }
    }
  }

  /** A method may be called on anything; a function alone where its module is reached. */
  #filesSaying(word: string, words: Iterable<string>, { file }: Source, path: string): readonly FileId[] {
    const textOf = (of: FileId): string | undefined => this.draft.textOf(of);
    const reaching = path.includes(".") ? undefined : this.draft.reach.of([file], words, this.files, textOf);
    const files = reaching === undefined ? this.files : this.files.filter((one) => reaching.has(one));
    return files.filter((one) => holdsWord(textOf(one) ?? "", word));
  }

  knowsAll(definition: Node, context: FixContext): boolean {
    const source = this.#sourceOf(context);
    const path = source.pathOf(definition);
    if (executionOf(definition).kind !== "module") return true;
    const { name, owner } = source.module.function(definition);
    if (path === undefined || baseObstacle({ source, path, name, owner }) !== undefined || this.#isNamedInText(name))
      return false;
    return isKnownHere(definition) || !this.#isDistributed(source.file);
  }

  /** A test that fails says so, whatever is raised. */
  endsAt(definition: Node, context: FixContext): boolean {
    const { file, draft } = this.#sourceOf(context);
    const isTest = definition.child("name")?.text.startsWith("test") === true;
    return isTest && roleOfPath(file, draft.host.rootOf(folderOf(file)) ?? folderOf(file), [])?.role === "test";
  }

  #sourceOf({ module }: FixContext): Source {
    return this.#sources.get(module)!;
  }

  /** Whether an identifier may mean a function; of a method's name whatever isn't surely something else. */
  #mayBeUse(id: Node, source: Source, of: Source, path: string): boolean {
    const member = id.field === "attribute" ? id.parent : undefined;
    const isMethod = path.includes(".");
    if (member === undefined)
      return !isMethod && this.#bindingsOf(id, source).some((binding) => this.#mayBind(binding, source, of, path));
    const definition = source.definitionOf(member);
    if (definition === "other")
      return !isMethod && mayMean(source.infer.name(member) ?? "", { name: path, file: of.file }, source);
    if (definition !== undefined)
      return (
        keyOf(definition.file, definition.path) === keyOf(of.file, path) || (isMethod && definition.path.includes("."))
      );
    return isMethod || this.#isImported(member.child("object"), source);
  }

  #bindingsOf(id: Node, source: Source): readonly (Binding | "star")[] {
    const bindings = localBindings(id, source.module) ?? source.module.bindings(id.text);
    return bindings.length === 0 && source.module.starImports.length > 0 ? ["star"] : bindings;
  }

  #mayBind(binding: Binding | "star", source: Source, of: Source, path: string): boolean {
    if (binding === "star") return true;
    const { source: from } = binding;
    if (from.kind === "function") return source === of && source.pathOf(from.definition) === path;
    if (from.kind !== "import") return false;
    if (mayMean(from.name, { name: path, file: of.file }, source)) return true;
    const definition = this.draft.workspace.definition(from.name, source.file);
    return (
      definition === undefined ||
      (definition !== "other" && keyOf(definition.file, definition.path) === keyOf(of.file, path))
    );
  }

  /** Whether an object that nobody knows is one that an import brings: a module, maybe. */
  #isImported(object: Node | undefined, source: Source): boolean {
    if (object?.kind !== "identifier")
      return object?.kind === "attribute" && this.#isImported(object.child("object"), source);
    const bindings = localBindings(object, source.module) ?? source.module.bindings(object.text);
    return bindings.some(({ source: from }) => from.kind === "import");
  }

  /** Whether a name stands in a string, as those of `getattr()`, `__all__` and of entry points do. */
  #isNamedInText(name: string): boolean {
    const quoted = ["'", '"'].flatMap((quote) => [quote, ".", ":"].map((before) => `${before}${name}${quote}`));
    return this.files.some((file) => {
      const text = this.draft.textOf(file);
      return text?.includes(name) === true && quoted.some((one) => text.includes(one));
    });
  }

  #isDistributed(file: FileId): boolean {
    const root = this.draft.host.rootOf(folderOf(file)) ?? folderOf(file);
    return [...foldersUpTo(root, folderOf(file))].some((folder) =>
      isDistributed((name) => this.draft.textOf(within(folder, name))),
    );
  }
}

/** Whether an identifier is the name of what is defined there. */
function isDefined({ field, parent }: Node): boolean {
  return field === "name" && (parent?.kind === "function_definition" || parent?.kind === "class_definition");
}

/** The other name under which an import brings what an identifier in it means; undefined outside of imports. */
function aliasOf(id: Node): string | undefined {
  const statement = id.closest("import_statement", "import_from_statement", "block", "module");
  if (statement?.kind !== "import_statement" && statement?.kind !== "import_from_statement") return undefined;
  const alias = id.closest("aliased_import")?.child("alias");
  return alias === undefined || alias === id ? "none" : alias.text;
}
