import type { Module } from "../../model/module";
import type { Node } from "../../syntax/tree";
import { indentationOf, lineSpan } from "../text";
import type { Part, Spawn } from "./gathering";
import { callOf, movedText, movedTo, type Style } from "./moved";
import { freeName, type Names, singular } from "./names";

/** Writes the lines that start tasks in a group. */
export class SpawnWriter {
  constructor(
    readonly group: string,
    readonly style: Style,
    readonly names: Names,
    readonly module: Module,
  ) {}

  /** `name = group.create_task(f())`, without the first line's indentation. */
  one(spawn: Spawn, name: string | undefined, indent: string): string {
    return callOf(
      `${name === undefined ? "" : `${name} = `}${this.group}.create_task`,
      (at) => spawn.written ?? movedTo(spawn.coroutine, at, this.style),
      options(spawn),
      indent,
      this.style,
    );
  }

  /** `prefix[group.create_task(f(x)) for x in xs]`, without the first line's indentation. */
  each(part: Part & { readonly kind: "each" }, prefix: string, indent: string): string {
    const { node } = part;
    const { style } = this;
    const parts = node.named;
    const isFlat = parts.every((inner) => !/[\n\r]/.test(inner.text)) && [...node.descendants("comment")].length === 0;
    if (isFlat)
      return `${prefix}[${[this.flat(part.spawn), ...parts.slice(1).map((clause) => clause.text)].join(" ")}]`;
    // A comprehension of several lines keeps them, and the comments between them.
    const [open, close] = [node.children[0]!, node.children.at(-1)!];
    const { coroutine, node: whole } = part.spawn;
    const from = indentationOf(node.tree.text, node.start);
    const moved = (start: number, end: number): string => movedText(node, { start, end }, indent, style, from);
    const before = moved(open.end, whole.start);
    const inner = part.spawn.written ?? this.#element(coroutine, indent, from);
    const after = moved(whole.end, close.start);
    const more = options(part.spawn);
    return `${prefix}[${before}${this.group}.create_task(${[inner, ...more].join(", ")})${after}]`;
  }

  map(part: Part & { readonly kind: "map" }, prefix: string, indent: string): string {
    const item = this.#item(part, (name) => ![...part.node.descendants("identifier")].some((id) => id.text === name));
    return `${prefix}[${this.group}.create_task(${applied(part, item)}) for ${item} in ${movedTo(part.iterable, indent, this.style)}]`;
  }

  /** `for x in xs: group.create_task(f(x))`; undefined where the loop's variable would overwrite another. */
  loop(part: Part & { readonly kind: "each" | "map" }, indent: string, statement: Node): readonly string[] | undefined {
    const { unit, eol } = this.style;
    if (part.kind === "map") {
      const item = this.#item(part, (name) => this.names.isFree(name, statement));
      return [
        `for ${item} in ${movedTo(part.iterable, indent, this.style)}:${eol}${indent}${unit}${this.group}.create_task(${applied(part, item)})`,
      ];
    }
    const clauses = part.node.named.slice(1);
    if (
      clauses.some(
        (clause) =>
          clause.kind === "for_in_clause" &&
          [...targetsOf(clause)].some((target) => !this.#isOwn(target, part.node, statement)),
      )
    )
      return undefined;
    let at = indent;
    const lines: string[] = [...part.node.children]
      .filter((child) => child.kind === "comment")
      .map((comment) => `${indent}${comment.text}`);
    for (const clause of clauses) {
      const comments = [...clause.descendants("comment")].filter((comment) => comment.parent === clause);
      lines.push(...comments.map((comment) => at + comment.text));
      lines.push(`${at}${this.#head(clause, at)}:`);
      at += unit;
    }
    lines.push(at + this.one(part.spawn, undefined, at));
    return [lines.join(eol).slice(indent.length)];
  }

  /** A coroutine in a comprehension; one of several lines that begins its line goes between the parentheses' own. */
  #element(coroutine: Node, indent: string, from: string): string {
    const { text } = coroutine.tree;
    const own = indentationOf(text, coroutine.start);
    const beginsLine =
      text.slice(lineSpan(text, coroutine.start, coroutine.start).start, coroutine.start).trim() === "";
    if (!/[\n\r]/.test(coroutine.text) || !beginsLine || !own.startsWith(from))
      return movedText(coroutine, coroutine, indent, this.style, from);
    const at = indent + own.slice(from.length);
    return `${this.style.eol}${at}${this.style.unit}${movedTo(coroutine, at + this.style.unit, this.style)}${this.style.eol}${at}`;
  }

