import { referenceElsewhere } from "../../model/elsewhere";
import { taskKeeper } from "../../model/task-keeper";
import type { Segment } from "../../syntax/document";
import { ATTRIBUTES, CALLS } from "../../syntax/node-kinds";
import type { Node } from "../../syntax/tree";
import { helpersAtHand, need } from "../at-hand";
import { FixBuilder, type FixContext } from "../builder";
import type { Fix } from "../fix";
import { hasLinesOfItsOwn } from "../own-lines";
import { taskForCall } from "./names";

/** Starts the task by the function that the file has for tasks which nobody waits for. */
export function startByHelper(
  create: Node,
  statement: Node,
  name: Node | undefined,
  context: FixContext,
): Fix | undefined {
  const given = create.child("arguments")?.named ?? [];
  const callee = create.child("function");
  if (given.length !== 1 || given[0]!.kind === "keyword_argument" || callee === undefined || name !== undefined)
    return undefined;
  const builder = new FixBuilder(context);
  const helper = helperAt(statement, context) ?? helperElsewhere(statement, context) ?? helperNear(statement, builder);
  if (helper === undefined) return undefined;
  builder.replace(callee, helper);
  return builder.build({ title: `Start it with ${helper}()`, applicability: "safe" });
}

/**
 * The function of the module, or method of the class, that is given a coroutine and keeps the task that it makes of it.
 */
function helperAt(statement: Node, context: FixContext): string | undefined {
  const definition = statement.closest("function_definition");
  const ofModule = helperOfModule(statement, definition, context);
  if (ofModule !== undefined || definition === undefined) return ofModule;
  return definition.child("parameters")?.named[0]?.text === "self" ? helperOfObject(definition, context) : undefined;
}

function helperOfModule(
  statement: Node,
  definition: Node | undefined,
  { module, infer }: FixContext,
): string | undefined {
  for (const segment of module.document.segments) {
    if (segment.piece.indent > 0 || !segment.text.includes("add_done_callback")) continue;
    for (const helper of segment.tree.root.named) {
      const name =
        helper.kind === "function_definition" && helper !== definition && taskKeeper(helper, false) !== undefined
          ? helper.child("name")?.text
          : undefined;
      const value = name === undefined ? undefined : infer.lookup(name, statement);
      if (name !== undefined && value?.kind === "function" && value.definition.node === helper) return name;
    }
  }
  return undefined;
}

function helperOfObject(method: Node, { module }: FixContext): string | undefined {
  for (const part of module.function(method).owner?.parts ?? []) {
    for (const [name, bindings] of part.bindings) {
      const source = bindings.length === 1 ? bindings[0]!.source : undefined;
      if (source?.kind === "function" && source.definition !== method && taskKeeper(source.definition, true))
        return `self.${name}`;
    }
  }
  return undefined;
}

/** What a function of the project's is called that tasks are handed to. */
const SAYS_SO = /task|spawn|background|fire/i;

/** One that another file defines, where this file uses it already: `self.app.create_task(...)`, `tasks.spawn(...)`. */
function helperElsewhere(statement: Node, context: FixContext): string | undefined {
  for (const callee of calleesInUse(statement, context)) {
    const reference = referenceElsewhere(context.infer.value(callee));
    if (reference !== undefined && context.infer.keepsTaskElsewhere(reference)) return callee.text;
  }
  return undefined;
}

/** One that the file hasn't used yet: of what it imports, or beside that. */
function helperNear(statement: Node, builder: FixBuilder): string | undefined {
  for (const one of helpersAtHand(builder.context, statement)) {
    if (!one.helper.keepsTask || !SAYS_SO.test(one.helper.path)) continue;
    const written = need(builder, one, statement);
    if (written !== undefined) return written;
  }
  return undefined;
}

/** By what the file imports, and by the object that the statement's method is one of. */
function* calleesInUse(statement: Node, context: FixContext): Iterable<Node> {
  yield* calleesImported(statement, context);
  yield* calleesOfObject(statement, context);
}

