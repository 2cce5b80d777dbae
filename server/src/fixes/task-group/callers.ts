import { decoratorsOf } from "../../model/definitions";
import { executionOf } from "../../model/execution";
import { libraryRow } from "../../model/library/index";
import type { Tells } from "../../model/tells";
import { isKeyword } from "../../syntax/identifiers";
import { isProgram } from "../../model/one-shot";
import type { Node } from "../../syntax/tree";
import type { FixContext } from "../builder";

/** Callers of callers are followed so far. */
const MAX_CALLERS = 4;

/** What takes every error alike, a group of them too. */
const TAKES_ALL = /^(?:except\s*:|except\s+(?:Base)?Exception\s*:)/;

/** What may be a use of a function: an identifier of its name, in the file that it stands in. */
export interface Use {
  readonly id: Node;
  readonly context: FixContext;
}

/** Where callers are looked for. */
export interface Search {
  /** Whatever may be a use of a function, but for its definition. */
  usesOf(definition: Node, context: FixContext): Iterable<Use>;
  /** Whether nobody else can call a function. */
  knowsAll(definition: Node, context: FixContext): boolean;
  /** Whether a function is called by nobody but who tells of every error alike, as a test is. */
  endsAt(definition: Node, context: FixContext): boolean;
  /** Callers of callers are followed so far. */
  readonly most: number;
}

/**
 * Who may tell an error from a group of errors that is raised at a node: those that catch or suppress what it raises,
 * and whoever is behind a decorator, as frameworks are. Callers are those in all files where these can be looked
 * through, else those of this file. Who looks at a task that it ends isn't known.
 */
export function whoTellsErrors(node: Node, context: FixContext): Tells {
  return toldAt(node, context, IN_FILE, 0);
}

/** The same for who calls a function. */
export function whichCallersTell(definition: Node, context: FixContext, search: Search, depth = 0): Tells {
  const name = definition.child("name");
  if (depth > 0 && search.endsAt(definition, context)) return "nobody";
  // Command lines know errors of their own alone, and end with a traceback for the others.
  if (isProgram(definition, context.infer) && decoratorsOf(definition).length > 0) return "unknown";
  if (decoratorsOf(definition).some((decorator) => !/^@\s*(?:static|class)method\b/.test(decorator.text)))
    return "somebody";
  if (name === undefined || /^__.*__$/.test(name.text)) return "unknown";
  const calls: Tells[] = [];
  let isScript = false;
  for (const { id, context: around } of search.usesOf(definition, context)) {
    const call = callBy(id);
    calls.push(
      call === undefined || !isPassedOn(call, definition, around) ? "unknown" : toldAt(call, around, search, depth + 1),
    );
    if (calls.at(-1) === "somebody") return "somebody";
    isScript ||= call !== undefined && executionOf(call).kind === "module";
  }
  const areAll = calls.length > 0 && (isScript || search.knowsAll(definition, context));
  return areAll && decoratorsOf(definition).length === 0 && calls.every((call) => call === "nobody")
    ? "nobody"
    : "unknown";
}

/** @param depth how many calls have led there */
function toldAt(node: Node, context: FixContext, search: Search, depth: number): Tells {
  const execution = executionOf(node);
  const end = execution.kind === "async" || execution.kind === "sync" ? execution.function : undefined;
  let child = node;
  for (const around of node.ancestors()) {
    if (around === end) break;
    if (around.kind === "with_statement" && child.field === "body" && looksAtErrors(around, context)) return "somebody";
    const handled =
      around.kind === "try_statement" && child.field === "body" ? whoHandles(around, depth > 0) : undefined;
    if (handled !== undefined) return handled;
    child = around;
  }
  if (execution.kind === "module") return "nobody";
  if (end === undefined || depth >= search.most) return "unknown";
  const everywhere = depth === 0 ? context.infer.callersTell(end) : undefined;
  if (everywhere !== undefined && everywhere !== "unknown") return everywhere;
  const here = whichCallersTell(end, context, search, depth);
  // What calls a method of its name in the file may well call this one.
  return everywhere === "unknown" && here === "nobody" ? everywhere : here;
}

/** Who tells errors among the handlers of a `try`; undefined where what is raised goes on. */
function whoHandles(statement: Node, isOfCaller: boolean): Tells | undefined {
  const clauses = statement.named.filter((part) => part.kind === "except_clause");
  // Handlers of the same function are rewritten, or have said what they make of a group; nothing passes one that takes
  // all.
  if (clauses.some((clause) => TAKES_ALL.test(clause.text)) && clauses.every((clause) => !raises(clause)))
    return isOfCaller && clauses.length > 1 ? "somebody" : "nobody";
  return isOfCaller && clauses.length > 0 ? "somebody" : undefined;
}

/** The call of a function by one of its names. */
function callBy(id: Node): Node | undefined {
  const callee = id.field === "attribute" ? id.parent! : id;
  return callee.field === "function" && callee.parent?.kind === "call" ? callee.parent : undefined;
}

/** The callers in a function's own file. */
const IN_FILE: Search = {
  most: MAX_CALLERS,
  *usesOf(definition, context) {
    const name = definition.child("name");
    for (const id of context.infer.identifiers(name?.text ?? ""))
      if (id !== name && !isKeyword(id)) yield { id, context };
  },
  knowsAll: isKnownHere,
  endsAt: () => false,
};

/** Whether a function is one within another, or says by its name that it is for its own file. */
export function isKnownHere(definition: Node): boolean {
  return executionOf(definition).kind !== "module" || definition.child("name")?.text.startsWith("_") === true;
}

/**
 * Whether what a call of the function raises comes out where it is called: it is awaited, run by a loop of its own, or
 * no coroutine.
 */
function isPassedOn(call: Node, definition: Node, { infer }: FixContext): boolean {
  if (!definition.hasToken("async") || call.parent?.kind === "await") return true;
  const runner = call.parent?.kind === "argument_list" ? call.parent.parent : undefined;
  const callee = runner?.kind === "call" ? runner.child("function") : undefined;
  return callee !== undefined && libraryRow(infer.name(callee) ?? "")?.nestsLoop === true;
}

/** `with suppress(...)`, `with pytest.raises(...)`. */
function looksAtErrors(statement: Node, { infer }: FixContext): boolean {
  for (const item of statement.named.find((child) => child.kind === "with_clause")?.named ?? []) {
    const value = item.child("value");
    const opened = value?.kind === "as_pattern" ? value.named[0] : value;
    if (
      opened?.kind === "call" &&
      /suppress|raises|Raises/.test(infer.callee(opened) ?? opened.child("function")?.text ?? "")
    )
      return true;
  }
  return false;
}

function raises(clause: Node): boolean {
  for (const _ of clause.descendants("raise_statement")) return true;
  return false;
}
