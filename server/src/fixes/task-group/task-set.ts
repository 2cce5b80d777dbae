import type { Binding } from "../../model/scopes";
import type { Node } from "../../syntax/tree";
import type { FixBuilder, FixContext } from "../builder";
import { lineSpan } from "../text";
import { isTopLevel } from "../unused-imports";
import { freeName } from "./names";

/** A set of tasks that the object or the module has already. */
export function existingSet(statement: Node, context: FixContext): string | undefined {
  return setOfObject(statement.closest("function_definition"), context) ?? setOfModule(statement, context);
}

function setOfObject(method: Node | undefined, context: FixContext): string | undefined {
  if (method?.child("parameters")?.named[0]?.text !== "self") return undefined;
  for (const part of context.module.function(method).owner?.parts ?? []) {
    for (const [name, bindings] of part.attributes) {
      if (/task/.test(name) && bindings.every((binding) => makesEmptySet(binding, context))) return `self.${name}`;
    }
  }
  return undefined;
}

function setOfModule(statement: Node, context: FixContext): string | undefined {
  for (const name of context.module.variables) {
    if (!/task/.test(name)) continue;
    const [binding, ...more] = context.module.bindings(name);
    if (binding === undefined || more.length > 0 || !isTopLevel(binding.node) || !makesEmptySet(binding, context))
      continue;
    const value = context.infer.lookup(name, statement);
    if (value === undefined || value.kind === "instance" || value.kind === "name") return name;
  }
  return undefined;
}

function makesEmptySet({ source }: Binding, context: FixContext): boolean {
  return source.kind === "expression" && isEmptySet(source.value, context);
}

function isEmptySet(value: Node, { infer }: FixContext): boolean {
  return value.kind === "call" && infer.callee(value) === "set" && value.child("arguments")?.named.length === 0;
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