function* calleesImported(statement: Node, { module, infer }: FixContext): Iterable<Node> {
  const handed = new Set(module.document.segments.flatMap((segment) => [...namesHandedTasks(segment)]));
  for (const name of new Set(module.imports.map((binding) => binding.name))) {
    if (!handed.has(name)) continue;
    if (referenceElsewhere(infer.lookup(name, statement)) === undefined) continue;
    for (const id of infer.identifiersIfFew(name)) {
      const used = id.field === "object" && id.parent?.kind === "attribute" ? id.parent : id;
      if (used.field === "function" && SAYS_SO.test((used.child("attribute") ?? used).text)) yield used;
    }
  }
}

const handedTasks = new WeakMap<Segment, ReadonlySet<string>>();

/**
 * The names by which, or by a member of which, a segment calls what may be handed tasks. Each finding of a file asks
 * for them, and few of the names that it imports are among them.
 */
function namesHandedTasks(segment: Segment): ReadonlySet<string> {
  const known = handedTasks.get(segment);
  if (known !== undefined) return known;
  const names = new Set<string>();
  for (const call of SAYS_SO.test(segment.text) ? segment.tree.nodesOf(CALLS) : []) {
    const callee = call.child("function");
    const object = callee?.kind === "attribute" ? callee.child("object") : callee;
    if (object?.kind === "identifier" && SAYS_SO.test((callee?.child("attribute") ?? object).text))
      names.add(object.text);
  }
  handedTasks.set(segment, names);
  return names;
}

function* calleesOfObject(statement: Node, { module }: FixContext): Iterable<Node> {
  const method = statement.closest("function_definition");
  if (method?.child("parameters")?.named[0]?.text !== "self") return;
  for (const { node } of module.function(method).owner?.parts ?? []) {
    for (const attribute of node.tree.nodesOf(ATTRIBUTES)) {
      const isOfObject = /^self(?:\.\w+)*$/.test(attribute.child("object")?.text ?? "");
      if (isOfObject && SAYS_SO.test(attribute.child("attribute")?.text ?? "")) yield attribute;
    }
  }
}

const BEGINS = /^(?:start|begin|connect|open|setup|initialize|async_start|on_startup|startup|__aenter__)(?:_|$)/;
const ENDS = /^(?:stop|close|aclose|shutdown|disconnect|cleanup|teardown|async_stop|on_shutdown|__aexit__)$/;

/**
 * Keeps the one task that an object starts for its own life in an attribute, where its method for the end can find it.
 */
export function keepInObject(
  create: Node,
  statement: Node,
  name: Node | undefined,
  context: FixContext,
): Fix | undefined {
  const definition = statement.closest("function_definition");
  const owner = definition === undefined ? undefined : context.module.function(definition).owner;
  const coroutine = create.child("arguments")?.named[0];
  if (owner === undefined || definition === undefined || coroutine?.kind !== "call" || !hasLinesOfItsOwn(statement))
    return undefined;
  const method = definition.child("name")?.text ?? "";
  // An object is made once: what it starts then it keeps, whether something ends it or not.
  const isMade = method === "__init__";
  if (!(isMade || BEGINS.test(method)) || definition.child("parameters")?.named[0]?.text !== "self") return undefined;
  if (statement.closest("for_statement", "while_statement", "function_definition") !== definition) return undefined;
  if (!isMade && !owner.parts.some((part) => [...part.bindings.keys()].some((method) => ENDS.test(method))))
    return undefined;
  const attribute = `_${taskForCall(coroutine)}`;
  if (owner.parts.some((part) => part.attributes.has(attribute) || part.bindings.has(attribute))) return undefined;
  const builder = new FixBuilder(context);
  if (name === undefined) builder.insertBefore(create, `self.${attribute} = `);
  else builder.replace(name, `self.${attribute}`);
  return builder.build({ title: `Keep it as self.${attribute}`, applicability: "safe" });
}
