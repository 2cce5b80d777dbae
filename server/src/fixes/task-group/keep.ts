import { mayBeOlder } from "../../config/python";
import type { Kind } from "../../syntax/kinds.generated";
import type { Node } from "../../syntax/tree";
import { FixBuilder, type FixContext, indentUnit } from "../builder";
import type { Fix } from "../fix";
import { indentationOf, lineSpan } from "../text";
import { documented } from "./conversion";
import { endsByItself, serves } from "./ends";
import { openGroup } from "./existing";
import { handlersAround } from "./handlers";
import { asSet, existingSet, newSet } from "./task-set";
import { freeName, Names, taskForCall } from "./names";

/**
 * Keeps a task in a set until it is done, as the documentation of asyncio.create_task() recommends.
 *
 * @param name what the task is assigned to already
 */
export function keepReference(
  create: Node,
  statement: Node,
  name: Node | undefined,
  context: FixContext,
): Fix | undefined {
  const definition = statement.closest("function_definition");
  if (definition === undefined || !isAlone(statement)) return undefined;
  const builder = new FixBuilder(context);
  const names = new Names(definition, context.module);
  const kept = existingSet(statement, context) ?? asSet(newSet(statement, context, builder));
  if (kept === undefined) return undefined;
  const named = name !== undefined && !/^_+$/.test(name.text);
  const isFree = (one: string): boolean => names.isFree(one, statement);
  const coroutine = create.child("arguments")?.named[0];
  const task = named
    ? name.text
    : freeName(isFree("task") || coroutine === undefined ? "task" : taskBeside(coroutine), isFree);
  if (name !== undefined && !named) builder.replace(name, task);
  else if (name === undefined) builder.insertBefore(create, `${task} = `);
  const { text } = statement.tree;
  const eol = context.module.document.lineBreak;
  const indent = indentationOf(text, statement.start);
  const end = lineSpan(text, statement.end, statement.end).end;
  const lines = [`${kept.name}.${kept.add}(${task})`, `${task}.add_done_callback(${kept.name}.${kept.drop})`].map(
    (line) => indent + line,
  );
  const ends = /[\n\r]$/.test(text.slice(0, end));
  builder.edit(statement, end, end, ends ? lines.map((line) => line + eol).join("") : eol + lines.join(eol));
  return builder.build({ title: "Keep a reference until it is done", applicability: "safe" });
}

/** The name of a task where another thing is called so. */
function taskBeside(coroutine: Node): string {
  const named = taskForCall(coroutine);
  return named === "task" ? "background_task" : named;
}

/** Starts the task in a group that is open where it stands. */
export function ownByOpenGroup(
  create: Node,
  statement: Node,
  name: Node | undefined,
  context: FixContext,
): Fix | undefined {
  const definition = statement.closest("function_definition");
  const group = definition === undefined || !isAlone(statement) ? undefined : openGroup(statement, definition, context);
  const callee = create.child("function");
  if (group === undefined || callee === undefined || isFuture(create, context)) return undefined;
  const builder = startedBy(new FixBuilder(context), group.name, callee, statement, name);
  if (group.statement !== undefined && definition !== undefined && runsSeveral(group.statement, statement)) {
    const lines = documented(definition, group.statement, builder);
    if (lines.length > 0) builder.linesAbove(group.statement, lines);
  }
  return builder.build({
    title: `Start it in ${group.name}`,
    applicability: "unsafe",
    annotation: `${group.name} waits for the task before it ends; when one fails, the others are cancelled`,
    differs: `${group.name} waits for it`,
  });
}

/** Whether a group starts other tasks than the statement's, or starts that one again and again. */
function runsSeveral(group: Node, statement: Node): boolean {
  const loop = statement.closest("for_statement", "while_statement");
  if (loop !== undefined && group.contains(loop)) return true;
  for (const call of group.descendants("call"))
    if (call.child("function")?.text.endsWith(".create_task") === true && !statement.contains(call)) return true;
  return false;
}

