import type { Node } from "../../syntax/tree";
import { FixBuilder, type FixContext, importedAs, indentUnit } from "../builder";
import type { Offer, Refusal } from "../fix";
import { indentationOf, lineBreakOf, lineSpan } from "../text";
import { type Collection, collected, suspends, tied } from "./collection";
import type { Gathering, Part } from "./gathering";
import { handlersAround, rewriteHandlers } from "./handlers";
import { hoisting } from "./hoist";
import type { Style } from "./layout";
import { CANCELLATION_COMMENT, documentCancellation, mentionsCancellation } from "./mention";
import { freeName, Names } from "./names";
import { enclosingGroup, existingGroupLast } from "./existing";
import { planResults, type Resolved, type Results } from "./results";
import { SpawnWriter } from "./spawns";

export const TITLE = "Wrap in TaskGroup";
const DIFFERENCE = "If one task fails, the others are cancelled and an ExceptionGroup is raised";

/** Turns `await gather(...)` into a TaskGroup, or says why that can't be right. */
export function wrapInTaskGroup(gathering: Gathering, context: FixContext): Offer | undefined {
  const { awaiting, call } = gathering;
  const python = context.settings?.python;
  const refuse = (reason: string): Refusal => ({ kind: "refusal", title: TITLE, reason });
  if (python !== undefined && (python[0] < 3 || (python[0] === 3 && python[1] < 11))) return refuse(`asyncio.TaskGroup needs Python 3.11, and the project supports ${python.join(".")}`);
  if (gathering.returnExceptions !== undefined) return refuse("a TaskGroup has nothing like return_exceptions=True: each coroutine would have to handle its own errors");
  const definition = awaiting.closest("function_definition");
  if (definition === undefined) return undefined;
  const place = hoisting(awaiting, context.infer);
  if (place.kind === "impossible") return refuse(place.reason);
  const { statement } = place;
  const handlers = handlersAround(awaiting, context.infer, python);
  if (handlers.kind === "refused") return refuse(handlers.reason);
  const names = new Names(definition);
  const resolved = resolve(gathering, statement, names, context);
  if (typeof resolved === "string") return refuse(resolved);
  if (containsYield(call)) return refuse("a yield must not stand in a TaskGroup");
  const results = planResults(gathering, statement, names, resolved);
  if (typeof results === "string") return refuse(results);
  const edit = new Conversion(gathering, statement, definition, names, resolved, results, context);
  const builder = edit.run();
  if (typeof builder === "string") return refuse(builder);
  rewriteHandlers(handlers.clauses, builder);
  const unsure = resolved.find(({ part, collection }) => !isSure(part, collection));
  const notes = [
    unsure === undefined ? undefined : `create_task() takes coroutines alone: make sure that ${calleeText(unsure)} gives one`,
    place.moved === undefined ? undefined : `${place.moved} is read after the tasks are done`,
    awaitsLate(gathering.parts) ? "the first tasks start while later arguments are awaited" : undefined,
    handlers.note,
  ].filter((note) => note !== undefined);
  return builder.build({ title: TITLE, applicability: notes.length === 0 ? "safe" : "unsafe", annotation: [DIFFERENCE, ...notes].join("; ") });
}

/** Whether it makes no difference when an expression is worked out. */
function isSimple(node: Node): boolean {
  return [...node.subtree()].every((part) => !part.isNamed || ["identifier", "attribute", "integer", "float", "none", "binary_operator", "unary_operator", "parenthesized_expression"].includes(part.kind));
}

function isSure(part: Part, collection: Collection | undefined): boolean {
  if (collection !== undefined) return collection.spawns.every((spawn) => spawn.sure);
  if (part.kind === "one" || part.kind === "each") return part.spawn.sure;
  return part.kind === "map" && part.sure;
}

