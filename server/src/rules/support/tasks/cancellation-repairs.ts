import { FixBuilder, type FixContext, indentUnit } from "../../../fixes/builder";
import { dropHandler } from "../../../fixes/drop-handler";
import type { Fix, Offer } from "../../../fixes/fix";
import { indentationOf, lineSpan, withoutLineBreaks } from "../../../fixes/text";
import type { Kind } from "../../../syntax/kinds.generated";
import type { Node } from "../../../syntax/tree";
import type { RuleContext } from "../../contract";
import { isSuite } from "../../../syntax/statements";
import { type Caught, caughtBy, neverEnds } from "./cancellation";
import { closes, lastNameOf, logs } from "../values/closing";

/** What can be done about a handler that keeps a cancellation. */
export function repairs(clause: Node, handler: Node, caught: Caught, context: RuleContext): readonly Offer[] {
  if (caught.what === "everything" && isThereForCancellations(clause.parent!, handler, context)) return [];
  const fix = repair(clause, handler, caught, context);
  if (fix === undefined) return [];
  const reason = whyKept(clause, handler);
  return reason === undefined ? [fix] : [{ kind: "refusal", title: fix.title, reason }];
}

/** Why a cancellation that passes would leave undone what is done behind the statement. */
function whyKept(clause: Node, handler: Node): string | undefined {
  const skipped = closedBehind(clause.parent!);
  if (skipped !== undefined)
    return `${skipped}() behind the statement would no longer run then: put it into a finally block first`;
  const loop = isOnlyWayOut(handler);
  const next = loop === undefined ? undefined : workBehind(loop);
  return next === undefined
    ? undefined
    : `The loop has no other way to its end, and ${next} behind it would never run: put that into a finally block first`;
}

/** The loop that goes on for ever but for the `break` that a handler ends by. */
function isOnlyWayOut(handler: Node): Node | undefined {
  const last = handler.named.at(-1);
  const loop = last?.kind === "break_statement" ? last.closest("for_statement", "while_statement") : undefined;
  if (loop?.kind !== "while_statement" || !/^(?:True|1)$/.test(loop.child("condition")?.text ?? "")) return undefined;
  for (const out of loop.descendants("break_statement"))
    if (!handler.contains(out) && out.closest("for_statement", "while_statement") === loop) return undefined;
  return loop;
}

/** The first call behind a statement in its block that does more than to write to a log. */
function workBehind(statement: Node): string | undefined {
  for (let next = statement.next; next !== undefined; next = next.next) {
    for (const call of next.descendants("call")) if (!logs(lastNameOf(call))) return `${lastNameOf(call)}()`;
  }
  return undefined;
}

function repair(clause: Node, handler: Node, caught: Caught, context: RuleContext): Fix | undefined {
  if (caught.what === "everything" && (runsGivenCode(clause.parent!, context) || asksForMore(handler, context)))
    return letPass(clause, caught, context);
  const closing = caught.what === "cancellation" ? [] : closingIn(handler);
  if (closing.length > 0) return letPass(clause, caught, context, closing);
  if (caught.what === "cancellation among others")
    return takeOut(clause, handler, caught, context) ?? letPass(clause, caught, context);
  if (caught.what !== "cancellation") return catchLess(clause, caught, context) ?? letPass(clause, caught, context);
  if (neverEnds(handler)) return undefined;
  return (raisesAlone(handler) ? takeAway(clause, caught, context) : undefined) ?? raiseAgain(handler, context);
}

/**
 * Whether a cancellation is all that may come of a `try`, which only sleeps, and its handler goes elsewhere then: as
 * one of errors it would be of no use.
 */
function isThereForCancellations(statement: Node, handler: Node, { infer }: RuleContext): boolean {
  if (!LEAVES.has(handler.named.at(-1)?.kind ?? "comment")) return false;
  const statements = (statement.child("body")?.named ?? []).filter(({ kind }) => kind !== "comment");
  return statements.every(({ kind, named: [awaiting] }) => {
    const call = kind === "expression_statement" && awaiting?.kind === "await" ? awaiting.named[0] : undefined;
    return call?.kind === "call" && /^(?:asyncio|anyio|trio)\.sleep$/.test(infer.callee(call) ?? "");
  });
}

/** Whether a `try` runs code that somebody gives, which may end the program by `exit()`: that is to stay caught. */
function runsGivenCode(statement: Node, { infer }: RuleContext): boolean {
  return [...(statement.child("body")?.descendants("identifier") ?? [])].some(
    (id) => /^(?:eval|exec)$/.test(id.text) && infer.name(id) === id.text,
  );
}

/**
 * Whether a handler asks if what it was given is one of those that are no `Exception`, such as a group that holds one:
 * as a handler of errors it would ask for what never comes.
 */
