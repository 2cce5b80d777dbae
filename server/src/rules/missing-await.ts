import type { Rule, RuleContext } from "./contract";
import { awaited, canAwait } from "../fixes/awaiting";
import { FixBuilder, type FixContext } from "../fixes/builder";
import type { Fix } from "../fixes/fix";
import type { Row } from "../model/library/index";
import { referenceElsewhere } from "../model/elsewhere";
import { executionOf } from "../model/execution";
import { isHook } from "../model/idle";
import { callsOf, ownCalls, PROJECT, word } from "../model/mentions";
import type { Value } from "../model/values";
import type { Node } from "../syntax/tree";
import { keptIn, targetOf } from "./support/tasks/coroutine-in-name";
import { isPassedInStatement, type Misuse, misuseAsText, misuseOf } from "./support/tasks/coroutine-misuse";

export const missingAwait: Rule = {
  name: "missing-await",
  kinds: ["call"],
  // What other files define is looked for in async code: elsewhere nothing could be awaited anyway.
  needs: [
    [ownCalls("coroutine"), ...callsOf(isAwaited), PROJECT],
    [ownCalls("coroutine"), ...callsOf(isAwaited), word("async")],
  ],
  check(call, context) {
    const dropped = call.parent?.kind === "expression_statement" && call.parent.named.length === 1;
    const misuse = misuseOf(call, context.infer);
    const isPassed = misuse === undefined && isPassedInStatement(call);
    if (!dropped && misuse === undefined && !isPassed && targetOf(call) === undefined) return undefined;
    if (!isCoroutine(call, dropped, context) || isTested(call)) return undefined;
    const trouble = dropped
      ? { says: "is never awaited: it makes a coroutine that does not run" }
      : (asResult("it", isPassed ? misuseAsText(call, context.infer) : misuse) ?? troubleOfName(call, context));
    if (trouble === undefined) return undefined;
    return {
      at: call,
      ...(trouble.raises === true || trouble.decides === true ? { atLeast: "error" } : {}),
      message: `${shortName(call)} ${trouble.says}`,
      fixes: () =>
        trouble.isAwaitedToo === true ? [] : [addAwait(call, trouble, context)].filter((fix) => fix !== undefined),
    };
  },
};

interface Trouble {
  /** How the message goes on behind the call's name. */
  readonly says: string;
  /** What holds the coroutine is awaited or handed on as well: there the result would be the wrong thing. */
  readonly isAwaitedToo?: boolean;
  /** Python raises there, so that what follows has never run. */
  readonly raises?: boolean;
  /** What is asked there has the same answer always. */
  readonly decides?: boolean | undefined;
}

function asResult(what: string, misuse: Misuse | undefined): Trouble | undefined {
  return (
    misuse && {
      says: `gives a coroutine, not its result: ${what} ${misuse.says}`,
      raises: misuse.raises,
      decides: misuse.decides,
    }
  );
}

/** What is wrong with all that is done with the name that the coroutine is put into. */
function troubleOfName(call: Node, context: RuleContext): Trouble | undefined {
  const kept = keptIn(call, context);
  if (kept === undefined) return undefined;
  const { name, uses } = kept;
  if (uses.length === 0) return { says: `is never awaited: ${name} is never used` };
  const misuses = uses.map((use) => misuseOf(use, context.infer));
  const isAwaitedToo = misuses.includes(undefined);
  // Who awaits it too may well look at it first.
  const found = misuses.find((one) => one?.raises === true) ?? (isAwaitedToo ? undefined : misuses[0]);
  const trouble = asResult(name, found);
  return trouble && { ...trouble, isAwaitedToo };
}

function shortName(call: Node): string {
  const callee = call.child("function")?.text ?? "";
  return callee.length > 40 || /\s/.test(callee) ? "this call" : `${callee}()`;
}

