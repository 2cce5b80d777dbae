import type { Helper, Helpers } from "./helper";
import { canAwaitIfAsync } from "../../fixes/awaiting";
import { executionOf } from "../../model/execution";
import { localBindings } from "../../model/local-bindings";
import { memberOf, type Reference } from "../../model/reference";
import type { Binding } from "../../model/scopes";
import { isTakenAsValue } from "../../model/taken-as-value";
import type { ClassDefinition } from "../../model/values";
import type { FileId } from "../../project/files";
import type { Definition } from "../../project/project";
import { holdsWord } from "../../syntax/outline";
import type { Node } from "../../syntax/tree";
import type { Draft, Source } from "./draft";
import { keyOf } from "./functions";
import { areEnough, isObstacle, joinReasons, obstacle, type Obstacle } from "./obstacle";
import { classBehind, isKindOf } from "./overrides";
import { mayMean } from "./unfound";

/** A call that is to be awaited. */
export interface Use {
  readonly source: Source;
  readonly call: Node;
}

/** The calls of functions that are to become async, with all of these. */
export interface Calls {
  readonly kind: "calls";
  readonly helpers: Helpers;
  readonly uses: readonly Use[];
}

/** Why a call of one of the functions can't be changed with it; undefined where it can. */
type WhyNot = (call: Node, callee: Node, source: Source) => string | undefined;

/** Says which plain function that calls a helper becomes async with it; undefined where it stays as it is. */
export type Growth = (caller: Node, source: Source) => Helper | Obstacle | undefined;

/**
 * The calls of functions that are to become async, in all files of the project. That every one of them can await is the
 * condition for any of it: each that can't is an obstacle, as is every use that is no call, or that may be one of
 * something else.
 */
export function usesOf(
  helpers: Helpers,
  files: readonly FileId[],
  draft: Draft,
  growth: Growth = () => undefined,
): Calls | Obstacle {
  return foundBy(new Search(helpers, files, draft, growth), draft);
}

/**
 * The calls of coroutine functions that are to become plain, in all files of the project: under the same conditions,
 * and awaited where they stand.
 */
export function awaitedUsesOf(helpers: Helpers, files: readonly FileId[], draft: Draft): Calls | Obstacle {
  const whyNot: WhyNot = (call, callee, source) =>
    call.parent?.kind === "await" ? undefined : `${source.placeOf(call)} needs a coroutine of ${callee.text}()`;
  return foundBy(new Search(helpers, files, draft, () => undefined, whyNot), draft);
}

/**
 * Why a function can't be changed together with its own file's uses alone: other files use it, or may. Undefined where
 * none does. What its own file does with it is for the rule to know.
 */
export function usedInOthers(helper: Helper, files: readonly FileId[], draft: Draft): Obstacle | undefined {
  const { file } = helper.source;
  const whyNot: WhyNot = (_call, callee, source) => `${source.placeOf(callee)} calls ${callee.text}()`;
  const helpers = new Map([[keyOf(file, helper.path), helper]]);
  const others = files.filter((one) => one !== file);
  const found = foundBy(new Search(helpers, others, draft, () => undefined, whyNot), draft);
  return isObstacle(found) ? found : undefined;
}

function foundBy(search: Search, draft: Draft): Calls | Obstacle {
  search.run();
  if (draft.steps.spent) return obstacle("the project says more about it than can be looked through");
  return joinReasons(search.obstacles) ?? { kind: "calls", helpers: search.helpers, uses: search.uses };
}

class Search {
  readonly uses: Use[] = [];
  readonly obstacles = new Set<string>();
  readonly helpers = new Map<string, Helper>();
  /** The words that may mean one of them; grows by those that they are imported under. */
  readonly #words = new Set<string>();
  /** The methods among them, by name. */
  readonly #methods = new Map<string, (Helper & { readonly owner: ClassDefinition })[]>();

  constructor(
    helpers: Helpers,
    readonly files: readonly FileId[],
    readonly draft: Draft,
    readonly growth: Growth,
    readonly whyNot?: WhyNot,
  ) {
    for (const helper of helpers.values()) this.#add(helper);
  }

