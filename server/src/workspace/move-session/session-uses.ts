import { truthTest } from "../../fixes/httpx/truth";
import { isAwaitedMember } from "../../fixes/httpx/session-settings";
import { isMemberOfSession } from "../../fixes/httpx/requests-facts";
import { localBindings } from "../../model/local-bindings";
import { memberOf, type Reference } from "../../model/reference";
import { type ClassDefinition, isNone } from "../../model/values";
import type { FileId } from "../../project/files";
import { holdsWord } from "../../syntax/outline";
import type { Node } from "../../syntax/tree";
import type { Draft, Source } from "../across-files/draft";
import { areEnough, joinReasons, obstacle, type Obstacle } from "../across-files/obstacle";
import { classBehind, isKindOf } from "../across-files/overrides";
import { mayMean } from "../across-files/unfound";
import type { GivenBesides } from "./given-besides";
import type { Held } from "./held";
import { madeUnlessGiven } from "./made-unless-given";
import { givenTo, type Parameter, parameterGiven, parameterOf } from "./parameter";
import { importedVariable } from "./variable";

/** What is done with a session. */
export type Use =
  /** It sends a request; or is closed, or entered. */
  | { readonly kind: "send" | "close"; readonly source: Source; readonly session: Node; readonly call: Node }
  /** Something of it is read or set. */
  | { readonly kind: "set"; readonly source: Source; readonly session: Node }
  /**
   * It gets its value, or is asked for being there; it is handed to a function, or is the parameter that takes it
   * there.
   */
  | { readonly kind: "bind" | "test" | "hand" | "take"; readonly source: Source; readonly session: Node };

/**
 * Every use of a session in the files of a project; each that may be one, or that lets it go out of sight, is an
 * obstacle.
 */
export function usesOfSession(
  held: Held,
  files: readonly FileId[],
  draft: Draft,
  besides: readonly GivenBesides[] = [],
): readonly Use[] | Obstacle {
  const search = new Search(held, draft);
  if (held.given !== undefined) search.follow(held.given);
  search.give(besides);
  search.run(files);
  search.lookAtCalls(files);
  if (draft.steps.spent) return obstacle("the project says more about it than can be looked through");
  return joinReasons(search.obstacles) ?? search.uses;
}

class Search {
  readonly uses: Use[] = [];
  readonly obstacles = new Set<string>();
  /** The words that may mean it; grows by those that it is imported under. */
  readonly #words: Set<string>;
  /** The parameters that it is handed to, by what binds them. */
  readonly #parameters = new Map<Node, Parameter>();
  /** What callers give that make a session themselves. */
  readonly #handed = new Set<Node>();

  constructor(
    readonly held: Held,
    readonly draft: Draft,
  ) {
    this.#words = new Set([held.word]);
  }

  run(files: readonly FileId[]): void {
    for (const word of this.#words) for (const file of files) this.#lookIn(file, word);
  }

  /** Who is given the session must be given nothing else. */
  lookAtCalls(files: readonly FileId[]): void {
    const taken = new Set(this.uses.map(({ session }) => session));
    for (const parameter of this.#parameters.values()) {
      if (parameter === this.held.given) continue;
      const given = givenTo(parameter, files);
      if (given?.every(({ argument }) => argument !== undefined && taken.has(argument)) === true) continue;
      this.obstacles.add(
        `${parameter.source.placeOf(parameter.node.child("body")!)} is not always given ${this.held.name}`,
      );
    }
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
      if (this.held.holder.kind === "variable") this.#lookForVariable(id, source);
      else if (id.field === "attribute" && id.parent?.kind === "attribute")
        this.#lookForAttribute(id.parent, this.held.holder.owner, source);
      else if (file === this.held.source.file) this.#lookAtName(id, this.held.holder.owner, source);
    }
    if (source.document.segments.some((segment) => holdsWord(segment.text, word) && segment.tree.broken)) {
      this.obstacles.add(`${this.draft.nameOf(file)} has a syntax error`);
    }
  }