/** A test that the call raises or warns: `with pytest.raises(TypeError)`, `with self.assertWarns(...)`. */
function isTested(call: Node): boolean {
  for (const around of call.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (around.kind !== "with_statement") continue;
    const clause = around.children.find((child) => child.kind === "with_clause");
    for (const opened of clause?.descendants("call") ?? []) if (isTest(opened)) return true;
  }
  return false;
}

function isTest(call: Node): boolean {
  const callee = call.child("function");
  const name = (callee?.child("attribute") ?? callee)?.text ?? "";
  return /raises|warns|warnings/i.test(name);
}

function isAwaited(row: Row): boolean {
  return row.use === "await" || row.use === "await or async with";
}

/** An `async def` of the project, or what the table knows to be awaited. */
function isCoroutine(call: Node, dropped: boolean, context: RuleContext): boolean {
  const { infer } = context;
  const row = infer.row(call);
  // What can be entered as well may be good for something by itself: `async with connection`.
  if (row !== undefined) return row.use === "await" || (dropped && isAwaited(row));
  const callee = call.child("function");
  if (callee === undefined) return false;
  const value = infer.value(callee);
  if (value === undefined || !isDefined(value) || infer.value(call)?.kind !== "awaitable")
    return isOfPackage(call, callee, context) && !isGoneThrough(call, context);
  if (mayBeOverridden(value, context)) return false;
  return !isLeftToOthers(value) || !isGoneThrough(call, context);
}

/** Whether it is a method that does nothing: those that do something in its place may well be plain functions. */
function mayBeOverridden(value: Value, { infer }: RuleContext): boolean {
  if (value.kind === "function") return isHook(value.definition);
  const reference = referenceElsewhere(value);
  return reference !== undefined && infer.coroutineElsewhere(reference).hook;
}

/**
 * Whether it is an `async def` of something that is installed for the project, as its source or its stub says: no
 * package is read for plain code.
 */
function isOfPackage(call: Node, callee: Node, { infer: { further } }: RuleContext): boolean {
  const reference = executionOf(call).kind === "async" ? referenceElsewhere(further.value(callee)) : undefined;
  return reference !== undefined && further.givesCoroutineElsewhere(reference);
}

function isGoneThrough(call: Node, context: RuleContext): boolean {
  return isGoneThroughByAsyncFor(call) || keptIn(call, context)?.uses.some(isGoneThroughByAsyncFor) === true;
}

/** Whether it is a function of the project that awaits; what a function of another file gives is said by that file. */
function isDefined(value: Value): boolean {
  return value.kind === "function" ? value.definition.async : value.kind === "name" || value.kind === "outside";
}

function isGoneThroughByAsyncFor({ parent, field }: Node): boolean {
  return field === "right" && parent?.hasToken("async") === true;
}

/**
 * A method, of which the classes derived from its own may well make an async generator; of another file's function
 * nobody sees which it is.
 */
function isLeftToOthers(value: Value): boolean {
  return value.kind !== "function" || value.definition.owner !== undefined;
}

/** The `await` in front of what a call gives under a key or as an attribute. */
function awaitBehind(call: Node): Node | undefined {
  let part = call;
  while (part.parent?.kind === "subscript" && part.field === "value") part = part.parent;
  return part !== call && part.parent?.kind === "await" ? part.parent : undefined;
}

function addAwait(call: Node, { raises }: Trouble, context: FixContext): Fix | undefined {
  if (!canAwait(call)) return undefined;
  const [before, after] = awaited(call, "\0").split("\0") as [string, string];
  const builder = new FixBuilder(context).insertBefore(call, before);
  // `await load()["key"]` awaits what is behind the key: it is the call that was meant.
  const outer = awaitBehind(call);
  if (outer !== undefined) builder.edit(outer, outer.start, outer.named[0]!.start, "");
  if (after !== "") builder.insertAfter(call, after);
  return builder.build({
    title: "Await it",
    applicability: "unsafe",
    annotation:
      raises === true
        ? "What follows runs from now on: so far an error came before it"
        : "The coroutine runs, where it did nothing before",
    differs: raises === true ? "what follows runs too" : "it runs from now on",
  });
}
