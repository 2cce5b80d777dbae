import { mayBeOlder } from "../config/python";
import { executionOf } from "../model/execution";
import type { Timeout } from "../model/library/index";
import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import { type AsyncLibrary, asyncLibraryAt } from "./async-library";
import type { Selection } from "./arguments";
import { type FixBuilder, FixBuilder as Builder, type FixContext, indentUnit } from "./builder";
import { endProcess, type LimitHeader } from "./end-process";
import { type Fix, type Offer, withNote } from "./fix";
import { hasLinesOfItsOwn } from "./own-lines";
import { indentationOf, lineSpan } from "./text";
import { statementOf } from "../syntax/statements";

/** A timeout's value as code, and the number in it. */
export interface TimeoutValue {
  readonly text: string;
  readonly selection: Selection;
}

/** Seconds as people write them: `10.0`, `2.5`, `300`. */
export function seconds(value: number): string {
  return Number.isInteger(value) && value < 60 ? value.toFixed(1) : String(value);
}

/** A number of seconds as the value that an API takes; undefined where a name that it needs means something else. */
export function timeoutValue(builder: FixBuilder, timeout: Timeout, value: number, at: Node): TimeoutValue | undefined {
  const number =
    timeout.unit === "whole seconds"
      ? String(Math.max(1, Math.ceil(value)))
      : timeout.unit === "milliseconds"
        ? String(Math.round(value * 1000))
        : seconds(value);
  return filledLimit(builder, timeout, number, at);
}