  #lookForAttribute(session: Node, owner: ClassDefinition, source: Source): void {
    const isOurs = this.#isOurs(session.child("object")!, owner, source);
    if (isOurs === true) this.#take(session, source);
    else if (isOurs === undefined && mayBeSession(session)) {
      this.obstacles.add(`whether ${session.text} in ${source.placeOf(session)} is ${this.held.name} isn't known`);
    }
  }

  /**
   * Whether an expression stands for an object that holds the session, or for the class; undefined where nobody knows.
   */
  #isOurs(object: Node, owner: ClassDefinition, source: Source): boolean | undefined {
    const found = classBehind(source.infer.value(object), source);
    if (found === undefined || found === "other") return found === undefined ? undefined : false;
    return isKindOf(found.class, found.source, { owner, source: this.held.source });
  }

  /** In the body of the class itself the attribute goes by its bare name. */
  #lookAtName(id: Node, owner: ClassDefinition, source: Source): void {
    const scope = source.module.scopes(id.tree).of(id);
    if (scope.kind !== "class" || source.module.classOf(scope)?.node !== owner.node || id.field === "name") return;
    if (this.held.bindings.some(({ node }) => node === id)) return;
    this.obstacles.add(`${source.placeOf(id)} uses ${this.held.name} while the class is made`);
  }

  /** `session`, where the module's own is meant or one that is imported, and `http.session`. */
  #lookForVariable(id: Node, source: Source): void {
    if (id.closest("import_statement", "import_from_statement", "block", "module")?.kind.startsWith("import_") === true)
      return this.#followAlias(id, source);
    if (id.field === "attribute" && id.parent?.kind === "attribute") {
      const module = source.infer.name(id.parent.child("object")!);
      if (module !== undefined && this.#mayMeanOurs(memberOf(module, id.text), source)) this.#doubt(id, source);
      if (module !== undefined && this.#isImported(memberOf(module, id.text), source)) this.#take(id.parent, source);
    } else if (!isNameOnly(id) && this.#means(id, source)) this.#take(id, source);
  }

  /** Whether a name stands for the session where it is used. */
  #means(id: Node, source: Source): boolean {
    const local = localBindings(id, source.module);
    if (local === undefined && source.file === this.held.source.file && id.text === this.held.word) return true;
    const bindings = local ?? source.module.bindings(id.text);
    if (bindings.length === 0)
      return source.module.starImports.some((module) => this.#isImported(memberOf(module, id.text), source));
    return bindings.some(({ source: from }) => from.kind === "import" && this.#isImported(from.name, source));
  }

  #isImported(reference: Reference, source: Source): boolean {
    const found = importedVariable(reference, source.file, this.draft);
    return found?.file === this.held.source.file && found.name === this.held.word;
  }

  /** `from http import session as web`: the other name is looked for as well. */
  #followAlias(id: Node, source: Source): void {
    const alias = id.closest("aliased_import")?.child("alias");
    const imported = (localBindings(alias ?? id, source.module) ?? source.module.bindings((alias ?? id).text)).flatMap(
      ({ source: from }) => (from.kind === "import" ? [from.name] : []),
    );
    if (imported.some((name) => this.#mayMeanOurs(name, source))) this.#doubt(id, source);
    if (alias !== undefined && alias !== id && this.#means(alias, source)) this.#words.add(alias.text);
  }

  #mayMeanOurs(reference: Reference, source: Source): boolean {
    return (
      !this.#isImported(reference, source) &&
      mayMean(reference, { name: this.held.word, file: this.held.source.file }, source)
    );
  }

  #doubt(id: Node, source: Source): void {
    this.obstacles.add(`whether ${id.text} in ${source.placeOf(id)} is ${this.held.name} isn't known`);
  }

  #take(session: Node, source: Source): void {
    const use = this.#useOf(session, source);
    if (typeof use === "string") this.obstacles.add(`${source.placeOf(session)} ${use}`);
    else this.uses.push(use);
  }

  #useOf(session: Node, source: Source): Use | string {
    const { parent, field } = session;
    if (parent?.kind === "attribute" && field === "object") return memberUse(session, parent, source);
    if (parent?.kind === "assignment" && field === "left") {
      const isKnown = this.#isKnownSession(parent.child("right"), source);
      return isKnown ? { kind: "bind", source, session } : `gives ${this.held.name} another session`;
    }
    const isTest = parent?.kind === "comparison_operator" && parent.named.some(({ kind }) => kind === "none");
    if (isTest || session === this.held.given?.use || truthTest(session) === "test")
      return { kind: "test", source, session };
    if (this.#handed.has(session)) return { kind: "hand", source, session };
    const parameter = parameterGiven(session, source);
    if (parameter === undefined) return `hands ${session.text} on`;
    this.follow(parameter);
    return { kind: "hand", source, session };
  }

  /** Whether what the session's name is given is that session, or none: `session: Session`, `session = None`. */
  #isKnownSession(given: Node | undefined, { infer }: Source): boolean {
    if (given === undefined || given === this.held.creation || isNone(infer.value(given))) return true;
    return given === this.held.given?.use || madeUnlessGiven(given)?.made === this.held.creation;
  }

  /** What a caller does with a session that it makes itself and gives is done with the session. */
  give(besides: readonly GivenBesides[]): void {
    for (const { argument } of besides) this.#handed.add(argument);
    const variables = new Map(besides.map(({ variable, source }) => [variable, source] as const));
    for (const [variable, source] of variables) {
      for (const id of variable === undefined ? [] : source.module.identifiers(variable.name)) {
        const isOurs = id !== variable?.node && localBindings(id, source.module)?.[0]?.node === variable?.node;
        if (isOurs && !isNameOnly(id)) this.#take(id, source);
      }
    }
  }

  /** What a function does with the session that it is given is done with the session. */
  follow(parameter: Parameter): void {
    const { binding, source } = parameter;
    if (this.#parameters.has(binding.node)) return;
    this.#parameters.set(binding.node, parameter);
    this.uses.push({ kind: "take", source, session: binding.node });
    for (const id of source.module.identifiers(binding.name)) {
      if (
        id !== binding.node &&
        !isNameOnly(id) &&
        parameterOf(id, source, "assigned to")?.binding.node === binding.node
      )
        this.#take(id, source);
    }
  }
}

