import type { Node } from "../../syntax/tree";
import type { FixBuilder } from "../builder";
import { indentationOf, linesBetween, lineSpan } from "../text";
import type { Collection } from "./collection";
import type { Style } from "./moved";
import type { SpawnWriter } from "./spawns";

/** How deep the statements stand, and how much deeper they come to stand. */
interface Layout {
  readonly indent: string;
  readonly shift: string;
  readonly style: Style;
}

/** Moves statements into a group: what makes tasks in them makes them there. */
export class TasksInGroup {
  /** @param unnamed those that nobody keeps any more */
  constructor(
    readonly builder: FixBuilder,
    readonly writer: SpawnWriter,
    readonly layout: Layout,
    readonly collections: readonly Collection[],
    readonly unnamed: readonly Collection[],
  ) {}

  takeIn(sibling: Node): void {
    if (this.unnamed.some((collection) => collection.binding === sibling && collection.shape === "appended")) return;
    const { text } = sibling.tree;
    const lineStart = lineSpan(text, sibling.start, sibling.start).start;
    if (text.slice(lineStart, sibling.start).trim() !== "") return;
    const rewritten = this.#rewritten(sibling);
    if (rewritten !== undefined) {
      if (/\\[\n\r]/.test(sibling.text)) this.builder.cannot("a statement goes on behind a backslash");
      this.builder.edit(sibling, lineStart, sibling.end, `${this.layout.indent}${this.layout.shift}${rewritten}`);
      return;
    }
    this.builder.indent(sibling, sibling, this.layout.shift);
    this.rename(sibling);
    for (const collection of this.collections) {
      for (const spawn of collection.spawns) if (sibling.contains(spawn.node)) this.#respawn(spawn, collection);
    }
  }

  /** A list of coroutines that becomes one of tasks is called so. */
  rename(statement: Node, collections = this.collections): void {
    for (const collection of collections) {
      if (collection.taskName === collection.name || this.unnamed.includes(collection)) continue;
      for (const use of collection.uses) if (statement.contains(use)) this.builder.replace(use, collection.taskName);
    }
  }

  /** A statement that does nothing but make tasks, written anew. */
  #rewritten(sibling: Node): string | undefined {
    const { writer } = this;
    const collection = this.collections.find((one) => one.binding === sibling);
    if (collection === undefined || [...sibling.descendants("comment")].length > 0) return undefined;
    const inner = this.layout.indent + this.layout.shift;
    const drop = this.unnamed.includes(collection);
    const [spawn] = collection.spawns;
    switch (collection.shape) {
      case "comprehension": {
        const part = { kind: "each", node: collection.value, spawn: spawn! } as const;
        const loop = drop ? writer.loop(part, inner, sibling) : undefined;
        if (loop !== undefined) return loop.join(this.layout.style.eol);
        return /[\n\r]/.test(sibling.text) ? undefined : writer.each(part, this.#assigned(sibling, collection), inner);
      }
      case "single":
        return writer.one(spawn!, drop ? undefined : this.#assigned(sibling, collection).replace(/ = $/, ""), inner);
      case "list":
        return drop
          ? collection.spawns.map((one) => writer.one(one, undefined, inner)).join(this.layout.style.eol + inner)
          : undefined;
      case "appended":
        return undefined;
      default:
        return collection.shape satisfies never;
    }
  }

  #assigned(statement: Node, collection: Collection): string {
    const { text } = statement.tree;
    return (
      collection.taskName +
      text.slice(statement.start + collection.name.length, collection.value.start).replace(/\($/, "")
    );
  }

  /** `asyncio.create_task(f())` → `group.create_task(f())`; without the append where nobody keeps the list. */
  #respawn(spawn: Collection["spawns"][number], collection: Collection): void {
    const { writer } = this;
    const append =
      this.unnamed.includes(collection) && collection.shape === "appended"
        ? spawn.node.closest("expression_statement")
        : undefined;
    if (append !== undefined && [...append.descendants("comment")].length === 0) {
      const inner = indentationOf(append.tree.text, append.start) + this.layout.shift;
      // Lines behind the first are indented by what surrounds them.
      if (!/[\n\r]/.test(append.text)) {
        this.builder.replace(append, writer.one(spawn, undefined, inner));
        return;
      }
      const create = spawn.create?.child("function") ?? append.named[0]?.child("function");
      if (create !== undefined) this.builder.replace(create, `${writer.group}.create_task`);
      if (spawn.create !== undefined)
        this.builder.edit(append, append.start, spawn.node.start, "").edit(append, spawn.node.end, append.end, "");
      return;
    }
    const callee = spawn.create?.child("function");
    if (callee !== undefined) this.builder.replace(callee, `${writer.group}.create_task`);
    else if (beginsLine(spawn.node) && /[\n\r]/.test(spawn.node.text))
      this.#putBetween(spawn.node, `${writer.group}.create_task`);
    else this.builder.insertBefore(spawn.node, `${writer.group}.create_task(`).insertAfter(spawn.node, ")");
  }

  /** Gives an expression of several lines parentheses on lines of their own. */
  #putBetween(node: Node, callee: string): void {
    const { eol, unit } = this.layout.style;
    const { text } = node.tree;
    const own = indentationOf(text, node.start) + unit;
    const strings = [...node.descendants("string")];
    this.builder.insertBefore(node, `${callee}(${eol}${own}${unit}`);
    for (const { start: at } of linesBetween(text, lineSpan(text, node.start, node.start).end, node.end)) {
      if (!strings.some((string) => string.start < at && at < string.end)) this.builder.edit(node, at, at, unit);
    }
    this.builder.insertAfter(node, `${eol}${own})`);
  }
}

function beginsLine(node: Node): boolean {
  const { text } = node.tree;
  return text.slice(lineSpan(text, node.start, node.start).start, node.start).trim() === "";
}