  #add(helper: Helper): void {
    const { owner, name } = helper;
    this.helpers.set(keyOf(helper.source.file, helper.path), helper);
    if (!isSpecial(name)) this.#words.add(name);
    if (owner !== undefined) this.#methods.set(name, [...(this.#methods.get(name) ?? []), { ...helper, owner }]);
  }

  run(): void {
    // Words that are added on the way are come to as well, by names of imports or by callers that become async too.
    for (const word of this.#words) for (const file of this.#filesFor(word)) this.#lookIn(file, word);
    const notebooks = [...this.helpers.values()].flatMap(
      ({ source }) => this.draft.host.notebooks?.(source.file) ?? [],
    );
    for (const notebook of new Set(notebooks)) this.#lookInNotebook(notebook);
  }

  /** A method may be called on anything; a function alone where its module is reached. */
  #filesFor(word: string): readonly FileId[] {
    if (this.#methods.has(word)) return this.files;
    const defining = [...this.helpers.values()].map(({ source }) => source.file);
    const reaching = this.draft.reach.of(defining, this.#words, this.files, (file) => this.draft.textOf(file));
    return reaching === undefined ? this.files : this.files.filter((file) => reaching.has(file));
  }

  /** What its cells use stays as it is: nobody rewrites them. */
  #lookInNotebook(file: FileId): void {
    const text = this.draft.textOf(file) ?? "";
    for (const word of this.#words) {
      if (areEnough(this.obstacles) || !holdsWord(text, word)) continue;
      const source = this.draft.source(file);
      for (const id of source?.module.identifiers(word) ?? []) {
        if (!this.draft.steps.take()) return;
        if (!this.#mayUse(id, source!)) continue;
        this.obstacles.add(`the notebook ${this.draft.nameOf(file)} uses ${this.#nameOf(word)}`);
        break;
      }
    }
  }

  #mayUse(id: Node, source: Source): boolean {
    if (id.parent === undefined || isNoUse(id)) return false;
    const imported = importedBy(id);
    if (imported !== undefined) {
      const bindings = this.#bindingsOf(imported, source);
      const names = bindings.flatMap(({ source: from }) => (from.kind === "import" ? [from.name] : []));
      return bindings.some((binding) => this.#bindsHelper(binding, source)) || this.#mayMeanHelper(names, source);
    }
    const expression = id.field === "attribute" ? id.parent : id;
    const definition = source.definitionOf(expression);
    return (
      this.#isHelper(definition) ||
      this.#mayMeanHelper(this.#outsideNames(expression, id, source), source) ||
      this.#isDoubtful(expression, id, definition, source)
    );
  }

  #lookIn(file: FileId, word: string): void {
    if (areEnough(this.obstacles) || !holdsWord(this.draft.textOf(file) ?? "", word)) return;
    const source = this.draft.source(file);
    if (source === undefined) {
      this.obstacles.add(`${this.draft.nameOf(file)} can't be looked into`);
      return;
    }
    for (const id of source.module.identifiers(word)) {
      if (areEnough(this.obstacles) || !this.draft.steps.take()) return;
      this.#look(id, source);
    }
    if (source.document.segments.some((segment) => holdsWord(segment.text, word) && segment.tree.broken)) {
      this.obstacles.add(`${this.draft.nameOf(file)} has a syntax error`);
    }
    if (file.endsWith("/__init__.py")) this.#lookIntoAll(source, word);
  }

  #look(id: Node, source: Source): void {
    const { parent } = id;
    if (parent === undefined || isNoUse(id)) return;
    if (importedBy(id) !== undefined) return this.#followAlias(id, source);
    if (id.field === "name" && parent.kind === "function_definition") return this.#lookAtDefinition(parent, source);
    const expression = id.field === "attribute" ? parent : id;
    const definition = source.definitionOf(expression);
    const isDoubtful =
      this.#mayMeanHelper(this.#outsideNames(expression, id, source), source) ||
      this.#isDoubtful(expression, id, definition, source);
    if (this.#isHelper(definition) && !isDoubtful) return this.#take(expression, source);
    if (isDoubtful) {
      this.obstacles.add(`whether ${expression.text} in ${source.placeOf(id)} is ${this.#nameOf(id.text)} isn't known`);
    }
  }

  #isDoubtful(expression: Node, id: Node, definition: Definition | "other" | undefined, source: Source): boolean {
    return expression === id
      ? this.#isBoundBeside(id, definition, source)
      : definition === undefined && this.#mayBeMethod(expression, source);
  }

  /**
   * What something of another module may be called that is used: by its module, or by a star. Where imports name it,
   * the import is looked at.
   */
  #outsideNames(expression: Node, id: Node, source: Source): readonly Reference[] {
    if (expression !== id) return [source.infer.name(expression) ?? []].flat();
    return this.#bindingsOf(id, source).length > 0
      ? []
      : source.module.starImports.map((module) => memberOf(module, id.text));
  }

  /** A helper is used here: it must be called. */
  #take(callee: Node, source: Source): void {
    const call = callee.parent;
    if (call?.kind !== "call" || callee.field !== "function") {
      this.obstacles.add(`${source.placeOf(callee)} uses ${callee.text} without calling it`);
      return;
    }
    const reason =
      this.whyNot === undefined ? this.#whyNotAwaited(call, callee, source) : this.whyNot(call, callee, source);
    if (reason === undefined) this.uses.push({ source, call });
    else this.obstacles.add(reason);
  }

  /** A call is to be awaited: by what is async or will be. */
  #whyNotAwaited(call: Node, callee: Node, source: Source): string | undefined {
    const place = source.placeOf(callee);
    const execution = executionOf(call);
    const isOnTheWay = execution.kind === "sync" && this.#isHelperOrGrows(execution.function, source);
    if ((execution.kind === "async" || isOnTheWay) && canAwaitIfAsync(call)) return undefined;
    return execution.kind === "sync"
      ? `${place} calls ${callee.text}() and is not async`
      : `${place} calls ${callee.text}() where nothing can be awaited`;
  }

  #isHelperOrGrows(caller: Node, source: Source): boolean {
    if (this.helpers.has(keyOf(source.file, source.pathOf(caller) ?? ""))) return true;
    const grown = this.growth(caller, source);
    if (grown === undefined) return false;
    if (isObstacle(grown)) this.obstacles.add(grown.reason);
    else this.#add(grown);
    // The reason is the one that counts, not that the caller stays as it is.
    return true;
  }

  /**
   * Another function of the name: one that takes the place of a method in a class derived from its own has to stay as
   * that is.
   */
  #lookAtDefinition(definition: Node, source: Source): void {
    if (this.helpers.has(keyOf(source.file, source.pathOf(definition) ?? ""))) return;
    const { name, owner } = source.module.function(definition);
    if (owner === undefined) return;
    const isProtocol = source.infer
      .bases(owner)
      .some((base) => base?.kind === "name" && base.name.endsWith(".Protocol"));
    for (const helper of this.#methods.get(name) ?? []) {
      if (!isProtocol && isKindOf(owner, source, helper) === false) continue;
      this.obstacles.add(
        `${source.pathOf(definition)}() in ${this.draft.nameOf(source.file)} ${isProtocol ? "asks for" : "may take the place of"} ${helper.path}()`,
      );
    }
  }

  /** `from helpers import load as fetch`: the other name is looked for as well. */
  #followAlias(id: Node, source: Source): void {
    const alias = id.closest("aliased_import")?.child("alias");
    const imported = this.#bindingsOf(alias ?? id, source).flatMap(({ source: from }) =>
      from.kind === "import" ? [from.name] : [],
    );
    if (this.#mayMeanHelper(imported, source))
      this.obstacles.add(`what ${source.placeOf(id)} imports as ${(alias ?? id).text} isn't found`);
    if (alias === undefined || alias === id || this.#words.has(alias.text)) return;
    if (this.#bindingsOf(alias, source).some((binding) => this.#bindsHelper(binding, source)))
      this.#words.add(alias.text);
  }

  /** What a package lists in `__all__` is what it offers to others. */
  #lookIntoAll(source: Source, word: string): void {
    const lists = source.module
      .bindings("__all__")
      .flatMap(({ source: from }) => (from.kind === "expression" ? [from.value] : []));
    const isListed = lists.some((list) => [...list.descendants("string_content")].some(({ text }) => text === word));
    if (isListed && this.#isHelper(source.definitionBehind(source.infer.global(word)))) {
      this.obstacles.add(`${this.draft.nameOf(source.file)} offers ${word}() to other projects`);
    }
  }

  /** Whether a name is given a helper in one place, and something else, or another helper, in another. */
  #isBoundBeside(id: Node, definition: Definition | "other" | undefined, source: Source): boolean {
    const bindings = this.#bindingsOf(id, source);
    const ours = bindings.filter((binding) => this.#bindsHelper(binding, source));
    return ours.length > 0 && (ours.length < bindings.length || !this.#isHelper(definition));
  }

  /** Whether a member of something that nobody knows may be a helper. */
  #mayBeMethod(member: Node, source: Source): boolean {
    const object = member.child("object");
    const call = member.field === "function" && member.parent?.kind === "call" ? member.parent : undefined;
    const isValue = call !== undefined && isTakenAsValue(call, source.module);
    const named = this.#methods.get(member.child("attribute")?.text ?? "") ?? [];
    const methods = isValue ? named.filter(({ node }) => !node.hasToken("async")) : named;
    if (object === undefined || methods.length === 0) return false;
    const value = source.infer.value(object);
    if (value === undefined) return true;
    const found = classBehind(value, source);
    if (found === "other") return false;
    return found === undefined || methods.some((method) => isKindOf(found.class, found.source, method) !== false);
  }

  /** All that gives a name its meaning where it is used. */
  #bindingsOf(id: Node, { module }: Source): readonly Binding[] {
    return localBindings(id, module) ?? module.bindings(id.text);
  }

  #mayMeanHelper(names: readonly Reference[], source: Source): boolean {
    const functions = names.length === 0 ? [] : [...this.helpers.values()].filter(({ owner }) => owner === undefined);
    return functions.some((helper) =>
      names.some((name) => mayMean(name, { name: helper.name, file: helper.source.file }, source)),
    );
  }

  #bindsHelper({ source: from }: Binding, source: Source): boolean {
    if (from.kind === "function") return this.helpers.has(keyOf(source.file, source.pathOf(from.definition) ?? ""));
    return from.kind === "import" && this.#isHelper(source.draft.workspace.definition(from.name, source.file));
  }

  #isHelper(definition: Definition | "other" | undefined): boolean {
    return (
      definition !== undefined && definition !== "other" && this.helpers.has(keyOf(definition.file, definition.path))
    );
  }

  #nameOf(word: string): string {
    const helper = [...this.helpers.values()].find(({ name }) => name === word);
    return `${helper?.path ?? word}()`;
  }
}

/** The name that an import gives what an identifier in it means; undefined outside of imports. */
function importedBy(id: Node): Node | undefined {
  const statement = id.closest("import_statement", "import_from_statement", "block", "module");
  if (statement?.kind.startsWith("import_") !== true) return undefined;
  return id.closest("aliased_import")?.child("alias") ?? id;
}

/** A method that Python calls itself: nobody calls it by its name. */
function isSpecial(name: string): boolean {
  return /^__\w+__$/.test(name);
}

/** Whether an identifier is the name of an argument or parameter, or is declared to belong elsewhere. */
export function isNoUse(id: Node): boolean {
  switch (id.parent?.kind) {
    case "keyword_argument":
    case "default_parameter":
    case "typed_default_parameter":
    case "class_definition":
      return id.field === "name";
    case "parameters":
    case "lambda_parameters":
    case "typed_parameter":
    case "list_splat_pattern":
    case "dictionary_splat_pattern":
    case "global_statement":
    case "nonlocal_statement":
    case "keyword_pattern":
      return true;
    default:
      return false;
  }
}
