import { editsOf, applyEdits } from "../../fixes/apply";
import { FixBuilder } from "../../fixes/builder";
import type { Client, SessionMove, UserMove } from "../../fixes/clients/client";
import { CLIENTS } from "../../fixes/clients/index";
import {
  CannotMove,
  type Moving,
  type MoveContext,
  type MoveSettings,
  movingOf,
  named,
  type Target,
} from "../../fixes/httpx/moving";
import { gather, type Gathered } from "../../fixes/httpx/requests";
import { awaitClose } from "../../fixes/httpx/session-settings";
import { indentationOf } from "../../fixes/text";

import { ownNodes } from "../../model/definitions";
import { localBindings } from "../../model/local-bindings";
import { executionOf } from "../../model/execution";
import type { FileId } from "../../project/files";
import type { Kind } from "../../syntax/kinds.generated";
import type { Node } from "../../syntax/tree";
import type { Draft, Source } from "../across-files/draft";
import { obstacle, type Obstacle } from "../across-files/obstacle";
import type { Held } from "./held";
import { type Given, Receivers } from "./receivers";
import type { Use } from "./session-uses";
import { RAISES } from "../../syntax/node-kinds";
import { statementOf } from "../../syntax/statements";

/** An awaited call of a function that sends by a session. */
export interface Awaited {
  readonly source: Source;
  /** `await client.load()` */
  readonly expression: Node;
}

/** A call that makes a session. */
export interface Creation {
  readonly source: Source;
  readonly creation: Node;
}

export interface Moved {
  readonly kind: "moved";
  readonly texts: ReadonlyMap<FileId, string>;
  readonly notes: readonly string[];
  /** What closes the client, where nothing calls that yet. */
  readonly unclosed: Unclosed | undefined;
}

/** The method that closes a client, of itself or of the object that holds it. */
export interface Unclosed {
  readonly method: string;
  /** Who has to call it, in words, where that is new. */
  readonly note?: string;
}

const NO_REQUESTS: Gathered = { requests: [], sessions: [], foreign: [] };

/** What is done in one function, or in one run of statements outside of functions. */
interface Part {
  readonly source: Source;
  readonly moving: Moving;
  readonly uses: Use[];
  readonly calls: Node[];
  move: UserMove | undefined;
}

/** Rewrites everything that has to do with a session, in functions that are async already where they send. */
export function moveUses(
  what: Movable,
  files: readonly FileId[],
  draft: Draft,
  settings: MoveSettings,
): Moved | Obstacle {
  const receivers = new Receivers(files, draft);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const rewrite = new Rewrite(what, receivers, settings);
    const failed = rewrite.read();
    if (failed !== undefined) return failed;
    if (!receivers.add(rewrite.handedTo)) return rewrite.write();
  }
  return obstacle("its responses are handed on too often to be followed");
}

/** So often a response is followed to another function. */
const MOST_ROUNDS = 10;

/** A session, all that is done with it, and the calls of functions that send by it. */
export interface Movable {
  readonly held: Held;
  readonly to: Target;
  readonly uses: readonly Use[];
  /** Those that callers make and give in its place. */
  readonly besides: readonly Creation[];
  readonly awaited: readonly Awaited[];
}

class Rewrite {
  readonly #builders = new Map<Source, FixBuilder>();
  readonly #parts = new Map<Node, Part>();
  readonly #notes = new Set<string>();
  readonly #sessions: ReadonlySet<Node>;
  #unclosed: Unclosed | undefined;

  readonly #client: Client;
  readonly #session: SessionMove;
  readonly held: Held;

