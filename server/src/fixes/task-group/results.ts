import { CONSUMERS } from "../../model/library/builtins";
import type { Node } from "../../syntax/tree";
import type { FixBuilder } from "../builder";
import type { Collection } from "./collection";
import type { Gathering, Part } from "./gathering";
import { fits, type Style } from "./moved";
import { distinct, freeName, type Names, taskForCall, taskForTarget } from "./names";
import type { SpawnWriter } from "./spawns";
import { throughTasks, withReplacements } from "./through-tasks";

/** A part, and where what its name holds was made. */
export interface Resolved {
  readonly part: Part;
  readonly collection: Collection | undefined;
}

/** What becomes of the results, and of the statement that used them. */
export interface Results {
  /** Nobody reads them: the statement goes. */
  readonly isDropped: boolean;
  /** More than one task may run. */
  readonly isSeveral: boolean;
  /** The lines that start what isn't started further up, each without its indentation; or why there are none. */
  lines(writer: SpawnWriter, indent: string, style: Style): readonly string[] | string;
  /** Edits the statement to read the results from the tasks. */
  finish(builder: FixBuilder, indent: string, style: Style): void;
  /** The statement's text after that, without its first indentation. */
  finished(indent: string, style: Style): string;
}

export function planResults(
  gathering: Gathering,
  statement: Node,
  names: Names,
  resolved: readonly Resolved[],
): Results | string {
  const target = targetOf(gathering.awaiting, statement);
  const isDropped =
    target.kind === "none" ||
    (target.kind === "names" &&
      target.nodes.every((node) => isUnread(node, names)) &&
      target.nodes.length === resolved.length &&
      resolved.every(isSingle));
  const isSeveral = resolved.length > 1 || resolved.some((one) => !isSingle(one));
  if (gathering.how === "waits" && !isDropped)
    return "wait() gives sets of tasks, in no order, where a TaskGroup has results alone";
  const planner = new Planner(gathering, statement, names, resolved, target);
  if (isDropped)
    return {
      isDropped,
      isSeveral,
      lines: (writer, indent) => planner.unread(writer, indent),
      finish: () => undefined,
      finished: () => "",
    };
  if (target.kind === "names" && target.nodes.length === resolved.length && resolved.every(isSingle))
    return { isDropped, isSeveral, ...planner.unpacked(target.nodes) };
  return { isDropped, isSeveral, ...planner.listed() };
}

type Target =
  /** The value is thrown away. */
  | { readonly kind: "none" }
  /** `a, b = await ...`. */
  | { readonly kind: "names"; readonly nodes: readonly Node[]; readonly pattern: Node }
  | { readonly kind: "value" };

function targetOf(awaiting: Node, statement: Node): Target {
  if (awaiting === statement) return { kind: "none" };
  let node = awaiting;
  while (node.parent?.kind === "parenthesized_expression") node = node.parent;
  if (node.parent === statement && statement.kind === "expression_statement") return { kind: "none" };
  const assignment = node.parent;
  if (assignment?.kind !== "assignment" || assignment.parent !== statement || assignment.child("type") !== undefined)
    return { kind: "value" };
  const pattern = assignment.child("left");
  if (pattern === undefined || !["pattern_list", "tuple_pattern", "list_pattern"].includes(pattern.kind))
    return { kind: "value" };
  if (pattern.named.some((one) => one.kind === "list_splat_pattern")) return { kind: "value" };
  return { kind: "names", nodes: pattern.named, pattern };
}

function isSingle({ part }: Resolved): boolean {
  return part.kind === "one" || (part.kind === "name" && !part.starred);
}

/** `_` that is assigned, and never read. */
function isUnread(node: Node, names: Names): boolean {
  if (node.kind !== "identifier" || !/^_+$/.test(node.text)) return false;
  return names
    .usesOf(node.text)
    .every(
      (use) =>
        use.parent?.kind === "pattern_list" ||
        use.parent?.kind === "tuple_pattern" ||
        (use.field === "left" && use.parent?.kind === "assignment"),
    );
}

type Finishing = Pick<Results, "lines" | "finish" | "finished">;

class Planner {
  constructor(
    readonly gathering: Gathering,
    readonly statement: Node,
    readonly names: Names,
    readonly resolved: readonly Resolved[],
    readonly target: Target,
  ) {}