/** The same of a number that is written already, or has a name. */
export function filledLimit(
  builder: FixBuilder,
  timeout: Pick<Timeout, "value">,
  number: string,
  at: Node,
): TimeoutValue | undefined {
  const template = timeout.value ?? "{}";
  const called = /^[\w.]+(?=\()/.exec(template)?.[0];
  const written = called === undefined ? undefined : builder.need(called, at);
  if (called !== undefined && written === undefined) return undefined;
  const [before = "", after = ""] = (called === undefined ? template : written + template.slice(called.length)).split(
    "{}",
  );
  return { text: before + number + after, selection: { start: before.length, end: before.length + number.length } };
}

/** Statements that can stand in a `with` block without their meaning being changed. */
const SIMPLE: ReadonlySet<Kind> = new Set([
  "expression_statement",
  "return_statement",
  "assert_statement",
  "raise_statement",
  "delete_statement",
]);

/** How long what is awaited may take, and what is known of it. */
export interface TimeLimit {
  /** As code. */
  readonly limit: string;
  /** Undefined where that doesn't show. */
  readonly seconds: number | undefined;
  /** The oldest Python that the project supports. */
  readonly python: readonly [number, number] | undefined;
  /** The child process that is waited for, to be killed when the time is up. */
  readonly process: Node | undefined;
}

/**
 * Bounds the time of what is awaited: the statement in `async with asyncio.timeout(...)` or what the file's library has
 * for it, `asyncio.wait_for` where Python is older than that. So it is for a process where nobody says which Python: the
 * handlers around would take that asyncio has no `timeout` for a failure of the process.
 */
export function limitTime(
  call: Node,
  context: FixContext,
  { limit, seconds: value, python, process }: TimeLimit,
): Fix | undefined {
  const awaiting = call.parent;
  if (awaiting?.kind !== "await" || executionOf(call).kind !== "async") return undefined;
  const library = asyncLibraryAt(context, call);
  const fix =
    library === "asyncio" && (mayBeOlder(python, [3, 11]) || (python === undefined && canEnd(call, process)))
      ? handToWaitFor(call, context, limit, process)
      : wrapInLimit(call, context, limit, library, process);
  return fix === undefined ? undefined : limited(fix, value === undefined ? failsAfter(limit) : failsLater(value));
}

/** Whether a process can be ended where the call stands, when its time is up. */
function canEnd(call: Node, process: Node | undefined): boolean {
  return process !== undefined && canStandInBlock(call, statementOf(call));
}

/** A fix that sets a limit is never safe: what takes longer was waited for before. */
function limited(fix: Fix, { annotation, differs }: Pick<Required<Fix>, "annotation" | "differs">): Fix {
  if (fix.applicability !== "safe") return fix;
  return {
    ...fix,
    applicability: "unsafe",
    annotation: fix.annotation === undefined ? annotation : withNote(annotation, fix.annotation),
    differs,
  };
}

/** What a limit changes. */
export function failsLater(value: number): { readonly annotation: string; readonly differs: string } {
  return { annotation: `What takes longer than ${value} seconds fails from now on`, differs: `fails after ${value} s` };
}

/** The same of a limit whose seconds aren't known. */
export function failsAfter(limit: string): { readonly annotation: string; readonly differs: string } {
  return { annotation: `What takes longer than ${limit} fails from now on`, differs: `fails after ${limit}` };
}

/**
 * Bounds the time of whole statements of one block, together; undefined where lines are shared with others, or a name
 * that it needs is taken.
 */
export function limitStatements(
  first: Node,
  last: Node,
  context: FixContext,
  value: number,
  python: readonly [number, number] | undefined,
): Offer | undefined {
  if (!hasLinesOfItsOwn(first, last)) return undefined;
  const library = asyncLibraryAt(context, first);
  const builder = new Builder(context);
  const header = limitHeader(builder, first, seconds(value), library);
  if (header === undefined) return undefined;
  const { title } = header;
  if (library === "asyncio" && mayBeOlder(python, [3, 11]))
    return {
      kind: "refusal",
      title,
      reason: `asyncio.timeout() needs Python 3.11, and the project supports ${python!.join(".")}`,
    };
  builder.wrap(first, last, header.text, header.selection);
  const error = library === "trio" ? "trio.TooSlowError" : "TimeoutError";
  return builder.build({
    title,
    applicability: "unsafe",
    annotation: `${error} is raised where this takes longer than ${seconds(value)} seconds`,
    differs: `fails after ${value} s`,
  });
}

function handToWaitFor(call: Node, context: FixContext, value: string, process: Node | undefined): Fix | undefined {
  const builder = new Builder(context);
  const waitFor = builder.need("asyncio.wait_for", call);
  if (waitFor === undefined) return undefined;
  const limit = `timeout=${value}`;
  const made = `${waitFor}(${call.text}, ${limit})`;
  const at = made.lastIndexOf(limit) + "timeout=".length;
  builder.replace(call, made).placeholder(at, at + value.length);
  const title = `Wait with asyncio.wait_for(..., timeout=${value})`;
  if (process === undefined) return builder.build({ title, applicability: "safe" });
  const statement = statementOf(call);
  const error = canStandInBlock(call, statement) ? builder.need("asyncio.TimeoutError", call) : undefined;
  if (error !== undefined) {
    endProcess(builder, statement, process, error);
    return builder.build({ title: `${title}, and kill ${process.text} when the time is up`, applicability: "safe" });
  }
  return builder.build({
    title,
    applicability: "unsafe",
    annotation: `${process.text} goes on running when the time is up: kill it where TimeoutError is handled`,
    differs: "the process goes on",
  });
}

function wrapInLimit(
  call: Node,
  context: FixContext,
  value: string,
  library: AsyncLibrary,
  process: Node | undefined,
): Fix | undefined {
  const statement = statementOf(call);
  const opened = openedByWith(call, statement);
  if (!opened && !canStandInBlock(call, statement)) return undefined;
  const builder = new Builder(context);
  const header = limitHeader(builder, call, value, library);
  if (header === undefined) return undefined;
  const { title } = header;
  if (opened) {
    return wrapOpening(builder, call, statement, header) ? builder.build({ title, applicability: "safe" }) : undefined;
  }
  if (process === undefined) {
    builder.wrap(statement, statement, header.text, header.selection);
    return builder.build({ title, applicability: "safe" });
  }
  if (library !== "asyncio" || context.infer.isBound("TimeoutError", call)) return undefined;
  endProcess(builder, statement, process, "TimeoutError", header);
  return builder.build({ title: `${title}, and kill ${process.text} when the time is up`, applicability: "safe" });
}

/** Whether the statement of a call can stand in a block of its own, and all that it awaits in one limit. */
function canStandInBlock(call: Node, statement: Node): boolean {
  return (
    SIMPLE.has(statement.kind) &&
    hasLinesOfItsOwn(statement) &&
    !isInComprehension(call, statement) &&
    !yields(statement)
  );
}

/** What opens a limit, and what the fix is called. */
interface Header extends LimitHeader {
  readonly title: string;
}

function limitHeader(builder: FixBuilder, at: Node, number: string, library: AsyncLibrary): Header | undefined {
  const called = library === "asyncio" ? "asyncio.timeout" : `${library}.fail_after`;
  const keyword = library === "asyncio" ? "async with" : "with";
  const limit = builder.need(called, at);
  if (limit === undefined) return undefined;
  const opening = `${keyword} ${limit}(`;
  return {
    text: `${opening}${number}):`,
    selection: { start: opening.length, end: opening.length + number.length },
    title: `Wrap in ${keyword} ${called}(${number})`,
  };
}

/** Whether the call opens what a `with` statement of its own lines is for: `async with await connect() as stream:`. */
function openedByWith(call: Node, statement: Node): boolean {
  const items =
    statement.kind === "with_statement"
      ? (statement.children.find((child) => child.kind === "with_clause")?.named ?? [])
      : [];
  const value = items.length === 1 ? items[0]!.child("value") : undefined;
  return value?.kind === "as_pattern" && value.named[0] === call.parent;
}

/** Opens above the `with` statement, within the limit, and leaves the rest of it outside. */
function wrapOpening(builder: FixBuilder, call: Node, statement: Node, header: Header): boolean {
  const { text } = statement.tree;
  const awaiting = call.parent;
  const item = awaiting?.closest("with_item");
  const name = item?.child("value")?.child("alias")?.named[0];
  const indentation = indentationOf(text, statement.start);
  const isAlone = text.slice(lineSpan(text, statement.start, statement.start).start, statement.start).trim() === "";
  if (
    awaiting === undefined ||
    item === undefined ||
    name?.kind !== "identifier" ||
    !isAlone ||
    /[\r\n]/.test(item.text)
  )
    return false;
  const eol = builder.context.module.document.lineBreak;
  const opening = `${header.text}${eol}${indentation}${indentUnit(statement)}${name.text} = ${awaiting.text}${eol}${indentation}`;
  builder
    .edit(statement, statement.start, statement.start, opening)
    .placeholder(header.selection.start, header.selection.end);
  builder.replace(item, name.text);
  return true;
}

/** Sets the limit of an object above the statement in which a method of it is called, or handed over to be called. */
export function limitObject(object: Node, setter: string, context: FixContext, value: number): Fix | undefined {
  const statement = statementOf(object);
  if (!hasLinesOfItsOwn(statement)) return undefined;
  const builder = new Builder(context);
  const before = `${indentationOf(statement.tree.text, statement.start)}${object.text}.${setter}(`;
  const line = `${object.text}.${setter}(${seconds(value)})`;
  builder.linesAbove(statement, [line]).placeholder(before.length, before.length + seconds(value).length);
  return builder.build({ title: `Add ${line}`, applicability: "unsafe", ...failsLater(value) });
}

/** A limit around a comprehension would bound all of its rounds together. */
function isInComprehension(call: Node, statement: Node): boolean {
  for (const around of call.ancestors()) {
    if (around === statement) return false;
    if (around.kind.endsWith("comprehension") || around.kind === "generator_expression" || around.kind === "lambda")
      return true;
  }
  return false;
}

/** A generator must not stop within a limit: what consumes it would be bounded too. */
function yields(statement: Node): boolean {
  for (const _ of statement.descendants("yield")) return true;
  return false;
}
