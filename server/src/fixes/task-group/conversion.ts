import type { Kind } from "../../syntax/kinds.generated";
import type { Node } from "../../syntax/tree";
import { FixBuilder, type FixContext, importedAs, indentUnit } from "../builder";
import { blankLinesAbove } from "../../syntax/lines";
import { indentationOf, linesBetween, lineSpan } from "../text";
import { type Collection, suspends, tied } from "./collection";
import { enclosingGroup, type ExistingGroup, existingGroupLast } from "./existing";
import { firstErrorHandler } from "./first-error";
import type { Gathering } from "./gathering";
import type { Style } from "./moved";
import { CANCELLATION_COMMENT, documentCancellation, mentionsCancellation } from "./mention";
import { freeName, type Names } from "./names";
import type { Resolved, Results } from "./results";
import { SpawnWriter } from "./spawns";

/** More than a screen is not indented for the sake of a group around it. */
const MOST_LINES = 40;

/** What was found out about a statement that waits: the function around it, its names, what it waits for, and what becomes of the results. */
interface Plan {
  readonly definition: Node;
  readonly names: Names;
  readonly resolved: readonly Resolved[];
  readonly results: Results;
  /** Whether the first error is raised itself, and no group. */
  readonly keepsError: boolean;
}

/** Writes the edits of one conversion: the group, the tasks started in it, and what becomes of the statement that waited. */
export class Conversion implements Plan {
  readonly definition: Node;
  readonly names: Names;
  readonly resolved: readonly Resolved[];
  readonly results: Results;
  readonly keepsError: boolean;
  readonly #builder: FixBuilder;
  readonly #style: Style;
  readonly #indent: string;
  /** How much deeper than the statement the tasks are started. */
  readonly #shift: string;

  constructor(
    readonly gathering: Gathering,
    readonly statement: Node,
    { definition, names, resolved, results, keepsError }: Plan,
    readonly context: FixContext,
  ) {
    this.definition = definition;
    this.names = names;
    this.resolved = resolved;
    this.results = results;
    this.keepsError = keepsError;
    this.#builder = new FixBuilder(context);
    this.#indent = indentationOf(statement.tree.text, statement.start);
    this.#style = { unit: indentUnit(statement), width: context.settings?.lineLength ?? 88, eol: context.module.document.lineBreak };
    this.#shift = keepsError ? this.#style.unit + this.#style.unit : this.#style.unit;
  }

