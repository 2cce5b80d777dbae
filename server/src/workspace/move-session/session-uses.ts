import { truthTest } from "../../fixes/httpx/truth";
import { isMemberOfSession } from "../../fixes/httpx/requests-facts";
import { isNone } from "../../model/values";
import type { FileId } from "../../project/files";
import { holdsWord } from "../../syntax/outline";
import type { Node } from "../../syntax/tree";
import type { Draft, Source } from "../make-async/draft";
import { areEnough, joinReasons, obstacle, type Obstacle } from "../make-async/obstacle";
import { classBehind, isKindOf } from "../make-async/overrides";
import type { Held } from "./held";

/** What is done with a session. */
export type Use =
  /** It sends a request, or is closed. */
  | { readonly does: "send" | "close"; readonly source: Source; readonly session: Node; readonly call: Node }
  /** Something of it is read or set. */
  | { readonly does: "set"; readonly source: Source; readonly session: Node }
  /** It gets its value, or is asked for being there. */
  | { readonly does: "bind" | "test"; readonly source: Source; readonly session: Node };

/** Every use of a session in the files of a project; each that may be one, or that lets it go out of sight, is an obstacle. */
export function usesOfSession(held: Held, files: readonly FileId[], draft: Draft): readonly Use[] | Obstacle {
  const search = new Search(held, draft);
  for (const file of files) search.lookIn(file);
  if (draft.steps.spent) return obstacle("the project says more about it than can be looked through");
  return joinReasons(search.obstacles) ?? search.uses;
}

class Search {
  readonly uses: Use[] = [];
  readonly obstacles = new Set<string>();

  constructor(
    readonly held: Held,
    readonly draft: Draft,
  ) {}

  lookIn(file: FileId): void {
    const { attribute } = this.held;
    if (areEnough(this.obstacles) || !holdsWord(this.draft.textOf(file) ?? "", attribute)) return;
    const source = this.draft.source(file);
    if (source === undefined) return;
    for (const id of source.module.identifiers(attribute)) {
      if (areEnough(this.obstacles) || !this.draft.steps.take()) return;
      if (id.field === "attribute" && id.parent?.kind === "attribute") this.#look(id.parent, source);
      else if (file === this.held.source.file) this.#lookAtName(id, source);
    }
    if (source.document.segments.some((segment) => holdsWord(segment.text, attribute) && segment.tree.broken)) {
      this.obstacles.add(`${this.draft.nameOf(file)} has a syntax error`);
    }
  }

  #look(session: Node, source: Source): void {
    const isOurs = this.#isOurs(session.child("object")!, source);
    if (isOurs === true) this.#take(session, source);
    else if (isOurs === undefined && mayBeSession(session)) {
      this.obstacles.add(`whether ${session.text} in ${source.placeOf(session)} is ${this.held.name} isn't known`);
    }
  }

  /** Whether an expression stands for an object that holds the session, or for the class; undefined where nobody knows. */
  #isOurs(object: Node, source: Source): boolean | undefined {
    const found = classBehind(source.infer.value(object), source);
    if (found === undefined || found === "other") return found === undefined ? undefined : false;
    return isKindOf(found.class, found.source, this.held);
  }

  /** In the body of the class itself the attribute goes by its bare name. */
  #lookAtName(id: Node, source: Source): void {
    const scope = source.module.scopes(id.tree).of(id);
    if (scope.kind !== "class" || source.module.classOf(scope)?.node !== this.held.owner.node || id.field === "name") return;
    if (this.held.bindings.some(({ node }) => node === id)) return;
    this.obstacles.add(`${source.placeOf(id)} uses ${this.held.name} while the class is made`);
  }

  #take(session: Node, source: Source): void {
    const use = this.#useOf(session, source);
    if (typeof use === "string") this.obstacles.add(`${source.placeOf(session)} ${use}`);
    else this.uses.push(use);
  }

  #useOf(session: Node, source: Source): Use | string {
    const { parent, field } = session;
    if (parent?.kind === "attribute" && field === "object") {
      const call = parent.parent?.kind === "call" && parent.field === "function" ? parent.parent : undefined;
      if (call !== undefined && source.infer.row(call)?.blocks === "http") return { does: "send", source, session, call };
      if (call !== undefined && parent.child("attribute")?.text === "close") return { does: "close", source, session, call };
      return { does: "set", source, session };
    }
    const assigned = parent?.kind === "assignment" && field === "left" ? parent.child("right") : undefined;
    if (parent?.kind === "assignment" && field === "left") {
      const isKnown = assigned === undefined || assigned === this.held.creation || isNone(source.infer.value(assigned));
      return isKnown ? { does: "bind", source, session } : `gives ${this.held.name} another session`;
    }
    const isTest = parent?.kind === "comparison_operator" && parent.named.some(({ kind }) => kind === "none");
    if (isTest || truthTest(session) === "test") return { does: "test", source, session };
    return `hands ${session.text} on`;
  }
}

/** Whether what is done with something may be done with a session that isn't async. */
function mayBeSession(session: Node): boolean {
  const { parent, field } = session;
  if (parent?.kind === "subscript" && field === "value") return false;
  if (parent?.kind !== "attribute" || field !== "object") return true;
  const outer = parent.parent;
  const isAwaited =
    outer?.parent?.kind === "await" ||
    (outer?.closest("with_item", "block")?.kind === "with_item" && outer.closest("with_statement")?.hasToken("async") === true);
  return isMemberOfSession(parent.child("attribute")!.text) && !isAwaited;
}