/** A task of a group needs no name to be kept by. */
function startedBy(
  builder: FixBuilder,
  group: string,
  callee: Node,
  statement: Node,
  name: Node | undefined,
): FixBuilder {
  return name === undefined
    ? builder.replace(callee, `${group}.create_task`)
    : builder.edit(statement, name.start, callee.end, `${group}.create_task`);
}

/**
 * Puts the task and all that follows into a TaskGroup, which waits for it; where something is awaited meanwhile, and
 * the task ends by itself: the function would never be left for one that polls or listens.
 */
export function ownByGroup(
  create: Node,
  statement: Node,
  name: Node | undefined,
  context: FixContext,
): Fix | undefined {
  const python = context.settings?.python;
  const definition = statement.closest("function_definition");
  const block = statement.parent;
  if (mayBeOlder(python, [3, 11])) return undefined;
  if (definition === undefined || openGroup(statement, definition, context) !== undefined) return undefined;
  if (!definition.hasToken("async") || block === undefined || block.parent !== definition || !isAlone(statement))
    return undefined;
  const siblings = block.children.filter(
    (child) => child.start >= statement.start && (child.isNamed || child.kind === "comment"),
  );
  if (!mayBeOfGroup(siblings)) return undefined;
  const handlers = handlersAround(statement, context.infer, python);
  const callee = create.child("function");
  const coroutine = create.child("arguments")?.named[0];
  if (handlers.kind === "refused" || callee === undefined || isFuture(create, context)) return undefined;
  if (coroutine === undefined || !endsByItself(coroutine, context.infer)) return undefined;
  const builder = new FixBuilder(context);
  const opened = builder.need("asyncio.TaskGroup", create);
  if (opened === undefined) return undefined;
  const names = new Names(definition, context.module);
  const group = freeName("group", (one) => names.isFree(one, statement) || names.isGroupElsewhere(one, statement));
  const { text } = statement.tree;
  const eol = context.module.document.lineBreak;
  const start = lineSpan(text, statement.start, statement.start).start;
  builder.edit(
    statement,
    start,
    start,
    `${indentationOf(text, statement.start)}async with ${opened}() as ${group}:${eol}`,
  );
  for (const sibling of siblings) {
    if (text.slice(lineSpan(text, sibling.start, sibling.start).start, sibling.start).trim() === "")
      builder.indent(sibling, sibling, indentUnit(statement));
  }
  return startedBy(builder, group, callee, statement, name).build({
    title: "Start it in a TaskGroup",
    applicability: "unsafe",
    annotation:
      "The function waits for the task before it returns, and is cancelled if the task fails; what fails comes out in an ExceptionGroup",
    differs: "the function waits for it",
  });
}

/**
 * Whether something is awaited behind the first of these statements, and none of it is to go on for whoever comes: a
 * group would cancel that for a job beside it.
 */
function mayBeOfGroup(siblings: readonly Node[]): boolean {
  const following = siblings.slice(1);
  if (following.some(serves) || siblings.some((sibling) => hasOwn(sibling, "yield"))) return false;
  return following.some((sibling) => hasOwn(sibling, "await"));
}

/** ensure_future() may be given what a TaskGroup does not take. */
function isFuture(create: Node, context: FixContext): boolean {
  const argument = create.child("arguments")?.named[0];
  return (
    context.infer.row(create)?.parameters?.[0] !== "coro" &&
    (argument === undefined || context.infer.value(argument)?.kind !== "awaitable")
  );
}

function isAlone(statement: Node): boolean {
  const { text } = statement.tree;
  const line = lineSpan(text, statement.start, statement.end);
  return (
    text.slice(line.start, statement.start).trim() === "" &&
    /^[ \t]*(?:#.*)?[\n\r]*$/.test(text.slice(statement.end, line.end))
  );
}

function hasOwn(node: Node, kind: Kind): boolean {
  for (const inner of node.descendants(kind)) {
    const scope = inner.closest("function_definition", "lambda");
    if (scope === undefined || !node.contains(scope)) return true;
  }
  return false;
}
