import { mayBeOlder } from "../../config/python";
import type { Node } from "../../syntax/tree";
import type { AsyncLibrary } from "../async-library";
import { FixBuilder, type FixContext, indentUnit } from "../builder";
import type { Offer, Refusal } from "../fix";
import { indentationOf, lineSpan } from "../text";
import { hasLinesOfItsOwn } from "../own-lines";
import type { Bound } from "./bound";
import { documented } from "./conversion";
import { existingGroupLast } from "./existing";
import { handlersAround, rewriteHandlers } from "./handlers";
import { callAt, callOf, movedTo, type Style } from "./moved";
import { freeName, Names } from "./names";
import type { Rounds } from "./rounds";

const OPENED: Readonly<Record<AsyncLibrary, { readonly by: string; readonly name: string }>> = {
  asyncio: { by: "asyncio.TaskGroup", name: "group" },
  anyio: { by: "anyio.create_task_group", name: "group" },
  trio: { by: "trio.open_nursery", name: "nursery" },
};

/**
 * The group that rounds are put into: whose it is, how many it runs at once, and whether what it is given is known to
 * be a coroutine, which is all that it takes.
 */
interface Group {
  readonly library: AsyncLibrary;
  readonly bound: Bound | undefined;
  readonly sure: boolean;
}

/** Puts a `for` statement into a group that its rounds start tasks in; the loop itself stays as it is written. */
export class LoopInGroup {
  readonly #builder: FixBuilder;
  readonly #names: Names;
  readonly #style: Style;
  readonly #indent: string;

  readonly library: AsyncLibrary;
  readonly bound: Bound | undefined;
  readonly sure: boolean;