function asksForMore(handler: Node, { infer }: RuleContext): boolean {
  for (const call of handler.descendants("call")) {
    if (call.child("function")?.text !== "isinstance") continue;
    for (const id of call.child("arguments")?.named[1]?.subtree() ?? [])
      if (id.kind === "identifier" && NO_EXCEPTIONS.has(infer.name(id) ?? "")) return true;
  }
  return false;
}

const NO_EXCEPTIONS: ReadonlySet<string> = new Set([
  "BaseException",
  "BaseExceptionGroup",
  "KeyboardInterrupt",
  "SystemExit",
]);

/** What gives something back, or ends it, behind a statement: where a cancellation passes, that doesn't run. */
function closedBehind(statement: Node): string | undefined {
  let child = statement;
  for (const around of statement.ancestors()) {
    if (around.kind === "function_definition") return undefined;
    if (isSuite(around)) {
      for (const next of around.named) {
        if (next.start < child.end) continue;
        for (const call of next.descendants("call")) if (closes(lastNameOf(call))) return lastNameOf(call);
      }
    }
    child = around;
  }
  return undefined;
}

const LEAVES: ReadonlySet<Kind> = new Set([
  "raise_statement",
  "break_statement",
  "continue_statement",
  "return_statement",
]);

/** Whether nothing would be left of a handler but its `raise`. */
function raisesAlone({ named }: Node): boolean {
  const [only] = named;
  return (
    named.length === 1 &&
    only !== undefined &&
    (LEAVES.has(only.kind) || only.kind === "pass_statement" || only.text === "...")
  );
}

/**
 * A handler that would only raise again goes, unless another one behind it took the cancellation then, or a variable
 * was made for it alone.
 */
function takeAway(clause: Node, { type }: Caught, context: RuleContext): Fix | undefined {
  if (type === undefined || context.infer.name(type) === undefined) return undefined;
  const builder = new FixBuilder(context);
  const isTakenBehind = clause.parent!.named.some(
    (other) => other.kind === "except_clause" && other.start > clause.start && !namesErrors(other, context),
  );
  if (isTakenBehind || !dropHandler(clause, builder)) return undefined;
  return builder.build({
    title: "Let the cancellation pass",
    applicability: "unsafe",
    annotation: "Whoever awaits this sees the cancellation",
    differs: "callers see the cancellation",
  });
}

/** Whether a handler asks, or says in its code, whether it was a cancellation. */
function looksAtCancellation(handler: Node): boolean {
  return [...handler.descendants("identifier")].some(({ text }) => /cancel/i.test(text));
}

/** What a handler closes or ends: that has to be done for a cancellation as well. */
function closingIn(handler: Node): readonly Node[] {
  return handler.named.filter((statement) => {
    const [inner] = statement.kind === "expression_statement" ? statement.named : [];
    const call = inner?.kind === "await" ? inner.named[0] : inner;
    return call?.kind === "call" && closes(lastNameOf(call)) && !/[\r\n]/.test(statement.text);
  });
}

/**
 * Takes the cancellation out of the types that a clause names, unless another one behind it took it then, or the handler
 * speaks of it.
 */
function takeOut(clause: Node, handler: Node, { type }: Caught, context: RuleContext): Fix | undefined {
  if (type === undefined || looksAtCancellation(handler)) return undefined;
  const takenBehind = clause.parent!.named.some(
    (other) => other.kind === "except_clause" && other.start > clause.start && !namesErrors(other, context),
  );
  if (takenBehind) return undefined;
  const builder = new FixBuilder(context);
  if (!dropType(type, builder)) return undefined;
  return builder.build({
    title: "Let the cancellation pass",
    applicability: "unsafe",
    annotation: "The handler no longer runs when the code is cancelled",
    differs: "the handler is passed by",
  });
}

/** Takes a type out of those that a clause names. */
function dropType(type: Node, builder: FixBuilder): boolean {
  const types = type.parent;
  if (types?.kind !== "tuple" || [...types.descendants("comment")].length > 0) return false;
  const others = types.named.filter((one) => one !== type).map(({ text }) => text);
  if (others.length === 0) return false;
  builder.replace(types, others.length === 1 ? others[0]! : `(${others.join(", ")})`);
  return true;
}

/** Whether it is known what a clause takes, and that it takes no cancellation. */
function namesErrors(clause: Node, context: RuleContext): boolean {
  const value = clause.child("value");
  const written = value?.kind === "as_pattern" ? value.named[0] : value;
  const types = written?.kind === "tuple" ? written.named : written === undefined ? [] : [written];
  return (
    types.length > 0 &&
    types.every((type) => context.infer.name(type) !== undefined) &&
    caughtBy(clause, context) === undefined
  );
}

