import type { Rule, RuleContext } from "../analysis/rule";
import { canAwait } from "../fixes/awaiting";
import { FixBuilder } from "../fixes/builder";
import type { Offer } from "../fixes/fix";
import { lineSpan } from "../fixes/text";
import { decoratorsOf, isGenerator, ownNodes, returnsOf } from "../model/definitions";
import { libraryRow } from "../model/library/index";
import type { Node } from "../syntax/tree";

/** A function that does nothing but collect what a stream gives, and return it. */
interface Collector {
  readonly definition: Node;
  readonly name: Node;
  /** The statement `items = []`. */
  readonly start: Node;
  /** The calls `items.append(...)`. */
  readonly appends: readonly Node[];
  readonly end: Node;
}

const LOOPS: ReadonlySet<string> = new Set(["for_statement"]);

export const listBuiltFromStream: Rule = {
  name: "list-built-from-stream",
  kinds: ["function_definition"],
  check(definition, context) {
    const collector = collectorOf(definition, context);
    if (collector === undefined) return undefined;
    return {
      at: collector.name,
      message: `${collector.name.text}() holds all that it reads in memory before its caller sees the first item`,
      related: [{ at: collector.start, message: "collected here" }],
      fixes: () => makeGenerator(collector, context),
    };
  },
};

function collectorOf(definition: Node, context: RuleContext): Collector | undefined {
  const name = definition.child("name");
  const body = definition.child("body")?.named ?? [];
  const end = body.at(-1);
  const list = end?.kind === "return_statement" ? end.named[0] : undefined;
  if (name === undefined || end === undefined || list?.kind !== "identifier" || returnsOf(definition).length !== 1) return undefined;
  if (decoratorsOf(definition).length > 0 || isGenerator(definition) || name.text.startsWith("__") || mayOverride(definition, name.text, context))
    return undefined;
  const bindings = context.module.scopes(definition.tree).inside(definition)?.bindings.get(list.text) ?? [];
  const start = body.find((statement) => isEmptyList(statement, list.text, context));
  if (bindings.length !== 1 || start === undefined) return undefined;
  const appends: Node[] = [];
  for (const id of definition.child("body")?.descendants("identifier") ?? []) {
    if (id.text !== list.text || id.field === "attribute" || start.contains(id) || id === list) continue;
    const call = appendCall(id);
    if (call === undefined || !isInStreamLoop(call, definition, context)) return undefined;
    appends.push(call);
  }
  return appends.length === 0 ? undefined : { definition, name, start, appends, end };
}

/** What a method of a base class returns, its overrides return too. */
function mayOverride(definition: Node, name: string, { module }: RuleContext): boolean {
  const bases = module.function(definition).owner?.node.child("superclasses")?.named ?? [];
  return !name.startsWith("_") && bases.some((base) => base.kind !== "keyword_argument" && base.text !== "object");
}

function isEmptyList(statement: Node, name: string, context: RuleContext): boolean {
  const [assignment] = statement.named;
  if (assignment?.kind !== "assignment" || assignment.child("left")?.text !== name) return false;
  const value = assignment.child("right");
  if (value?.kind === "list") return value.named.length === 0;
  return value?.kind === "call" && context.infer.callee(value) === "list" && value.child("arguments")?.named.length === 0;
}

/** `items.append(x)` as a statement of its own, for the `items` in it. */
function appendCall(id: Node): Node | undefined {
  const method = id.parent;
  const call = method?.parent;
  if (method?.kind !== "attribute" || id.field !== "object" || method.child("attribute")?.text !== "append") return undefined;
  if (call?.kind !== "call" || method.field !== "function" || call.parent?.kind !== "expression_statement") return undefined;
  const args = call.child("arguments")?.named ?? [];
  return args.length === 1 && !args[0]!.kind.endsWith("_splat") && args[0]!.kind !== "keyword_argument" ? call : undefined;
}

/** Whether the innermost loop around a node, of its own function, goes through a stream. */
function isInStreamLoop(node: Node, definition: Node, context: RuleContext): boolean {
  const [...loops] = ownNodes(definition, LOOPS);
  return loops.some((loop) => loop.contains(node) && (loop.child("body")?.contains(node) ?? false) && isStream(loop, context));
}