  constructor(
    readonly what: Movable,
    readonly receivers: Receivers,
    readonly settings: MoveSettings,
  ) {
    this.held = what.held;
    this.#sessions = new Set(what.uses.map(({ session }) => session));
    const { creation, name } = what.held;
    const statement = statementOf(creation);
    this.#client = CLIENTS[what.to];
    this.#session = this.#client.moveSession({
      name,
      statement,
      isSetUpBy: (one) => one.parent === statement?.parent && one.start > creation.start,
    });
  }

  /** Looks through everything, and says what becomes of all but what depends on how the client is opened. */
  read(): Obstacle | undefined {
    for (const use of this.what.uses) this.#partOf(use.session, use.source).uses.push(use);
    for (const { expression, source } of this.what.awaited) this.#partOf(expression, source).calls.push(expression);
    for (const { node, source } of this.receivers.functions) this.#partOf(node.child("body")!, source);
    for (const part of this.#parts.values()) {
      const failed = attempt(part, () => {
        part.move = this.#read(part);
      });
      if (failed !== undefined) return failed;
    }
    return undefined;
  }

  write(): Moved | Obstacle {
    const made = this.#partOf(this.held.creation, this.held.source);
    return this.#settle(made) ?? this.#texts();
  }

  /** The arguments that are responses. */
  get handedTo(): readonly Given[] {
    return [...this.#parts.values()].flatMap(({ move, source }) =>
      (move?.handedTo ?? []).map((argument) => ({ argument, source })),
    );
  }

  #partOf(node: Node, source: Source): Part {
    const execution = executionOf(node);
    const around = execution.kind === "async" || execution.kind === "sync" ? execution.function : node.tree.root;
    let part = this.#parts.get(around);
    if (part !== undefined) return part;
    let builder = this.#builders.get(source);
    if (builder === undefined) this.#builders.set(source, (builder = new FixBuilder(this.#contextOf(source))));
    const moving = movingOf({ from: this.held.from, to: this.what.to }, node, around, this.#contextOf(source), {
      builder,
      notes: this.#notes,
    });
    part = { source, moving, uses: [], calls: [], move: undefined };
    this.#parts.set(around, part);
    return part;
  }

  #contextOf({ module, infer }: Source): MoveContext {
    return { module, infer, settings: this.settings };
  }

  #read({ moving, source, uses, calls }: Part): Part["move"] {
    const sends = uses.some(({ kind }) => kind === "send");
    const parameters = this.receivers.parametersOf(moving.function);
    for (const { kind, session } of uses)
      if (kind === "set" || kind === "close") this.#session.settings.take(session.parent!, moving);
    for (const use of uses) if (use.kind === "close") awaitClose(use.call, moving, this.#client.close);
    if (!sends && calls.length === 0 && parameters.length === 0) return undefined;
    if (raisesItself(moving)) throw new CannotMove("the code raises requests' exceptions itself");
    if (!sends && mixesErrors(moving)) throw new CannotMove(`it catches errors of other requests too`);
    const gathered = sends
      ? gather(moving.function, moving.from, moving.context, (object) => this.#sessions.has(object))
      : NO_REQUESTS;
    const received = calls.filter((call) => source.infer.instanceOf(call) === "requests.Response");
    return this.#session.read(moving, gathered, {
      received,
      calls,
      parameters,
      isTaken: (argument) => this.receivers.takes(argument),
    });
  }

  /** Opens the client as all of its requests want it, and writes these. */
  #settle(made: Part): Obstacle | undefined {
    const { settings } = this.#session;
    for (const { statement } of settings.options.values()) made.moving.rewriter.removeStatement(statement);
    const failed = attempt(made, () => {
      this.#session.open(this.held.creation, (value) => this.#isFixed(value), made.moving);
      this.#writeTypes();
      if (settings.closes.length + settings.entries.length === 0) this.#addClose(made);
    });
    if (failed !== undefined) return failed;
    for (const { creation, source } of this.what.besides) {
      const part = this.#partOf(creation, source);
      const unopened = attempt(part, () => this.#session.open(creation, (value) => this.#isFixed(value), part.moving));
      if (unopened !== undefined) return unopened;
    }
    for (const part of this.#parts.values()) {
      const { move, moving } = part;
      const unwritten = attempt(part, () => {
        if (move !== undefined) return move.write();
        for (const work of moving.later) work();
        moving.rewriter.emit(moving.builder);
      });
      if (unwritten !== undefined) return unwritten;
    }
    return undefined;
  }

  /** Whether a value is known, and the same, where the session is made: it is made of the file's own names alone. */
  #isFixed(value: Node): boolean {
    const { source, creation } = this.held;
    const { module } = source;
    if (value.kind === "integer" || value.kind === "float") return true;
    if (this.what.besides.length > 0) return false;
    if (module.document.segments.every(({ tree }) => tree !== value.tree)) return false;
    const isAtImport = executionOf(creation).kind === "module";
    for (const part of value.subtree()) {
      if (part.kind === "call" || part.kind === "await" || part.kind === "named_expression") return false;
      if (part.kind !== "identifier" || part.field === "attribute") continue;
      if (localBindings(part, module) !== undefined) return false;
      if (isAtImport && module.bindings(part.text).some(({ node }) => source.lineOf(node) >= source.lineOf(creation)))
        return false;
    }
    return true;
  }

  /** `session: requests.Session` */
  #writeTypes(): void {
    const { bindings, from } = this.held;
    const own = bindings.map(({ annotation, node }) => ({ annotation, node, source: this.held.source }));
    const taken = this.what.uses.filter(({ kind }) => kind === "take");
    const given = taken.map(({ session, source }) => ({
      annotation: session.parent?.child("type"),
      node: session,
      source,
    }));
    for (const { annotation, node, source } of [...own, ...given]) {
      if (annotation === undefined) continue;
      const { moving } = this.#partOf(node, source);
      for (const name of annotation.subtree()) {
        if (
          name.field === "attribute" ||
          source.infer.name(name) !== (from === "requests" ? "requests.Session" : `${from}.Client`)
        )
          continue;
        moving.rewriter.replace(name, named(moving, this.#client.className, name));
      }
    }
  }

  /** Gives a class whose session nobody closes a method that does. */
  #addClose(made: Part): void {
    const { name, word, holder, bindings } = this.held;
    const function_ = made.moving.function;
    const self = function_.kind === "function_definition" ? function_.child("parameters")?.named[0]?.text : undefined;
    const owner = holder.kind === "attribute" ? holder.owner : undefined;
    const has = owner?.partsWith("aclose").some((part) => part.bindings.has("aclose")) ?? true;
    if (owner === undefined || has || self === undefined || made.source.module.function(function_).owner !== owner) {
      const note = `nothing closes ${name}`;
      if (holder.kind === "variable") this.#unclosed = { method: this.#client.close, note };
      else this.#notes.add(note);
      return;
    }
    const { unit, lineBreak, text } = made.moving.rewriter;
    const indentation = indentationOf(text, function_.start);
    const isOptional = bindings.filter(({ source: { kind } }) => kind === "expression").length > 1;
    const lines = [
      `async def aclose(${self}) -> None:`,
      ...(isOptional ? [`${unit}if ${self}.${word} is not None:`] : []),
      `${unit}${isOptional ? unit : ""}await ${self}.${word}.${this.#client.close}()`,
    ];
    made.moving.rewriter.insertAfter(
      function_,
      lineBreak + lineBreak + lines.map((line) => indentation + line).join(lineBreak),
    );
    const note = `nothing closes ${name} yet: whoever makes ${owner.name} has to await its new aclose()`;
    this.#unclosed = { method: "aclose", note };
  }

  #texts(): Moved | Obstacle {
    const texts = new Map<FileId, string>();
    for (const [source, builder] of this.#builders) {
      const fix = builder.build({ title: "", applicability: "unsafe" });
      if (fix.obstacle !== undefined) return obstacle(`in ${source.draft.nameOf(source.file)} ${fix.obstacle}`);
      if (fix.annotation !== undefined) this.#notes.add(fix.annotation[0]!.toLowerCase() + fix.annotation.slice(1));
      if (fix.edits.length > 0) texts.set(source.file, applyEdits(source.document.text, editsOf(source.module, fix)));
    }
    return { kind: "moved", texts, notes: [...this.#notes], unclosed: this.#unclosed };
  }
}

/** Whether a function raises exceptions of requests, which who calls it no longer expects. */
function raisesItself({ function: function_, context: { infer } }: Moving): boolean {
  for (const {
    named: [raised],
  } of ownNodes(function_, RAISES)) {
    const name =
      raised === undefined ? undefined : infer.name(raised.kind === "call" ? raised.child("function")! : raised);
    if (name?.startsWith("requests.") === true) return true;
  }
  return false;
}

const CATCHES: ReadonlySet<Kind> = new Set(["except_clause"]);

/** Whether a function catches what requests raises, and sends such requests itself that stay. */
function mixesErrors({ function: function_, from, context }: Moving): boolean {
  const { requests, foreign } = gather(function_, from, context);
  if (from !== "requests" || requests.length + foreign.length === 0) return false;
  for (const clause of ownNodes(function_, CATCHES)) {
    for (const part of clause.child("value")?.subtree() ?? [])
      if (context.infer.name(part)?.startsWith("requests.") === true) return true;
  }
  return false;
}

function attempt(part: Part, work: () => void): Obstacle | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (!(error instanceof CannotMove)) throw error;
    return obstacle(
      `${part.source.placeOf(part.moving.function.child("body") ?? part.moving.function)}: ${error.message}`,
    );
  }
}