function calleeText({ part, collection }: Resolved): string {
  const spawn = collection?.spawns.find((one) => !one.sure) ?? (part.kind === "one" || part.kind === "each" ? part.spawn : undefined);
  const callee = part.kind === "map" ? (part.function ?? part.iterable) : spawn?.coroutine.child("function");
  return callee === undefined || callee.text.length > 40 || /[\n\r]/.test(callee.text) ? "each call" : `${callee.text}()`;
}

/** Whether a task would start before something that gather() waited for first. */
function awaitsLate(parts: readonly Part[]): boolean {
  return parts.some((part, i) => {
    for (const inner of part.node.descendants("await")) if (inner !== part.node && (i > 0 || part.kind === "each")) return true;
    for (const clause of part.node.descendants("for_in_clause")) if (clause.hasToken("async")) return true;
    return false;
  });
}

function containsYield(call: Node): boolean {
  for (const _ of call.descendants("yield")) return true;
  return false;
}

/** The parts with where their names got what they hold. */
function resolve(gathering: Gathering, statement: Node, names: Names, context: FixContext): readonly Resolved[] | string {
  const seen = new Set<string>();
  const resolved: Resolved[] = [];
  for (const part of gathering.parts) {
    if (part.kind === "other") return part.reason;
    if (part.node.kind === "identifier") {
      if (seen.has(part.node.text)) return `${part.node.text} is given twice, and a TaskGroup runs a coroutine once`;
      seen.add(part.node.text);
    }
    if (part.kind !== "name") {
      resolved.push({ part, collection: undefined });
      continue;
    }
    const found = collected(part.node, statement, names, context.module, context.infer);
    if (found.kind === "elsewhere") return `it isn't known what ${part.node.text} holds: a TaskGroup takes new coroutines alone`;
    const coroutines = found.kind === "tangled" ? found.coroutines : notMovable(found.collection, statement);
    if (coroutines !== undefined && part.starred) {
      // They are started where gather() would have: one by one, from the list.
      resolved.push({ part: { kind: "map", node: part.node, function: undefined, iterable: part.node, sure: coroutines.every((spawn) => spawn.sure) }, collection: undefined });
      continue;
    }
    if (found.kind === "tangled") return found.reason;
    resolved.push({ part, collection: found.collection });
  }
  return resolved;
}

/** The coroutines of a list that can't be started where they are made, since they would run before gather() starts them. */
function notMovable(collection: Collection, statement: Node): Collection["spawns"] | undefined {
  if (collection.spawns.some((spawn) => spawn.create !== undefined)) return undefined;
  const begins = collection.binding.start < collection.first.start ? collection.binding : collection.first;
  return suspends(begins, statement) || tied(begins, statement) !== undefined ? collection.spawns : undefined;
}

/** The edits of one conversion. */
class Conversion {
  readonly #builder: FixBuilder;
  readonly #style: Style;
  readonly #indent: string;

  constructor(
    readonly gathering: Gathering,
    readonly statement: Node,
    readonly definition: Node,
    readonly names: Names,
    readonly resolved: readonly Resolved[],
    readonly results: Results,
    readonly context: FixContext,
  ) {
    this.#builder = new FixBuilder(context);
    this.#indent = indentationOf(statement.tree.text, statement.start);
    this.#style = { unit: indentUnit(statement), width: context.settings?.lineLength ?? 88, eol: lineBreakOf(context.module.document.text) };
  }