function isStream(loop: Node, context: RuleContext): boolean {
  const right = loop.child("right");
  // Who is given a stream is asked to collect it.
  if (right?.kind === "identifier" && isParameter(right, context)) return false;
  if (loop.hasToken("async")) return true;
  const type = right === undefined ? undefined : context.infer.instanceOf(right);
  return type !== undefined && libraryRow(`${type}.readlines`)?.blocks === "file";
}

function isParameter(name: Node, context: RuleContext): boolean {
  const bindings = context.module.scopes(name.tree).of(name).bindings.get(name.text) ?? [];
  return bindings.some((binding) => binding.source.from === "parameter");
}

function makeGenerator(collector: Collector, context: RuleContext): readonly Offer[] {
  const { definition, name, start, appends, end } = collector;
  const title = `Make ${name.text}() a generator`;
  const builder = new FixBuilder(context);
  const async = definition.hasToken("async");
  removeLine(builder, start);
  removeLine(builder, end);
  for (const call of appends) {
    const [item] = call.child("arguments")?.named ?? [];
    if (item === undefined) return [];
    const text = item.kind === "generator_expression" ? `(${item.text})` : item.text;
    builder.replace(call, `yield ${text}`);
  }
  if (!annotate(builder, definition, async)) return [{ kind: "refusal", title, reason: "What it is annotated to return is no plain list" }];
  const changed = changeCallers(builder, collector, async, context);
  if (!changed) return [{ kind: "refusal", title, reason: `${name.text} is used in this file in other ways than being called` }];
  return [builder.build({ title, applicability: "unsafe", annotation: "Callers in other files get an iterator, which can be read once" })];
}

/** Takes a statement away with its line, where it stands alone on it. */
function removeLine(builder: FixBuilder, statement: Node): void {
  const { text } = statement.tree;
  const span = lineSpan(text, statement.start, statement.end);
  const alone = text.slice(span.start, statement.start).trim() === "" && text.slice(statement.end, span.end).trim() === "";
  if (!alone) return void builder.replace(statement, "pass");
  // The last statement goes with the blank lines above it, the first with those below.
  const above = /(?:[ \t\f]*(?:\r\n|\n|\r))*$/.exec(text.slice(0, span.start))![0].replace(/^[^\r\n]*(?:\r\n|\n|\r)/, "");
  builder.edit(statement, statement.kind === "return_statement" ? span.start - above.length : span.start, span.end, "");
}

/** `-> list[T]` becomes `-> Iterator[T]`; false where it says something else. */
function annotate(builder: FixBuilder, definition: Node, async: boolean): boolean {
  const annotation = definition.child("return_type")?.named[0];
  if (annotation === undefined) return true;
  const base = annotation.kind === "generic_type" || annotation.kind === "subscript" ? annotation.named[0] : annotation;
  if (base === undefined || !["list", "typing.List"].includes(builder.context.infer.name(base) ?? "")) return false;
  const iterator = builder.needFrom("collections.abc", async ? "AsyncIterator" : "Iterator", definition);
  if (iterator === undefined) return false;
  builder.replace(base, iterator).releaseUsedBy(base);
  return true;
}

/** Gives callers of the file that need a list one; false where a use can't be changed. */
function changeCallers(builder: FixBuilder, { name, definition }: Collector, async: boolean, context: RuleContext): boolean {
  for (const id of context.infer.identifiers(name.text)) {
    if (id.tree === name.tree && id.row === name.row) continue;
    const callee = id.field === "attribute" && id.parent?.kind === "attribute" ? id.parent : id;
    const value = context.infer.value(callee);
    if (value?.kind !== "function") {
      if (callee.kind === "attribute") return false;
      continue;
    }
    if (value.definition.node !== definition) continue;
    const call = callee.parent;
    if (call?.kind !== "call" || callee.field !== "function") return false;
    if (async ? !collectAsync(builder, call) : !collect(builder, call)) return false;
  }
  return true;
}

function collect(builder: FixBuilder, call: Node): boolean {
  if (call.field === "right" && (call.parent?.kind === "for_statement" || call.parent?.kind === "for_in_clause")) return true;
  if (builder.context.infer.isBound("list", call)) return false;
  builder.insertBefore(call, "list(").insertAfter(call, ")");
  return true;
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