  unread(writer: SpawnWriter, indent: string): readonly string[] {
    const lines: string[] = [];
    const comments = commentsOf(
      this.gathering,
      this.resolved.map(({ part }) => part),
    );
    for (const [i, { part }] of this.resolved.entries()) {
      lines.push(...comments.above[i]!);
      const own =
        part.kind === "one"
          ? [writer.one(part.spawn, undefined, indent)]
          : part.kind === "each" || part.kind === "map"
            ? (writer.loop(part, indent, this.statement) ?? [
                this.#list(part, writer, `${this.#free("tasks")} = `, indent),
              ])
            : [];
      if (own.length === 0 && comments.behind[i] !== "") lines.push(comments.behind[i]!.trim());
      lines.push(...own.map((line, at) => (at === own.length - 1 ? line + comments.behind[i]! : line)));
    }
    return [...lines, ...comments.below];
  }

  unpacked(targets: readonly Node[]): Finishing {
    const kept = targets.map((target) => !isUnread(target, this.names));
    const wanted = this.resolved.map(
      ({ part, collection }, i) =>
        collection?.taskName ??
        taskForTarget(targets[i]!) ??
        (part.kind === "one" ? taskForCall(part.spawn.coroutine) : "task"),
    );
    const taskNames = this.#distinct(wanted, kept);
    const values = taskNames.filter((_, i) => kept[i]).map((name) => `${name}.result()`);
    const left = targets.filter((_, i) => kept[i]).map((target) => target.text);
    const pattern = (this.target as Target & { kind: "names" }).pattern;
    const finished = (indent: string, style: Style): string => {
      const whole = kept.every(Boolean);
      const names = whole ? pattern.text : left.join(", ");
      const line = `${names} = ${values.join(", ")}${whole && left.length === 1 ? "," : ""}`;
      const isNested = targets.some((target) => target.kind !== "identifier") || pattern.kind === "list_pattern";
      if (!isNested && (!fits(indent, line, style) || /[\n\r]/.test(pattern.text)))
        return left.map((name, i) => `${name} = ${values[i]!}`).join(style.eol + indent);
      return line;
    };
    return {
      lines: (writer, indent) => this.#named(writer, indent, taskNames, kept),
      finished,
      finish: (builder, indent, style) => void builder.replace(this.statement.named[0]!, finished(indent, style)),
    };
  }