  flat(spawn: Spawn): string {
    return `${this.group}.create_task(${[spawn.written ?? spawn.coroutine.text, ...options(spawn)].join(", ")})`;
  }

  #head(clause: Node, indent: string): string {
    if (clause.kind === "if_clause") return `if ${this.#standing(clause.named[0]!, indent)}`;
    const left = clause.child("left")!;
    const rights = clause.all("right");
    const right =
      rights.length === 1
        ? this.#standing(rights[0]!, indent)
        : clause.tree.text.slice(rights[0]!.start, rights.at(-1)!.end);
    return `${clause.hasToken("async") ? "async " : ""}for ${left.text} in ${right}`;
  }

  /** What ran over several lines within brackets needs its own without them. */
  #standing(node: Node, indent: string): string {
    const text = movedTo(node, indent, this.style);
    const closed =
      ["call", "list", "tuple", "dictionary", "set", "parenthesized_expression", "string", "subscript"].includes(
        node.kind,
      ) || node.kind.endsWith("comprehension");
    return /[\n\r]/.test(text) && !closed ? `(${text})` : text;
  }

  /** A variable for the items of an iterable. */
  #item(part: Part & { readonly kind: "map" }, isFree: (name: string) => boolean): string {
    return freeName(singular(part.iterable), isFree);
  }

  /**
   * Whether a comprehension's variable means nothing outside of comprehensions, nested functions and loops of its own.
   */
  #isOwn(target: Node, comprehension: Node, statement: Node): boolean {
    return (
      this.names
        .usesOf(target.text)
        .every((use) => comprehension.contains(use) || this.#isBoundWithin(use) || inOtherLoop(use, statement)) ||
      this.names.isFree(target.text, statement)
    );
  }

  #isBoundWithin(use: Node): boolean {
    const clause = use.closest("for_in_clause", "block");
    if (clause?.kind === "for_in_clause" && clause.child("left")?.contains(use) === true) return true;
    const parameters = use.closest("parameters", "lambda_parameters", "block");
    if (parameters !== undefined && parameters.kind !== "block" && parameters.parent !== this.names.scope) return true;
    for (
      let scope = this.module.scopes(use.tree).of(use);
      scope.node !== this.names.scope && scope.parent !== undefined;
      scope = scope.parent
    ) {
      if (scope.kind !== "class" && scope.bindings.has(use.text) && !scope.nonlocals.has(use.text)) return true;
    }
    return false;
  }
}

function applied(part: Part & { readonly kind: "map" }, item: string): string {
  return part.function === undefined ? item : `${part.function.text}(${item})`;
}

/** Whether a loop elsewhere gives the name its value for this use. */
function inOtherLoop(use: Node, statement: Node): boolean {
  for (const around of use.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (around.kind !== "for_statement" || around.contains(statement) || around.child("right")?.contains(use) === true)
      continue;
    const left = around.child("left");
    if (
      left !== undefined &&
      [left, ...left.descendants("identifier")].some(
        (target) => target.kind === "identifier" && target.text === use.text,
      )
    )
      return true;
  }
  return false;
}

function* targetsOf(clause: Node): Iterable<Node> {
  const left = clause.child("left");
  if (left?.kind === "identifier") yield left;
  else if (left !== undefined) yield* left.descendants("identifier");
}

/** `name=...` and `context=...` of a create_task() that goes. */
function options({ create, coroutine }: Spawn): readonly string[] {
  return (create?.child("arguments")?.named ?? [])
    .filter((argument) => argument !== coroutine && !argument.contains(coroutine))
    .map((argument) => argument.text);
}