function raiseAgain(handler: Node, context: FixContext): Fix | undefined {
  const last = handler.named.at(-1);
  if (last === undefined) return undefined;
  const builder = new FixBuilder(context);
  if (LEAVES.has(last.kind) || raisesAlone(handler)) {
    builder.replace(last, "raise");
    dropUnusedName(handler, last, builder);
  } else {
    const { text } = last.tree;
    const eol = context.module.document.lineBreak;
    if (text.slice(lineSpan(text, last.start, last.start).start, last.start).trim() !== "") return undefined;
    const end = lineSpan(text, last.end, last.end).end;
    const ends = /[\n\r]$/.test(text.slice(0, end));
    const line = `${indentationOf(text, last.start)}raise`;
    builder.edit(last, end, end, ends ? line + eol : eol + line);
  }
  return builder.build({
    title: "Raise it again",
    applicability: "unsafe",
    annotation: "Whoever awaits this sees the cancellation",
    differs: "callers see the cancellation",
  });
}

/** Takes the name of the exception away where the statement that goes was all that used it. */
function dropUnusedName(handler: Node, gone: Node, builder: FixBuilder): void {
  const value = handler.parent?.child("value");
  const alias = value?.child("alias");
  const type = value?.kind === "as_pattern" ? value.named[0] : undefined;
  if (alias === undefined || type === undefined) return;
  const uses = [...handler.descendants("identifier")].filter((id) => id.text === alias.text);
  if (uses.length === 0 || uses.some((id) => !gone.contains(id))) return;
  builder.edit(handler.parent!, type.end, alias.end, "");
}

/** `except Exception:` in the place of what takes everything: a cancellation is none, nor is what ends the program. */
function catchLess(clause: Node, { what }: Caught, context: FixContext): Fix | undefined {
  const value = clause.child("value");
  const written = value?.kind === "as_pattern" ? value.named[0] : value;
  // `except (\n    # why\n    BaseException\n) as error:`
  const type =
    written?.kind === "parenthesized_expression" ? written.named.find(({ kind }) => kind !== "comment") : written;
  const isTaken = context.infer.isBound("Exception", clause);
  if (
    what !== "everything" ||
    isTaken ||
    (type !== undefined && type.kind !== "identifier" && type.kind !== "attribute")
  )
    return undefined;
  // Where errors are caught further up already, nothing would be left for it.
  const catchesErrors = clause.parent!.named.some(
    (other) =>
      other.kind === "except_clause" &&
      other.start < clause.start &&
      /\bException\b/.test(other.child("value")?.text ?? ""),
  );
  if (catchesErrors) return undefined;
  const builder = new FixBuilder(context);
  const keyword = clause.children[0]!;
  if (type === undefined) dropExcuse(clause, builder.insertAfter(keyword, " Exception"));
  else builder.replace(type, "Exception");
  return builder.build({
    title: "Let the cancellation pass",
    applicability: "unsafe",
    annotation: "The handler no longer runs when the code is cancelled, nor when the program is ended",
    differs: "the handler is passed by",
  });
}

/** What other checkers are told of a clause that names no exception, and of nothing else. */
const EXCUSE =
  /^[ \t]*#[ \t]*(?:noqa:[ \t]*E722|ruff:[ \t]*ignore\[(?:bare-except|E722)\](?:[ \t]+E722)?|pylint:[ \t]*disable=(?:bare-except|W0702))[ \t]*$/i;

/** Takes a comment away that excuses the bare clause, which is none any more: the others would find it unused. */
function dropExcuse(clause: Node, builder: FixBuilder): void {
  const { text } = clause.tree;
  const colon = clause.children.find(({ kind }) => kind === ":");
  if (colon === undefined) return;
  const line = withoutLineBreaks(text.slice(colon.end, lineSpan(text, colon.end, colon.end).end));
  if (EXCUSE.test(line)) builder.edit(clause, colon.end, colon.end + line.length, "");
}

/**
 * A clause of its own in front lets the cancellation pass.
 *
 * @param closing what is done before that all the same
 */
function letPass(clause: Node, { type }: Caught, context: FixContext, closing: readonly Node[] = []): Fix | undefined {
  const builder = new FixBuilder(context);
  const name = type?.text ?? builder.need("asyncio.CancelledError", clause);
  const { text } = clause.tree;
  const span = lineSpan(text, clause.start, clause.start);
  if (name === undefined || text.slice(span.start, clause.start).trim() !== "") return undefined;
  const eol = context.module.document.lineBreak;
  const indent = indentationOf(text, clause.start);
  const lines = [...closing.map((statement) => statement.text), "raise"];
  const alias = clause.child("value")?.child("alias")?.text;
  if (alias !== undefined && closing.some((one) => [...one.descendants("identifier")].some((id) => id.text === alias)))
    return undefined;
  builder.edit(
    clause,
    span.start,
    span.start,
    `${indent}except ${name}:${eol}${lines.map((line) => `${indent}${indentUnit(clause)}${line}${eol}`).join("")}`,
  );
  if (type !== undefined) dropType(type, builder);
  return builder.build({
    title: "Let the cancellation pass",
    applicability: "unsafe",
    annotation:
      closing.length === 0
        ? "The handler no longer runs when the code is cancelled"
        : "Of the handler only what closes or ends something runs when the code is cancelled",
    differs: "the handler is passed by",
  });
}