  listed(): Finishing {
    const { resolved } = this;
    const [only] = resolved;
    if (resolved.length === 1 && only !== undefined && !isSingle(only)) {
      const name = only.collection?.taskName ?? this.#free("tasks");
      return this.#finishing({ of: name }, (writer, indent) =>
        only.collection === undefined
          ? [this.#list(only.part as Part & { kind: "each" | "map" }, writer, `${name} = `, indent)]
          : this.#comments(),
      );
    }
    if (resolved.every(isSingle)) {
      const wanted = resolved.map(
        ({ part, collection }) =>
          collection?.taskName ?? (part.kind === "one" ? taskForCall(part.spawn.coroutine) : "task"),
      );
      const clear = new Set(wanted).size === wanted.length && wanted.length <= 4 && !wanted.includes("task");
      if (clear || resolved.some(({ collection }) => collection !== undefined)) {
        const taskNames = this.#distinct(
          wanted,
          wanted.map(() => true),
        );
        return this.#finishing(
          taskNames.map((name) => `${name}.result()`),
          (writer, indent) =>
            this.#named(
              writer,
              indent,
              taskNames,
              wanted.map(() => true),
            ),
        );
      }
    }
    const name = this.#free("tasks");
    return this.#finishing({ of: name }, (writer, indent, style) => {
      const items = resolved.map(({ part, collection }) => {
        const inner = indent + style.unit;
        if (collection !== undefined)
          return part.kind === "name" && part.starred ? `*${collection.taskName}` : collection.taskName;
        return part.kind === "one"
          ? writer.one(part.spawn, undefined, inner)
          : `*${this.#list(part as Part & { kind: "each" | "map" }, writer, "", inner)}`;
      });
      const comments = commentsOf(
        this.gathering,
        resolved.map(({ part }) => part),
      );
      if (comments.isEmpty) return [`${name} = [${items.join(", ")}]`];
      const inner = indent + style.unit;
      const rows = items.flatMap((item, i) => [...comments.above[i]!, `${item},${comments.behind[i]!}`]);
      return [
        `${name} = [${style.eol}${[...rows, ...comments.below].map((row) => inner + row + style.eol).join("")}${indent}]`,
      ];
    });
  }

  #named(
    writer: SpawnWriter,
    indent: string,
    taskNames: readonly string[],
    kept: readonly boolean[],
  ): readonly string[] {
    const comments = commentsOf(
      this.gathering,
      this.resolved.map(({ part }) => part),
    );
    return [
      ...this.resolved.flatMap(({ part }, i) => [
        ...comments.above[i]!,
        ...(part.kind === "one"
          ? [writer.one(part.spawn, kept[i] ? taskNames[i] : undefined, indent) + comments.behind[i]!]
          : comments.behind[i] === ""
            ? []
            : [comments.behind[i]!.trim()]),
      ]),
      ...comments.below,
    ];
  }

  /** The comments of a wait for tasks that are started further up. */
  #comments(): readonly string[] {
    const { above, behind, below } = commentsOf(
      this.gathering,
      this.resolved.map(({ part }) => part),
    );
    return [...above.flat(), ...behind.map((comment) => comment.trim()).filter((comment) => comment !== ""), ...below];
  }

  #list(part: Part & { readonly kind: "each" | "map" }, writer: SpawnWriter, prefix: string, indent: string): string {
    return part.kind === "each" ? writer.each(part, prefix, indent) : writer.map(part, prefix, indent);
  }

  #free(base: string): string {
    return freeName(base, (name) => this.names.isFree(name, this.statement));
  }

  /** Names for the tasks; those that are there already stay as they are. */
  #distinct(wanted: readonly string[], kept: readonly boolean[]): readonly string[] {
    const fixed = new Set(this.resolved.flatMap(({ collection }) => collection?.taskName ?? []));
    const fresh = wanted.filter((_, i) => this.resolved[i]!.collection === undefined && kept[i]);
    const given = [...distinct(fresh, (name) => !fixed.has(name) && this.names.isFree(name, this.statement))];
    return wanted.map((name, i) => (this.resolved[i]!.collection === undefined && kept[i] ? given.shift()! : name));
  }

  /** @param result the results one by one, or the name of all tasks */
  #finishing(result: { readonly of: string } | readonly string[], lines: Results["lines"]): Finishing {
    let node = this.gathering.awaiting;
    while (node.parent?.kind === "parenthesized_expression") node = node.parent;
    const { statement } = this;
    // `list(await gather(...))` is a list already.
    const list = "of" in result ? node.parent?.parent : undefined;
    if (
      node.parent?.kind === "argument_list" &&
      node.parent.named.length === 1 &&
      list?.child("function")?.text === "list"
    )
      node = list;
    const value = "of" in result ? this.#listOf(result.of, node) : `[${result.join(", ")}]`;
    const inPlace = [{ start: node.start, end: node.end, text: value }];
    const through = "of" in result ? throughTasks(node, result.of, this.#free("task"), this.names) : undefined;
    return {
      lines,
      finish: (builder) => {
        for (const { start, end, text } of through ?? inPlace) builder.edit(statement, start, end, text);
      },
      // A statement with a block of its own is moved as it is.
      finished: () => withReplacements(statement, statement.kind === "for_statement" ? inPlace : (through ?? inPlace)),
    };
  }

  /** The results of several tasks, where `node` stood. */
  #listOf(tasks: string, node: Node): string {
    const results = `task.result() for task in ${tasks}`;
    const isSole =
      node.parent?.kind === "argument_list" &&
      node.parent.named.length === 1 &&
      CONSUMERS.has(node.parent.parent?.child("function")?.text ?? "");
    return isSole ? results : `[${results}]`;
  }
}

interface PartComments {
  readonly above: readonly (readonly string[])[];
  /** With the two blanks before it. */
  readonly behind: readonly string[];
  readonly below: readonly string[];
  readonly isEmpty: boolean;
}

/** The comments between the arguments: above the part they stand before, or behind the one on their line. */
function commentsOf(gathering: Gathering, parts: readonly Part[]): PartComments {
  const above: string[][] = parts.map(() => []);
  const behind: string[] = parts.map(() => "");
  const below: string[] = [];
  const { text } = gathering.call.tree;
  for (const comment of gathering.awaiting.descendants("comment")) {
    if (parts.some((part) => part.node.contains(comment))) continue;
    const before = parts.findLastIndex((part) => part.node.end <= comment.start);
    const sameLine = before >= 0 && !/[\n\r]/.test(text.slice(parts[before]!.node.end, comment.start));
    if (sameLine) behind[before] = `  ${comment.text}`;
    else if (before + 1 < parts.length) above[before + 1]!.push(comment.text);
    else below.push(comment.text);
  }
  return { above, behind, below, isEmpty: [...above.flat(), ...below, ...behind].join("") === "" };
}