  constructor(
    readonly rounds: Rounds,
    readonly definition: Node,
    { library, bound, sure }: Group,
    readonly context: FixContext,
  ) {
    this.library = library;
    this.bound = bound;
    this.sure = sure;
    const { loop } = rounds;
    this.#builder = new FixBuilder(context);
    this.#names = new Names(definition, context.module);
    this.#indent = indentationOf(loop.tree.text, loop.start);
    this.#style = {
      unit: indentUnit(loop),
      width: context.settings?.lineLength ?? 88,
      eol: context.module.document.lineBreak,
    };
  }

  offer(): Offer | undefined {
    const { loop, list } = this.rounds;
    const { infer, settings } = this.context;
    const refuse = (reason: string): Refusal => ({ kind: "refusal", title: "", reason });
    const python = settings?.python;
    if (this.library === "asyncio" && python !== undefined && mayBeOlder(python, [3, 11]))
      return refuse(`asyncio.TaskGroup needs Python 3.11, and the project supports ${python.join(".")}`);
    if (!hasLinesOfItsOwn(loop)) return undefined;
    const handlers = handlersAround(loop, infer, python);
    if (handlers.kind === "refused") return refuse(handlers.reason);
    const existing = this.library === "asyncio" && list === undefined ? existingGroupLast(loop, infer) : undefined;
    const group = existing?.name ?? this.#free(OPENED[this.library].name);
    const started = this.#started(group);
    const open = existing === undefined ? this.#builder.need(OPENED[this.library].by, loop) : "";
    const limiting = this.bound?.lines(this.#builder, loop, this.#indent, this.#style) ?? [];
    if (started === undefined || open === undefined || (this.bound !== undefined && limiting.length === 0))
      return undefined;
    const head =
      existing === undefined
        ? [...documented(this.definition, loop, this.#builder), `async with ${open}() as ${group}:`]
        : [];
    if (list === undefined) this.#start(limiting, head, started, existing === undefined);
    else this.#collect(limiting, head, group);
    rewriteHandlers(handlers.clauses, this.#builder);
    return this.#builder.build({
      title: "",
      applicability: "unsafe",
      annotation: this.#notes(handlers.note),
    });
  }

  #notes(handled: string | undefined): string {
    const { call, list } = this.rounds;
    const callee = call.child("function")?.text ?? "the call";
    const notes = [
      "",
      this.sure ? undefined : `create_task() takes coroutines alone: make sure that ${callee}() gives one`,
      list === undefined ? undefined : `${list.name} is filled when all are done`,
      handled,
    ];
    return notes.filter((note) => note !== undefined).join("; ");
  }

  #free(base: string): string {
    const { loop } = this.rounds;
    return freeName(base, (name) => this.#names.isFree(name, loop) || this.#names.isGroupElsewhere(name, loop));
  }

  /** How a task is started, at an indentation; undefined where the group can't be given the call. */
  #started(group: string): ((indent: string) => string) | undefined {
    const { call } = this.rounds;
    const args = call.child("arguments");
    if (this.library === "asyncio") {
      const written = this.bound && `${this.bound.callee}(${this.bound.args.join(", ")})`;
      return (indent) =>
        callOf(`${group}.create_task`, (at) => written ?? callAt(call, at, this.#style), [], indent, this.#style);
    }
    if (this.bound !== undefined)
      return () => `${group}.start_soon(${[this.bound!.callee, ...this.bound!.args].join(", ")})`;
    const given = args?.kind === "argument_list" ? args.named : undefined;
    const isPlain =
      given?.every((argument) => argument.kind !== "keyword_argument" && argument.kind !== "dictionary_splat") === true;
    if (!isPlain || /[\r\n]/.test(call.text)) return undefined;
    return () =>
      `${group}.start_soon(${[call.child("function")!.text, ...given.map((argument) => argument.text)].join(", ")})`;
  }

  /** The loop starts its tasks, and nobody waits for what they give. */
  #start(
    limiting: readonly string[],
    head: readonly string[],
    started: (indent: string) => string,
    isNew: boolean,
  ): void {
    const { loop, awaiting } = this.rounds;
    this.#above(loop, limiting, head);
    if (isNew) this.#builder.indent(loop, loop, this.#style.unit);
    const own = indentationOf(loop.tree.text, awaiting.start) + (isNew ? this.#style.unit : "");
    this.#builder.replace(awaiting, started(own));
  }

  /** The tasks are kept, and the list is filled with what they gave. */
  #collect(limiting: readonly string[], head: readonly string[], group: string): void {
    const { loop, awaiting } = this.rounds;
    const list = this.rounds.list!;
    const builder = this.#builder;
    const { eol, unit } = this.#style;
    const indent = this.#indent;
    const { text } = loop.tree;
    const tasks = this.#free("tasks");
    const isWhole = this.#isComprehension();
    if (list.start !== undefined) {
      const start = lineSpan(text, list.start.start, list.start.start).start;
      builder.edit(list.start, start, lineSpan(text, loop.start, loop.start).start, "");
    }
    const opening = [...limiting, ...(isWhole ? [] : [`${tasks} = []`]), ...head];
    const startOfLoop = lineSpan(text, loop.start, loop.start).start;
    if (isWhole) {
      const target = `${loop.child("left")!.text} in ${movedTo(loop.child("right")!, indent + unit, this.#style)}`;
      const created = `${group}.create_task(${this.#coroutine()})`;
      const line = `${tasks} = [${created} for ${target}]`;
      builder.edit(
        loop,
        startOfLoop,
        loop.end,
        [...this.#indented(opening), indent + unit + line, this.#filled(tasks)].join(eol),
      );
      this.#select(limiting);
      return;
    }
    builder.edit(
      loop,
      startOfLoop,
      startOfLoop,
      this.#indented(opening)
        .map((line) => line + eol)
        .join(""),
    );
    this.#select(limiting);
    builder.indent(loop, loop, unit);
    const append = awaiting.parent!.parent!;
    const own = indentationOf(text, append.start) + unit;
    builder.replace(
      append,
      callOf(
        `${tasks}.append`,
        (at) => callOf(`${group}.create_task`, (inner) => this.#coroutineAt(inner), [], at, this.#style),
        [],
        own,
        this.#style,
      ),
    );
    // Behind the loop's last line, whose comment may or may not be the loop's, with or without its line break.
    const last = lineSpan(text, loop.start, loop.start + text.slice(loop.start, loop.end).trimEnd().length).end;
    const isEnded = /[\r\n]$/.test(text.slice(0, last));
    builder.edit(loop, last, last, isEnded ? this.#filled(tasks) + eol : eol + this.#filled(tasks));
  }

  #coroutine(): string {
    return this.bound === undefined ? this.rounds.call.text : `${this.bound.callee}(${this.bound.args.join(", ")})`;
  }

  #coroutineAt(indent: string): string {
    return this.bound === undefined ? callAt(this.rounds.call, indent, this.#style) : this.#coroutine();
  }

  /** Whether the loop says no more than a comprehension would, and its variables mean nothing elsewhere. */
  #isComprehension(): boolean {
    const { loop, awaiting, call } = this.rounds;
    const targets = [...(loop.child("left")?.subtree() ?? [])].filter((node) => node.kind === "identifier");
    const isAlone =
      loop.child("body")?.named.length === 1 && loop.child("body")?.named[0] === awaiting.parent?.parent?.parent;
    const isFlat = !/[\r\n]/.test(call.text) && [...loop.descendants("comment")].length === 0;
    return (
      isAlone && isFlat && targets.every((target) => this.#names.usesOf(target.text).every((use) => loop.contains(use)))
    );
  }

  #filled(tasks: string): string {
    const list = this.rounds.list!;
    const assignment = list.start?.named[0];
    const value = assignment?.child("right");
    if (list.start === undefined || value === undefined)
      return `${this.#indent}${list.name}.extend(task.result() for task in ${tasks})`;
    const before = list.start.tree.text.slice(list.start.start, value.start);
    return `${this.#indent}${before}[task.result() for task in ${tasks}]`;
  }

  #above(statement: Node, limiting: readonly string[], head: readonly string[]): void {
    const start = lineSpan(statement.tree.text, statement.start, statement.start).start;
    const lines = this.#indented([...limiting, ...head]);
    if (lines.length === 0) return;
    this.#builder.edit(statement, start, start, lines.map((line) => line + this.#style.eol).join(""));
    this.#select(limiting);
  }

  #indented(lines: readonly string[]): readonly string[] {
    return lines.map((line) => (line === "" ? "" : this.#indent + line));
  }

  /** Marks the semaphore's number, in the edit made last. */
  #select(limiting: readonly string[]): void {
    const [first] = limiting;
    if (first === undefined || this.bound === undefined) return;
    const { start, end } = this.bound.selection(this.#indent + first);
    this.#builder.placeholder(start, end);
  }
}