  run(): FixBuilder | string {
    const { statement, context } = this;
    const collections = [...new Set(this.resolved.flatMap(({ collection }) => collection ?? []))];
    const first = collections.length === 0 ? undefined : collections.reduce((a, b) => (a.first.start <= b.first.start ? a : b)).first;
    const early = collections.some((collection) => collection.spawns.every((spawn) => spawn.create !== undefined));
    const late = collections.some((collection) => collection.spawns.some((spawn) => spawn.create === undefined));
    if (first !== undefined) {
      if ([...linesBetween(statement.tree.text, first.start, statement.start)].length > MOST_LINES)
        return "much else stands between the first task and the wait for all, and would go into the group";
      const why = tied(first, statement);
      if (why !== undefined) return why;
      if (late && suspends(first, statement))
        return early
          ? "tasks and coroutines are mixed, and something is awaited before they all run"
          : "something is awaited before the coroutines run, and tasks would start at once";
    }
    const { timeout } = this.gathering;
    if (timeout !== undefined && first !== undefined) return "the tasks are started before the time limit begins";
    if (timeout !== undefined && !isSimple(timeout)) return "the time limit would be worked out before the arguments";
    const existing = first === undefined && timeout === undefined && !this.keepsError ? existingGroupLast(statement, context.infer) : undefined;
    const group = existing?.name ?? freeName("group", (name) => this.names.isFree(name, statement) || this.names.isGroupElsewhere(name, first ?? statement));
    const open = existing === undefined ? this.#open(group) : "";
    if (open === undefined) return "the name asyncio means something else here";
    const body = existing === undefined ? this.#indent + this.#shift : this.#indent;
    const writer = new SpawnWriter(group, this.#style, this.names, context.module);
    const spawned = this.results.lines(writer, body, this.#style);
    if (typeof spawned === "string") return spawned;
    const above = existing === undefined ? this.#documented() : [];
    const { bound } = this.gathering;
    const limiting = bound?.lines(this.#builder, statement, this.#indent, this.#style) ?? [];
    if (bound !== undefined && limiting.length === 0) return "the name asyncio means something else here";
    if (!keepsComments(this.gathering, spawned)) return "the comments between its arguments would be lost";
    if (first === undefined) this.#replace(open, limiting, above, spawned, existing);
    else this.#surround(first, [...above, ...this.#opening(open)], spawned, writer, collections);
    return this.#builder;
  }

  #open(group: string): string | undefined {
    const { call } = this.gathering;
    const imported = importedAs(this.context, "asyncio.TaskGroup", call);
    const byName = call.child("function")?.kind === "identifier" && importedAs(this.context, "asyncio", call) === undefined;
    const written = byName ? this.#builder.needFrom("asyncio", "TaskGroup", call) : this.#builder.need("asyncio.TaskGroup", call);
    const { timeout } = this.gathering;
    const limit =
      timeout === undefined
        ? undefined
        : byName && imported === undefined
          ? this.#builder.needFrom("asyncio", "timeout", call)
          : this.#builder.need("asyncio.timeout", call);
    if (written === undefined || (timeout !== undefined && limit === undefined)) return undefined;
    return `async with ${timeout === undefined ? "" : `${limit}(${timeout.text}), `}${written}() as ${group}:`;
  }

  #opening(open: string): readonly string[] {
    return this.keepsError ? ["try:", this.#style.unit + open] : [open];
  }

  /** The whole lines behind the group, where it stands in a `try`. */
  #closing(): readonly string[] {
    if (!this.keepsError) return [];
    return firstErrorHandler(this.definition, this.statement, this.names, this.#style).map((line) => this.#indent + line);
  }

  /** Puts them below the line that an offset of the segment stands in. */
  #close(node: Node, at: number): void {
    const lines = this.#closing();
    if (lines.length === 0) return;
    const { eol } = this.#style;
    const { text } = node.tree;
    const { end } = lineSpan(text, at, at);
    const isEnded = /[\n\r]$/.test(text.slice(0, end));
    this.#builder.edit(node, end, end, isEnded ? lines.map((line) => line + eol).join("") : eol + lines.join(eol));
  }

  /** What is said of cancellation above the group: with the handler, it is said there. */
  #documented(): readonly string[] {
    return this.results.isSeveral && !this.keepsError ? documented(this.definition, this.statement, this.#builder) : [];
  }

  /** All tasks start where the wait stood. */
  #replace(open: string, limiting: readonly string[], above: readonly string[], spawned: readonly string[], existing: ExistingGroup | undefined): void {
    const { statement } = this;
    const { eol } = this.#style;
    const indent = this.#indent;
    const inner = existing === undefined ? indent + this.#shift : indent;
    const head = [...limiting, ...(existing === undefined ? [...above, ...this.#opening(open)] : [])].map((line) => (line === "" ? "" : indent + line));
    const lines = [...head, ...spawned.map((line) => inner + line)];
    const selection = limiting[0] === undefined ? undefined : this.gathering.bound?.selection(indent + limiting[0]);
    const select = (): unknown => selection && this.#builder.placeholder(selection.start, selection.end);
    const text = statement.tree.text;
    const { start } = lineSpan(text, statement.start, statement.start);
    if (this.results.isDropped) {
      this.#builder.edit(statement, start, statement.end, lines.join(eol));
      select();
      this.#close(statement, statement.end);
      return;
    }
    if (existing === undefined) {
      this.#builder.edit(statement, start, start, [...lines, ...this.#closing()].map((line) => line + eol).join(""));
      select();
      this.results.finish(this.#builder, indent, this.#style);
      return;
    }
    // Results are there when the group's block is left: the statement moves out of it.
    const outer = indentationOf(text, existing.statement.start);
    const end = lineSpan(text, statement.end, statement.end).end;
    const rest = text.slice(statement.end, end);
    this.#builder.edit(statement, start, end, `${lines.join(eol)}${eol}${outer}${this.results.finished(outer, this.#style)}${rest}`);
    select();
  }

  /** The tasks that were started further up are started in the group: it holds all statements from there on. */
  #surround(first: Node, head: readonly string[], spawned: readonly string[], writer: SpawnWriter, collections: readonly Collection[]): void {
    const { statement } = this;
    const { eol } = this.#style;
    const indent = this.#indent;
    const shift = this.#shift;
    const { text } = statement.tree;
    const builder = this.#builder.needsOwnLines(first, statement).needsOwnLines(statement);
    const start = lineSpan(text, first.start, first.start).start;
    builder.edit(first, start, start, head.map((line) => indent + line + eol).join(""));
    const unnamed = collections.filter((collection) => this.results.isDropped && !collection.usedLater && !beginsFilled(collection));
    for (const collection of unnamed) {
      if (collection.shape !== "appended") continue;
      // The empty list that nobody reads any more.
      const span = lineSpan(text, collection.binding.start, collection.binding.end);
      if (text.slice(collection.binding.end, span.end).trim() === "" && !collection.binding.contains(first)) builder.edit(first, span.start, span.end, "");
    }
    for (const collection of collections) if (collection.binding.end <= first.start) this.#rename(collection.binding, [collection], unnamed);
    const siblings = (first.parent?.children ?? []).filter(
      (child) => first.start <= child.start && child.end <= statement.start && (child.isNamed || child.kind === "comment"),
    );
    const behind = spawned.length > 0 ? [] : harmlessEnd(siblings);
    for (const sibling of siblings) {
      if (behind.includes(sibling)) continue;
      if (collections.some((collection) => collection.binding === sibling && collection.shape === "appended" && unnamed.includes(collection))) continue;
      const lineStart = lineSpan(text, sibling.start, sibling.start).start;
      if (text.slice(lineStart, sibling.start).trim() !== "") continue;
      const rewritten = this.#rewritten(sibling, collections, unnamed, writer);
      if (rewritten !== undefined) {
        if (/\\[\n\r]/.test(sibling.text)) builder.cannot("a statement goes on behind a backslash");
        builder.edit(sibling, lineStart, sibling.end, `${indent}${shift}${rewritten}`);
        continue;
      }
      builder.indent(sibling, sibling, shift);
      this.#rename(sibling, collections, unnamed);
      for (const collection of collections) {
        for (const spawn of collection.spawns) if (sibling.contains(spawn.node)) this.#respawn(spawn, collection, unnamed.includes(collection), writer);
      }
    }
    const own = lineSpan(text, statement.start, statement.start).start;
    const lines = spawned.map((line) => indent + shift + line);
    const last = siblings.findLast((sibling) => !behind.includes(sibling)) ?? first;
    if (!this.results.isDropped) {
      if (lines.length > 0) builder.edit(statement, own, own, [...lines, ...this.#closing()].map((line) => line + eol).join(""));
      else this.#close(last, last.end);
      this.results.finish(builder, indent, this.#style);
      return;
    }
    const end = lineSpan(text, statement.end, statement.end).end;
    const comment = text.slice(statement.end, end).trim();
    if (lines.length > 0) builder.edit(statement, own, statement.end, lines.join(eol));
    else if (comment !== "") builder.edit(statement, own, statement.end + text.slice(statement.end, end).indexOf("#"), indent + shift);
    else builder.edit(statement, own - blankAbove(text, own, end), end, "");
    if (lines.length > 0 || comment !== "") this.#close(statement, statement.end);
    else this.#close(last, last.end);
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
    const inner = this.#indent + this.#shift;
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
      const inner = indentationOf(append.tree.text, append.start) + this.#shift;
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
    else if (beginsLine(spawn.node) && /[\n\r]/.test(spawn.node.text)) this.#putBetween(spawn.node, `${writer.group}.create_task`);
    else this.#builder.insertBefore(spawn.node, `${writer.group}.create_task(`).insertAfter(spawn.node, ")");
  }

  /** Gives an expression of several lines parentheses on lines of their own. */
  #putBetween(node: Node, callee: string): void {
    const { eol, unit } = this.#style;
    const { text } = node.tree;
    const own = indentationOf(text, node.start) + unit;
    const strings = [...node.descendants("string")];
    this.#builder.insertBefore(node, `${callee}(${eol}${own}${unit}`);
    for (const { start: at } of linesBetween(text, lineSpan(text, node.start, node.start).end, node.end)) {
      if (!strings.some((string) => string.start < at && at < string.end)) this.#builder.edit(node, at, at, unit);
    }
    this.#builder.insertAfter(node, `${eol}${own})`);
  }
}

/** Says what happens to the others, where the function doesn't yet: in its docstring, else in the lines given back, for above the group. */
export function documented(definition: Node, statement: Node, builder: FixBuilder): readonly string[] {
  if (mentionsCancellation(definition) || enclosingGroup(statement, builder.context.infer)) return [];
  return documentCancellation(definition, builder) ? [] : [CANCELLATION_COMMENT];
}

/** A list that is appended to, but has items from the start, or others than the calls that stand in the appends. */
function beginsFilled({ shape, spawns, binding, uses }: Collection): boolean {
  return (
    shape === "appended" && spawns.some((spawn) => binding.contains(spawn.node) || !uses.some((use) => use.closest("call")?.contains(spawn.node) === true))
  );
}

/** The statements at the end that begin an empty list or the like: they may as well stand behind the group. */
function harmlessEnd(siblings: readonly Node[]): readonly Node[] {
  const from = siblings.findLastIndex((sibling) => {
    const assignment = sibling.kind === "expression_statement" ? sibling.named[0] : undefined;
    const value = assignment?.kind === "assignment" && assignment.child("left")?.kind === "identifier" ? assignment.child("right") : undefined;
    return value === undefined || !EMPTY.has(value.kind) || value.named.length > 0;
  });
  return siblings.slice(from + 1);
}

const EMPTY: ReadonlySet<Kind> = new Set(["list", "dictionary", "integer", "none", "true", "false"]);

/** The length of the blank lines above what goes, where a blank line or less indented code follows too. */
function blankAbove(text: string, start: number, end: number): number {
  const next = /^[ \t]*([\n\r]|$)/.test(text.slice(end));
  return next ? start - blankLinesAbove(text, start) : 0;
}

function keepsComments(gathering: Gathering, lines: readonly string[]): boolean {
  const text = lines.join("\n");
  for (const comment of gathering.awaiting.descendants("comment")) if (!text.includes(comment.text)) return false;
  return true;
}

/** Whether it makes no difference when an expression is worked out. */
function isSimple(node: Node): boolean {
  return [...node.subtree()].every(
    (part) =>
      !part.isNamed ||
      ["identifier", "attribute", "integer", "float", "none", "binary_operator", "unary_operator", "parenthesized_expression"].includes(part.kind),
  );
}

function beginsLine(node: Node): boolean {
  const { text } = node.tree;
  return text.slice(lineSpan(text, node.start, node.start).start, node.start).trim() === "";
}
