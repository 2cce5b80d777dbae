import { parameterName } from "../../model/parameters";
import type { Binding } from "../../model/scopes";
import type { Node } from "../../syntax/tree";
import type { FixBuilder, FixContext } from "../builder";
import { lineSpan } from "../text";
import { isTopLevel } from "../unused-imports";
import { freeName } from "./names";

/** What keeps tasks: its name, and the methods by which one comes in and goes. */
export interface TaskKeeper {
  readonly name: string;
  readonly add: "add" | "append";
  readonly drop: "discard" | "remove";
}

/** A set of tasks that the object or the module has already, or a list that the object takes those out of that are done. */
export function existingSet(statement: Node, context: FixContext): TaskKeeper | undefined {
  const ofModule = (): string | undefined => setOfModule(statement, context);
  return keeperOfObject(methodAround(statement), context) ?? asSet(ofModule());
}

export function asSet(name: string | undefined): TaskKeeper | undefined {
  return name === undefined ? undefined : { name, add: "add", drop: "discard" };
}

/** The method whose object a statement knows as `self`, be it from within functions of the method. */
function methodAround(statement: Node): Node | undefined {
  for (const around of statement.ancestors()) {
    if (around.kind === "class_definition") return undefined;
    if (around.kind !== "function_definition") continue;
    const [first, ...others] = around.child("parameters")?.named ?? [];
    if (first?.text === "self") return around;
    if ([first, ...others].some((parameter) => parameter !== undefined && parameterName(parameter)?.text === "self"))
      return undefined;
  }
  return undefined;
}

function keeperOfObject(method: Node | undefined, context: FixContext): TaskKeeper | undefined {
  if (method === undefined) return undefined;
  const parts = context.module.function(method).owner?.parts ?? [];
  for (const part of parts) {
    for (const [name, bindings] of [...part.attributes, ...part.bindings]) {
      // One of them says it for the others.
      if (!bindings.some(sayTasks)) continue;
      if (bindings.every((binding) => makesEmptySet(binding, context))) return asSet(`self.${name}`);
      if (bindings.every(isEmptyList) && parts.some(({ node }) => takesOutOf(name, node)))
        return { name: `self.${name}`, add: "append", drop: "remove" };
    }
  }
  return undefined;
}

/** What is called so holds tasks, and not their names or numbers: `_tasks`, `background_tasks`, `task_set`. */
const KEEPS_TASKS = /tasks(?:_?set)?$|task_?set$/;

