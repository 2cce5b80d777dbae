import type { Kind } from "../../syntax/kinds.generated";
import type { Node } from "../../syntax/tree";
import { FixBuilder, type FixContext, indentUnit } from "../builder";
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
import { TasksInGroup } from "./tasks-in-group";

/** More than a screen is not indented for the sake of a group around it. */
const MOST_LINES = 40;

/**
 * What was found out about a statement that waits: the function around it, its names, what it waits for, and what
 * becomes of the results.
 */
interface Plan {
  readonly definition: Node;
  readonly names: Names;
  readonly resolved: readonly Resolved[];
  readonly results: Results;
  /** Whether the first error is raised itself, and no group. */
  readonly keepsError: boolean;
}

/**
 * Writes the edits of one conversion: the group, the tasks started in it, and what becomes of the statement that
 * waited.
 */
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
    this.#style = {
      unit: indentUnit(statement),
      width: context.settings?.lineLength ?? 88,
      eol: context.module.document.lineBreak,
    };
    this.#shift = keepsError ? this.#style.unit + this.#style.unit : this.#style.unit;
  }

  run(): FixBuilder | string {
    const { statement, context } = this;
    const collections = [...new Set(this.resolved.flatMap(({ collection }) => collection ?? []))];
    const first = firstMade(collections);
    const { timeout } = this.gathering;
    const obstacle =
      (first === undefined ? undefined : this.#cannotSurround(first, collections)) ??
      cannotBound(timeout, first !== undefined);
    if (obstacle !== undefined) return obstacle;
    const existing =
      first === undefined && timeout === undefined && !this.keepsError
        ? existingGroupLast(statement, context.infer)
        : undefined;
    const group =
      existing?.name ??
      freeName(
        "group",
        (name) => this.names.isFree(name, statement) || this.names.isGroupElsewhere(name, first ?? statement),
      );
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

  /** Why the statements from the one in which the first task is made can't go into the group. */
  #cannotSurround(first: Node, collections: readonly Collection[]): string | undefined {
    const { statement } = this;
    if ([...linesBetween(statement.tree.text, first.start, statement.start)].length > MOST_LINES)
      return "much else stands between the first task and the wait for all, and would go into the group";
    const why = tied(first, statement);
    if (why !== undefined) return why;
    const early = collections.some((collection) => collection.spawns.every((spawn) => spawn.create !== undefined));
    const late = collections.some((collection) => collection.spawns.some((spawn) => spawn.create === undefined));
    if (!late || !suspends(first, statement)) return undefined;
    return early
      ? "tasks and coroutines are mixed, and something is awaited before they all run"
      : "something is awaited before the coroutines run, and tasks would start at once";
  }

  #open(group: string): string | undefined {
    const { call, timeout } = this.gathering;
    const written = this.#builder.need("asyncio.TaskGroup", call);
    const limit = timeout === undefined ? undefined : this.#builder.need("asyncio.timeout", call);
    if (written === undefined || (timeout !== undefined && limit === undefined)) return undefined;
    return `async with ${timeout === undefined ? "" : `${limit}(${timeout.text}), `}${written}() as ${group}:`;
  }

  #opening(open: string): readonly string[] {
    return this.keepsError ? ["try:", this.#style.unit + open] : [open];
  }

  /** The whole lines behind the group, where it stands in a `try`. */
  #closing(): readonly string[] {
    if (!this.keepsError) return [];
    return firstErrorHandler(this.definition, this.statement, this.names, this.#style).map(
      (line) => this.#indent + line,
    );
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
  #replace(
    open: string,
    limiting: readonly string[],
    above: readonly string[],
    spawned: readonly string[],
    existing: ExistingGroup | undefined,
  ): void {
    const { statement } = this;
    const { eol } = this.#style;
    const indent = this.#indent;
    const inner = existing === undefined ? indent + this.#shift : indent;
    const head = [...limiting, ...(existing === undefined ? [...above, ...this.#opening(open)] : [])].map((line) =>
      line === "" ? "" : indent + line,
    );
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
    this.#builder.edit(
      statement,
      start,
      end,
      `${lines.join(eol)}${eol}${outer}${this.results.finished(outer, this.#style)}${rest}`,
    );
    select();
  }

  /** The tasks that were started further up are started in the group: it holds all statements from there on. */
  #surround(
    first: Node,
    head: readonly string[],
    spawned: readonly string[],
    writer: SpawnWriter,
    collections: readonly Collection[],
  ): void {
    const { statement } = this;
    const { eol } = this.#style;
    const start = lineSpan(statement.tree.text, first.start, first.start).start;
    this.#builder.needsOwnLines(first, statement).needsOwnLines(statement);
    const siblings = (first.parent?.children ?? []).filter(
      (child) =>
        first.start <= child.start && child.end <= statement.start && (child.isNamed || child.kind === "comment"),
    );
    // What is said of the wait is said of the group.
    const said = spawned.length > 0 ? [] : commentsAtEnd(siblings);
    for (const comment of said) this.#builder.edit(comment, ...wholeLine(comment), "");
    const lines = [...said.map(({ text }) => text), ...head];
    this.#builder.edit(first, start, start, lines.map((line) => this.#indent + line + eol).join(""));
    const unnamed = collections.filter(
      (collection) => this.results.isDropped && !collection.usedLater && !beginsFilled(collection),
    );
    this.#dropLists(unnamed, first);
    const tasks = new TasksInGroup(
      this.#builder,
      writer,
      { indent: this.#indent, shift: this.#shift, style: this.#style },
      collections,
      unnamed,
    );
    for (const collection of collections)
      if (collection.binding.end <= first.start) tasks.rename(collection.binding, [collection]);
    const behind = spawned.length > 0 ? [] : harmlessEnd(siblings);
    const inside = siblings.filter((sibling) => !behind.includes(sibling) && !said.includes(sibling));
    for (const sibling of inside) tasks.takeIn(sibling);
    this.#finish(inside.at(-1) ?? first, spawned);
  }

  /** The empty lists that nobody reads any more. */
  #dropLists(unnamed: readonly Collection[], first: Node): void {
    const { text } = first.tree;
    for (const { shape, binding } of unnamed) {
      if (shape !== "appended") continue;
      const span = lineSpan(text, binding.start, binding.end);
      if (text.slice(binding.end, span.end).trim() === "" && !binding.contains(first))
        this.#builder.edit(first, span.start, span.end, "");
    }
  }

  /** What becomes of the statement that waited, behind the last one in the group. */
  #finish(last: Node, spawned: readonly string[]): void {
    const { statement } = this;
    const { eol } = this.#style;
    const builder = this.#builder;
    const { text } = statement.tree;
    const inner = this.#indent + this.#shift;
    const own = lineSpan(text, statement.start, statement.start).start;
    const lines = spawned.map((line) => inner + line);
    if (!this.results.isDropped) {
      if (lines.length > 0)
        builder.edit(statement, own, own, [...lines, ...this.#closing()].map((line) => line + eol).join(""));
      else this.#close(last, last.end);
      this.results.finish(builder, this.#indent, this.#style);
      return;
    }
    const end = lineSpan(text, statement.end, statement.end).end;
    const comment = text.slice(statement.end, end).trim();
    if (lines.length > 0) builder.edit(statement, own, statement.end, lines.join(eol));
    else if (comment !== "")
      builder.edit(statement, own, statement.end + text.slice(statement.end, end).indexOf("#"), inner);
    else builder.edit(statement, own - blankAbove(text, own, end), end, "");
    if (lines.length > 0 || comment !== "") this.#close(statement, statement.end);
    else this.#close(last, last.end);
  }
}

/** The comments on lines of their own that statements end with. */
function commentsAtEnd(siblings: readonly Node[]): readonly Node[] {
  const isSaid = (sibling: Node): boolean => {
    const [start] = wholeLine(sibling);
    return sibling.kind === "comment" && sibling.tree.text.slice(start, sibling.start).trim() === "";
  };
  return siblings.slice(siblings.findLastIndex((sibling) => !isSaid(sibling)) + 1);
}

function wholeLine({ tree, start, end }: Node): [number, number] {
  const span = lineSpan(tree.text, start, end);
  return [span.start, span.end];
}

/**
 * Says what happens to the others, where the function doesn't yet: in its docstring, else in the lines given back, for
 * above the group.
 */
export function documented(definition: Node, statement: Node, builder: FixBuilder): readonly string[] {
  if (mentionsCancellation(definition) || enclosingGroup(statement, builder.context.infer)) return [];
  return documentCancellation(definition, builder) ? [] : [CANCELLATION_COMMENT];
}

/** A list that is appended to, but has items from the start, or others than the calls that stand in the appends. */
function beginsFilled({ shape, spawns, binding, uses }: Collection): boolean {
  return (
    shape === "appended" &&
    spawns.some(
      (spawn) =>
        binding.contains(spawn.node) || !uses.some((use) => use.closest("call")?.contains(spawn.node) === true),
    )
  );
}

/** The statements at the end that begin an empty list or the like: they may as well stand behind the group. */
function harmlessEnd(siblings: readonly Node[]): readonly Node[] {
  const from = siblings.findLastIndex((sibling) => {
    const assignment = sibling.kind === "expression_statement" ? sibling.named[0] : undefined;
    const value =
      assignment?.kind === "assignment" && assignment.child("left")?.kind === "identifier"
        ? assignment.child("right")
        : undefined;
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

/** The statement in which the first of all tasks is made. */
function firstMade(collections: readonly Collection[]): Node | undefined {
  return collections.map(({ first }) => first).sort((a, b) => a.start - b.start)[0];
}

function keepsComments(gathering: Gathering, lines: readonly string[]): boolean {
  const text = lines.join("\n");
  for (const comment of gathering.awaiting.descendants("comment")) if (!text.includes(comment.text)) return false;
  return true;
}

/** Why what waits for so long at most can't do so in a group. */
function cannotBound(timeout: Node | undefined, isStartedBefore: boolean): string | undefined {
  if (timeout === undefined) return undefined;
  if (isStartedBefore) return "the tasks are started before the time limit begins";
  return isSimple(timeout) ? undefined : "the time limit would be worked out before the arguments";
}

/** Whether it makes no difference when an expression is worked out. */
function isSimple(node: Node): boolean {
  return [...node.subtree()].every(
    (part) =>
      !part.isNamed ||
      [
        "identifier",
        "attribute",
        "integer",
        "float",
        "none",
        "binary_operator",
        "unary_operator",
        "parenthesized_expression",
      ].includes(part.kind),
  );
}