/** What is done with a session by one of its members. */
function memberUse(session: Node, member: Node, source: Source): Use {
  const call = member.parent?.kind === "call" && member.field === "function" ? member.parent : undefined;
  if (call !== undefined && source.infer.row(call)?.blocks === "http") return { kind: "send", source, session, call };
  if (call !== undefined && isAwaitedMember(member.child("attribute")!.text))
    return { kind: "close", source, session, call };
  return { kind: "set", source, session };
}

/** Whether an identifier is the name of an argument or parameter, or is declared to belong elsewhere. */
function isNameOnly(id: Node): boolean {
  return (
    (id.field === "name" && id.parent?.kind !== "named_expression") ||
    ["global_statement", "nonlocal_statement", "parameters", "lambda_parameters"].includes(id.parent?.kind ?? "")
  );
}

/** Whether what is done with something may be done with a session that isn't async. */
function mayBeSession(session: Node): boolean {
  const { parent, field } = session;
  if (parent?.kind === "subscript" && field === "value") return false;
  if (parent?.kind !== "attribute" || field !== "object") return true;
  const outer = parent.parent;
  const isAwaited =
    outer?.parent?.kind === "await" ||
    (outer?.closest("with_item", "block")?.kind === "with_item" &&
      outer.closest("with_statement")?.hasToken("async") === true);
  return isMemberOfSession(parent.child("attribute")!.text) && !isAwaited;
}