  run(): FixBuilder | string {
    const { statement, context } = this;
    const collections = [...new Set(this.resolved.flatMap(({ collection }) => collection ?? []))];
    const first = collections.length === 0 ? undefined : collections.reduce((a, b) => (a.first.start <= b.first.start ? a : b)).first;
    const early = collections.some((collection) => collection.spawns.every((spawn) => spawn.create !== undefined));
    const late = collections.some((collection) => collection.spawns.some((spawn) => spawn.create === undefined));
    if (first !== undefined) {
      const why = tied(first, statement);
      if (why !== undefined) return why;
      if (late && suspends(first, statement)) return early ? "tasks and coroutines are mixed, and something is awaited before they all run" : "something is awaited before the coroutines run, and tasks would start at once";
    }
    const { timeout } = this.gathering;
    if (timeout !== undefined && first !== undefined) return "the tasks are started before the time limit begins";
    if (timeout !== undefined && !isSimple(timeout)) return "the time limit would be worked out before the arguments";
    const existing = first === undefined && timeout === undefined ? existingGroupLast(statement, context.infer) : undefined;
    const group = existing?.name ?? freeName("group", (name) => this.names.isFree(name, statement) || this.names.isGroupElsewhere(name, first ?? statement));
    const open = existing === undefined ? this.#open(group) : "";
    if (open === undefined) return "the name asyncio means something else here";
    const body = existing === undefined ? this.#indent + this.#style.unit : this.#indent;
    const writer = new SpawnWriter(group, this.#style, this.names, context.module);
    const spawned = this.results.lines(writer, body, this.#style);
    if (typeof spawned === "string") return spawned;
    const above = existing === undefined ? this.#documented() : [];
    if (!keepsComments(this.gathering, spawned)) return "the comments between its arguments would be lost";
    if (first === undefined) this.#replace(open, above, spawned, existing);
    else this.#surround(first, open, above, spawned, writer, collections);
    this.#release();
    return this.#builder;
  }

  #open(group: string): string | undefined {
    const { call } = this.gathering;
    const imported = importedAs(this.context, "asyncio.TaskGroup", call);
    const byName = call.child("function")?.kind === "identifier" && importedAs(this.context, "asyncio", call) === undefined;
    const written = imported ?? (byName ? this.#builder.needFrom("asyncio", "TaskGroup", call) : this.#builder.need("asyncio.TaskGroup", call));
    const { timeout } = this.gathering;
    const limit = timeout === undefined ? undefined : byName && imported === undefined ? this.#builder.needFrom("asyncio", "timeout", call) : this.#builder.need("asyncio.timeout", call);
    if (written === undefined || (timeout !== undefined && limit === undefined)) return undefined;
    return `async with ${timeout === undefined ? "" : `${limit}(${timeout.text}), `}${written}() as ${group}:`;
  }

  /** Says what happens to the others, where the function doesn't yet: in its docstring, else above the group. */
  #documented(): readonly string[] {
    if (!this.results.isSeveral || mentionsCancellation(this.definition) || enclosingGroup(this.statement, this.context.infer)) return [];
    return documentCancellation(this.definition, this.#builder) ? [] : [CANCELLATION_COMMENT];
  }

  /** All tasks start where the wait stood. */
  #replace(open: string, above: readonly string[], spawned: readonly string[], existing: ReturnType<typeof existingGroupLast>): void {
    const { statement } = this;
    const { eol, unit } = this.#style;
    const indent = this.#indent;
    const inner = existing === undefined ? indent + unit : indent;
    const head = existing === undefined ? [...above, open].map((line) => indent + line) : [];
    const lines = [...head, ...spawned.map((line) => inner + line)];
    const text = statement.tree.text;
    const { start } = lineSpan(text, statement.start, statement.start);
    if (this.results.isDropped) {
      this.#builder.edit(statement, start, statement.end, lines.join(eol));
      return;
    }
    if (existing === undefined) {
      this.#builder.edit(statement, start, start, lines.map((line) => line + eol).join(""));
      this.results.finish(this.#builder, indent, this.#style);
      return;
    }
    // Results are there when the group's block is left: the statement moves out of it.
    const outer = indentationOf(text, existing.statement.start);
    const end = lineSpan(text, statement.end, statement.end).end;
    const rest = text.slice(statement.end, end);
    const ends = /[\n\r]$/.test(rest);
    this.#builder.edit(statement, start, end, `${lines.join(eol)}${eol}${outer}${this.results.finished(outer, this.#style)}${ends ? rest : rest + ""}`);
  }

  /** The tasks that were started further up are started in the group: it holds all statements from there on. */
  #surround(first: Node, open: string, above: readonly string[], spawned: readonly string[], writer: SpawnWriter, collections: readonly Collection[]): void {
    const { statement } = this;
    const { eol, unit } = this.#style;
    const indent = this.#indent;
    const { text } = statement.tree;
    const builder = this.#builder;
    const start = lineSpan(text, first.start, first.start).start;
    builder.edit(first, start, start, [...above, open].map((line) => indent + line + eol).join(""));
    const unnamed = collections.filter((collection) => this.results.isDropped && !collection.usedLater && !beginsFilled(collection));
    for (const collection of unnamed) {
      if (collection.shape !== "appended") continue;
      // The empty list that nobody reads any more.
      const span = lineSpan(text, collection.binding.start, collection.binding.end);
      if (text.slice(collection.binding.end, span.end).trim() === "" && !collection.binding.contains(first)) builder.edit(first, span.start, span.end, "");
    }
    for (const collection of collections) if (collection.binding.end <= first.start) this.#rename(collection.binding, [collection], unnamed);
    const siblings = (first.parent?.children ?? []).filter((child) => first.start <= child.start && child.end <= statement.start && (child.isNamed || child.kind === "comment"));
    for (const sibling of siblings) {
      if (collections.some((collection) => collection.binding === sibling && collection.shape === "appended" && unnamed.includes(collection))) continue;
      const lineStart = lineSpan(text, sibling.start, sibling.start).start;
      if (text.slice(lineStart, sibling.start).trim() !== "") continue;
      const rewritten = this.#rewritten(sibling, collections, unnamed, writer);
      if (rewritten !== undefined) {
        builder.edit(sibling, lineStart, sibling.end, `${indent}${unit}${rewritten}`);
        continue;
      }
      builder.indent(sibling, sibling, unit);
      this.#rename(sibling, collections, unnamed);
      for (const collection of collections) {
        for (const spawn of collection.spawns) if (sibling.contains(spawn.node)) this.#respawn(spawn, collection, unnamed.includes(collection), writer);
      }
    }
    const own = lineSpan(text, statement.start, statement.start).start;
    const lines = spawned.map((line) => indent + unit + line);
    if (!this.results.isDropped) {
      if (lines.length > 0) builder.edit(statement, own, own, lines.map((line) => line + eol).join(""));
      this.results.finish(builder, indent, this.#style);
      return;
    }
    const end = lineSpan(text, statement.end, statement.end).end;
    const comment = text.slice(statement.end, end).trim();
    if (lines.length > 0) builder.edit(statement, own, statement.end, lines.join(eol));
    else if (comment !== "") builder.edit(statement, own, statement.end + text.slice(statement.end, end).indexOf("#"), indent + unit);
    else builder.edit(statement, own - blankAbove(text, own, end), end, "");
  }

  /** A list of coroutines that becomes one of tasks is called so. */
  #rename(statement: Node, collections: readonly Collection[], unnamed: readonly Collection[]): void {
    for (const collection of collections) {
      if (collection.taskName === collection.name || unnamed.includes(collection)) continue;
      for (const use of collection.uses) if (statement.contains(use)) this.#builder.replace(use, collection.taskName);
    }
  }

  /** A statement that does nothing but make tasks, written anew. */
  #rewritten(sibling: Node, collections: readonly Collection[], unnamed: readonly Collection[], writer: SpawnWriter): string | undefined {
    const collection = collections.find((one) => one.binding === sibling);
    if (collection === undefined || [...sibling.descendants("comment")].length > 0) return undefined;
    const inner = this.#indent + this.#style.unit;
    const drop = unnamed.includes(collection);
    const [spawn] = collection.spawns;
    switch (collection.shape) {
      case "comprehension": {
        const part = { kind: "each", node: collection.value, spawn: spawn! } as const;
        const loop = drop ? writer.loop(part, inner, sibling) : undefined;
        if (loop !== undefined) return loop.join(this.#style.eol);
        return /[\n\r]/.test(sibling.text) ? undefined : writer.each(part, this.#assigned(sibling, collection), inner);
      }
      case "single":
        return writer.one(spawn!, drop ? undefined : this.#assigned(sibling, collection).replace(/ = $/, ""), inner);
      case "list":
        return drop ? collection.spawns.map((one) => writer.one(one, undefined, inner)).join(this.#style.eol + inner) : undefined;
      case "appended":
        return undefined;
      default:
        return collection.shape satisfies never;
    }
  }

  #assigned(statement: Node, collection: Collection): string {
    const { text } = statement.tree;
    return collection.taskName + text.slice(statement.start + collection.name.length, collection.value.start).replace(/\($/, "");
  }

  /** `asyncio.create_task(f())` → `group.create_task(f())`; without the append where nobody keeps the list. */
  #respawn(spawn: Collection["spawns"][number], collection: Collection, dropped: boolean, writer: SpawnWriter): void {
    const append = dropped && collection.shape === "appended" ? spawn.node.closest("expression_statement") : undefined;
    if (append !== undefined && [...append.descendants("comment")].length === 0) {
      const inner = indentationOf(append.tree.text, append.start) + this.#style.unit;
      // Lines behind the first are indented by what surrounds them.
      if (!/[\n\r]/.test(append.text)) {
        this.#builder.replace(append, writer.one(spawn, undefined, inner));
        return;
      }
      const create = spawn.create?.child("function") ?? append.named[0]?.child("function");
      if (create !== undefined) this.#builder.replace(create, `${writer.group}.create_task`);
      if (spawn.create !== undefined) this.#builder.edit(append, append.start, spawn.node.start, "").edit(append, spawn.node.end, append.end, "");
      return;
    }
    const callee = spawn.create?.child("function");
    if (callee !== undefined) this.#builder.replace(callee, `${writer.group}.create_task`);
    else this.#builder.insertBefore(spawn.node, `${writer.group}.create_task(`).insertAfter(spawn.node, ")");
  }

  /** gather, and create_task where all its uses go, may be imported for nothing afterwards. */
  #release(): void {
    const outer = this.gathering.awaiting.named[0];
    const callees = [this.gathering.call, ...(outer?.kind === "call" ? [outer] : []), ...this.resolved.flatMap(({ part, collection }) => [...(collection?.spawns ?? []), ...("spawn" in part ? [part.spawn] : [])].flatMap((spawn) => spawn.create ?? []))];
    for (const call of callees) {
      const callee = call.child("function");
      if (callee?.kind === "identifier") this.#builder.release(callee.text);
    }
  }
}

/** A list that is appended to, but has items from the start, or others than the calls that stand in the appends. */
function beginsFilled({ shape, spawns, binding, uses }: Collection): boolean {
  return shape === "appended" && spawns.some((spawn) => binding.contains(spawn.node) || !uses.some((use) => use.closest("call")?.contains(spawn.node) === true));
}

/** The length of the blank lines above what goes, where a blank line or less indented code follows too. */
function blankAbove(text: string, start: number, end: number): number {
  const next = /^[ \t]*([\n\r]|$)/.test(text.slice(end));
  return next ? (/(?:\r\n|\n|\r)((?:[ \t]*(?:\r\n|\n|\r))*)$/.exec(text.slice(0, start))?.[1]?.length ?? 0) : 0;
}

function keepsComments(gathering: Gathering, lines: readonly string[]): boolean {
  const text = lines.join("\n");
  for (const comment of gathering.awaiting.descendants("comment")) if (!text.includes(comment.text)) return false;
  return true;
}