/** `self._tasks = ...`, `self._running: set[asyncio.Task] = ...` */
function sayTasks({ name, annotation }: Binding): boolean {
  const type = annotation?.text ?? "";
  return type.includes("[") ? /\[["']?(?:\w+\.)?Task\b/.test(type) : KEEPS_TASKS.test(name);
}

function isEmptyList({ source }: Binding): boolean {
  return source.kind === "expression" && source.value.kind === "list" && source.value.named.length === 0;
}

/** Whether a class takes tasks that are done out of a list: `task.add_done_callback(self._tasks.remove)`. */
function takesOutOf(list: string, definition: Node): boolean {
  for (const call of definition.descendants("call")) {
    if (call.child("function")?.child("attribute")?.text !== "add_done_callback") continue;
    if (call.child("arguments")?.named[0]?.text === `self.${list}.remove`) return true;
  }
  return false;
}

function setOfModule(statement: Node, context: FixContext): string | undefined {
  for (const name of context.module.variables) {
    const [binding, ...more] = context.module.bindings(name);
    if (
      binding === undefined ||
      !sayTasks(binding) ||
      more.length > 0 ||
      !isTopLevel(binding.node) ||
      !makesEmptySet(binding, context)
    )
      continue;
    const value = context.infer.lookup(name, statement);
    if (value === undefined || value.kind === "instance" || value.kind === "name") return name;
  }
  return undefined;
}

function makesEmptySet({ source }: Binding, context: FixContext): boolean {
  return source.kind === "expression" && isEmptySet(source.value, context);
}

/** `set()`, and in a dataclass `field(default_factory=set)`. */
function isEmptySet(value: Node, { infer }: FixContext): boolean {
  if (value.kind !== "call") return false;
  const given = value.child("arguments")?.named ?? [];
  if (infer.callee(value) === "dataclasses.field")
    return given.some((one) => one.child("name")?.text === "default_factory" && one.child("value")?.text === "set");
  return infer.callee(value) === "set" && given.length === 0;
}

/** A set beside what else the module keeps, or below the imports. */
export function newSet(statement: Node, context: FixContext, builder: FixBuilder): string | undefined {
  const { module, infer } = context;
  const base = namesArePrivate(context) ? "_background_tasks" : "background_tasks";
  const name = freeName(base, (one) => !infer.isBound(one, statement));
  const eol = module.document.lineBreak;
  const place = placeOfState(context);
  if (place === undefined) return undefined;
  const type = typeOfSet(statement, context, builder);
  const { last, besideState } = place;
  const { text } = last.tree;
  const end = lineSpan(text, last.end, last.end).end;
  const behind =
    end < text.length
      ? text.slice(end)
      : (module.document.segments[module.document.indexOf(module.segmentOf(last)) + 1]?.text ?? "");
  const blankBehind = /^[ \t]*(?:\r\n|\n|\r(?!\n)|$)/.test(behind);
  builder.edit(
    last,
    end,
    end,
    `${besideState && !isOtherName(last) && !isHeaded(last, module.document.text, module.document.offsetOf(module.segmentOf(last))) ? "" : eol}${name}${type} = set()${eol}${blankBehind ? "" : eol}`,
  );
  return name;
}

/** Whether most variables of the module have names that say that they are its own: `_LOGGER`, `_cache`. */
function namesArePrivate({ module }: FixContext): boolean {
  const names = [...module.variables].filter(
    (name) =>
      !/^__.*__$/.test(name) &&
      module.bindings(name).some(({ node, source }) => source.kind === "expression" && isTopLevel(node)),
  );
  return names.filter((name) => name.startsWith("_")).length * 2 > names.length;
}

/**
 * The statement that a variable of the module belongs behind: the last of the assignments right below the imports, or
 * the last import.
 */
function placeOfState({ module }: FixContext): { readonly last: Node; readonly besideState: boolean } | undefined {
  let last: Node | undefined;
  let besideState = false;
  for (const segment of module.document.segments) {
    if (segment.piece.indent > 0 || segment.piece.kind === "class-header") break;
    for (const node of segment.tree.root.named) {
      if (/import/.test(node.kind)) {
        last = node;
        besideState = false;
      } else if (last !== undefined && isPlainAssignment(node)) {
        last = node;
        besideState = true;
      } else if (besideState || !isPassedOver(node)) return last === undefined ? undefined : { last, besideState };
    }
  }
  return last === undefined ? undefined : { last, besideState };
}

/** An assignment with nothing but a comment behind it on its last line. */
function isPlainAssignment(node: Node): boolean {
  const assignment = node.kind === "expression_statement" ? node.named[0] : undefined;
  const isPlain = assignment?.kind === "assignment" && assignment.child("left")?.kind === "identifier";
  return isPlain && /^[ \t]*(?:#[^\r\n]*)?(?:[\r\n]|$)/.test(node.tree.text.slice(node.end));
}

/** `owner = security.owner`: what is known under another name is no state of the module. */
function isOtherName(statement: Node): boolean {
  return statement.named[0]?.child("right")?.kind === "attribute";
}

/**
 * Whether a comment stands above a statement, or above those that it follows without a blank line: what they are about,
 * a set of tasks is not.
 */
function isHeaded(statement: Node, text: string, offset: number): boolean {
  const lines = text
    .slice(0, offset + statement.start)
    .split(/\r\n|\n|\r(?!\n)/)
    .slice(0, -1);
  const blank = lines.findLastIndex((line) => line.trim() === "");
  return lines.slice(blank + 1).some((line) => line.startsWith("#"));
}

function isPassedOver(node: Node): boolean {
  return (
    (node.kind === "expression_statement" && node.named[0]?.kind === "string") ||
    node.kind === "if_statement" ||
    node.kind === "try_statement"
  );
}

/** A type that is said of what is returned, or of a parameter or a variable; `lambda: list(names)` says none. */
const ANNOTATED =
  /\)\s*->\s|\w(?<!\blambda): (?:str|int|float|bool|bytes|dict|list|set|tuple|Any|Optional|Union|Callable)\b/;

/** `: set[asyncio.Task[Any]]`, as type checkers want it of an empty set; nothing in a file that annotates nothing. */
function typeOfSet(statement: Node, context: FixContext, builder: FixBuilder): string {
  const [major, minor] = context.settings?.python ?? [3, 9];
  if (
    (major === 3 && minor < 9) ||
    !ANNOTATED.test(context.module.document.text) ||
    context.infer.isBound("set", statement)
  )
    return "";
  const task = builder.need("asyncio.Task", statement);
  const any = task === undefined ? undefined : builder.needFrom("typing", "Any", statement);
  return any === undefined ? "" : `: set[${task}[${any}]]`;
}
