import { CONSUMERS } from "../../model/library/builtins";
import type { Kind } from "../../syntax/kinds.generated";
import type { Node } from "../../syntax/tree";
import { canAwait } from "../awaiting";
import { FixBuilder, type FixContext } from "../builder";
import type { Offer } from "../fix";
import { movedTo } from "../task-group/moved";
import { blankLinesAbove } from "../../syntax/lines";
import { indentationOf, lineSpan } from "../text";
import type { Collector } from "./collector";

/** Expressions that need no parentheses to go over several lines. */
const BRACKETED: ReadonlySet<Kind> = new Set([
  "call",
  "list",
  "tuple",
  "dictionary",
  "set",
  "parenthesized_expression",
  "subscript",
  "string",
]);

/**
 * Makes a function that collects a list yield its items, and gives callers in the file that need a list one.
 *
 * @param annotation what changes for callers that aren't known
 */
export function makeGenerator(collector: Collector, context: FixContext, annotation: string): Offer {
  const { definition, name, start, appends, end } = collector;
  const title = `Make ${name.text}() a generator`;
  const builder = new FixBuilder(context);
  const async = definition.hasToken("async");
  removeLine(builder, start);
  removeLine(builder, end);
  for (const call of appends) builder.replace(call, `yield ${yielded(call, context)}`);
  if (!annotate(builder, definition, async))
    return { kind: "refusal", title, reason: "What it is annotated to return is no plain list" };
  const problem = changeCallers(builder, collector, async);
  if (problem !== undefined) return { kind: "refusal", title, reason: problem };
  const used = context.infer.usedElsewhere(definition);
  if (used?.kind === "by somebody") return { kind: "refusal", title, reason: used.reason };
  return builder.build({
    title,
    applicability: "unsafe",
    annotation,
    differs: "callers get an iterator",
    changesCallers: true,
  });
}

/** What a call appends, as it stands behind `yield`. */
function yielded(call: Node, context: FixContext): string {
  const item = call.child("arguments")!.named[0]!;
  const { text } = call.tree;
  if (!/[\r\n]/.test(item.text)) return item.text;
  const indent = indentationOf(text, call.start);
  const style = { unit: "    ", width: 88, eol: context.module.document.lineBreak };
  if (BRACKETED.has(item.kind) || item.kind.endsWith("comprehension")) return movedTo(item, indent, style);
  return `(${text.slice(call.child("arguments")!.start + 1, call.end - 1).replace(/,(\s*)$/, "$1")})`;
}

/** Takes a statement away with its line, where it stands alone on it. */
function removeLine(builder: FixBuilder, statement: Node): void {
  const { text } = statement.tree;
  const span = lineSpan(text, statement.start, statement.end);
  const isFirstOnLine = text.slice(span.start, statement.start).trim() === "";
  const behind = text.slice(statement.end, span.end);
  if (!isFirstOnLine) return void builder.replace(statement, "pass");
  // A comment stays, and what stands behind it on its line.
  const kept = /^[ \t]*(?:;[ \t]*(?=[^\s#;])|(?=#))/.exec(behind)?.[0];
  if (kept !== undefined) return void builder.edit(statement, statement.start, statement.end + kept.length, "");
  // The last statement goes with the blank lines above it, one that begins the body with those below.
  const below = /^(?:[ \t\f]*(?:\r\n|\n|\r(?!\n)))*/.exec(text.slice(span.end))![0];
  const isLast = statement.kind === "return_statement";
  const isFirst = statement.parent?.children[0] === statement;
  builder.edit(
    statement,
    isLast ? blankLinesAbove(text, span.start) : span.start,
    isFirst ? span.end + below.length : span.end,
    "",
  );
}

/** `-> list[T]` becomes `-> Iterator[T]`; false where it says something else. */
function annotate(builder: FixBuilder, definition: Node, async: boolean): boolean {
  const annotation = definition.child("return_type")?.named[0];
  if (annotation === undefined) return true;
  const base = annotation.kind === "generic_type" || annotation.kind === "subscript" ? annotation.named[0] : annotation;
  if (base === undefined || !["list", "typing.List"].includes(builder.context.infer.name(base) ?? "")) return false;
  const iterator = builder.needFrom("collections.abc", async ? "AsyncIterator" : "Iterator", definition);
  if (iterator === undefined) return false;
  builder.replace(base, iterator);
  return true;
}

/** Gives callers of the file that need a list one; says why where a use can't be changed. */
function changeCallers(builder: FixBuilder, { name, definition }: Collector, async: boolean): string | undefined {
  const { infer } = builder.context;
  const otherwise = `${name.text} is used in this file in other ways than being called`;
  for (const id of infer.identifiers(name.text)) {
    if (id.tree === name.tree && id.row === name.row) continue;
    const callee = id.field === "attribute" && id.parent?.kind === "attribute" ? id.parent : id;
    const value = infer.value(callee);
    if (value?.kind !== "function") {
      if (callee.kind === "attribute") return otherwise;
      continue;
    }
    if (value.definition.node !== definition) continue;
    if (definition.contains(id)) return `${name.text}() calls itself`;
    const call = callee.parent;
    if (call?.kind !== "call" || callee.field !== "function") return otherwise;
    if (async ? !collectAsync(builder, call) : !collect(builder, call)) return otherwise;
  }
  return undefined;
}

function collect(builder: FixBuilder, call: Node): boolean {
  if (call.field === "right" && (call.parent?.kind === "for_statement" || call.parent?.kind === "for_in_clause"))
    return true;
  const others =
    call.parent?.kind === "argument_list" ? call.parent.named.filter((argument) => argument !== call) : undefined;
  const consumer =
    others?.every((argument) => argument.kind === "keyword_argument") === true ? call.parent?.parent : undefined;
  if (consumer?.kind === "call" && takesIterables(consumer, others!.length, builder.context)) return true;
  if (builder.context.infer.isBound("list", call)) return false;
  builder.insertBefore(call, "list(").insertAfter(call, ")");
  return true;
}

/**
 * Whether a call goes through an iterable that it is given, once: `sorted(f())`, `items.extend(f())`, `", ".join(f())`.
 */
function takesIterables(call: Node, others: number, { infer }: FixContext): boolean {
  const method = call.child("function")?.child("attribute")?.text;
  return CONSUMERS.has(infer.callee(call) ?? "") || (others === 0 && (method === "extend" || method === "join"));
}

function collectAsync(builder: FixBuilder, call: Node): boolean {
  const awaiting = call.parent;
  if (awaiting?.kind !== "await" || !canAwait(awaiting)) return false;
  const loop = awaiting.parent;
  if (loop?.kind === "for_statement" && awaiting.field === "right" && !loop.hasToken("async")) {
    builder.insertBefore(loop, "async ").edit(awaiting, awaiting.start, call.start, "");
    return true;
  }
  builder.edit(awaiting, awaiting.start, call.start, "[item async for item in ").insertAfter(call, "]");
  return true;
}
