import type { Rule, RuleContext } from "./contract";
import { FixBuilder, type FixContext, indentUnit } from "../fixes/builder";
import type { Fix } from "../fixes/fix";
import { hasLinesOfItsOwn } from "../fixes/own-lines";
import { indentationOf, lineSpan } from "../fixes/text";
import { blankLinesAbove } from "../syntax/lines";
import { executionOf } from "../model/execution";
import { canonicalName, libraryRow } from "../model/library/index";
import { word } from "../model/mentions";
import type { Node } from "../syntax/tree";

export const manualLockRelease: Rule = {
  name: "manual-lock-release",
  kinds: ["await"],
  needs: [[word("async")], [word("acquire")], [word("release")]],
  check(awaiting, context) {
    const acquire = awaiting.named[0];
    const statement = awaiting.parent;
    const lock = acquire?.kind === "call" ? lockOf(acquire, "acquire", context) : undefined;
    if (lock === undefined || statement?.kind !== "expression_statement" || executionOf(awaiting).kind !== "async")
      return undefined;
    const held = holding(statement, lock, context);
    if (held === undefined) return undefined;
    return {
      at: awaiting,
      message:
        held.try === undefined
          ? `${shortened(lock)} stays locked for ever if anything fails or is cancelled before its release()`
          : `acquire() and release() by hand: async with does both, and can't be taken apart`,
      ...(held.try !== undefined
        ? { severity: "hint" }
        : held.statements.every(isHarmless)
          ? { severity: "information" }
          : {}),
      related: [{ at: held.release, message: "is released here" }],
      fixes: () => [withLock(statement, lock, held, context)].filter((fix) => fix !== undefined),
    };
  },
};

function shortened(lock: Node): string {
  return lock.text.length > 40 ? "the lock" : lock.text;
}

/** Whether nothing in a statement can fail or be cancelled but a plain assignment of what is there. */
function isHarmless(statement: Node): boolean {
  for (const _ of statement.descendants(
    "call",
    "await",
    "raise_statement",
    "subscript",
    "binary_operator",
    "augmented_assignment",
    "assert_statement",
    "for_statement",
    "with_statement",
  ))
    return false;
  return true;
}

/** The asynchronous lock that a call without arguments acquires or releases. */
function lockOf(call: Node, method: string, { infer }: RuleContext): Node | undefined {
  const callee = call.child("function");
  if (
    callee?.kind !== "attribute" ||
    callee.child("attribute")?.text !== method ||
    call.child("arguments")?.named.length !== 0
  )
    return undefined;
  const lock = callee.child("object");
  const name = lock === undefined ? undefined : infer.instanceOf(lock);
  // Whatever has an acquire() to await, and a release(), is entered with `async with` as well.
  const acquires = name === undefined ? undefined : libraryRow(`${canonicalName(name)}.acquire`);
  return name !== undefined && acquires?.use === "await" && libraryRow(`${canonicalName(name)}.release`) !== undefined
    ? lock
    : undefined;
}

interface Held {
  /** The statements that run with the lock, beside the acquire. */
  readonly statements: readonly Node[];
  readonly release: Node;
  /** The try statement whose finally releases it. */
  readonly try: Node | undefined;
}

function holding(statement: Node, lock: Node, context: RuleContext): Held | undefined {
  const siblings = statement.parent?.named ?? [];
  const behind = siblings.slice(siblings.indexOf(statement) + 1);
  const [next] = behind;
  if (next === undefined) return undefined;
  const cleanup =
    next.kind === "try_statement" ? next.named.find((child) => child.kind === "finally_clause") : undefined;
  const last = cleanup?.named.find((child) => child.kind === "block")?.named;
  const release = last?.length === 1 && isRelease(last[0]!, lock, context) ? last[0]! : undefined;
  if (release !== undefined) return { statements: [next], release, try: next };
  const at = behind.findIndex((one) => isRelease(one, lock, context));
  return at > 0 ? { statements: behind.slice(0, at), release: behind[at]!, try: undefined } : undefined;
}

function isRelease(statement: Node, lock: Node, context: RuleContext): boolean {
  const call = statement.kind === "expression_statement" ? statement.named[0] : undefined;
  const released = call?.kind === "call" ? lockOf(call, "release", context) : undefined;
  return released !== undefined && released.text === lock.text;
}

function withLock(statement: Node, lock: Node, held: Held, context: FixContext): Fix | undefined {
  const builder = new FixBuilder(context);
  if (mentions(held.statements, lock, held.release) || !hasLinesOfItsOwn(statement)) return undefined;
  builder.replace(statement, `async with ${lock.text}:`);
  const isWritten =
    held.try === undefined
      ? takeInStatements(builder, statement, held.release)
      : takeInTry(builder, statement, held.try);
  return isWritten ? builder.build({ title: "Use async with", applicability: "safe" }) : undefined;
}

/** Moves what stands between the acquire and the release into the block; false where that can't be done. */
function takeInStatements(builder: FixBuilder, statement: Node, release: Node): boolean {
  const { text } = statement.tree;
  const unit = indentUnit(statement);
  const inside = (statement.parent?.children ?? []).filter(
    (child) => child.start > statement.end && child.end <= release.start && (child.isNamed || child.kind === "comment"),
  );
  for (const one of inside) if (begins(one)) builder.indent(one, one, unit);
  // What stood apart from the acquire is the first thing that is done with the lock.
  const below = lineSpan(text, statement.end, statement.end).end;
  const first = inside.find(begins);
  const start = first === undefined ? below : lineSpan(text, first.start, first.start).start;
  if (first !== undefined && below < start && text.slice(below, start).trim() === "")
    builder.edit(first, below, start, "");
  const line = lineSpan(text, release.start, release.end);
  const behind = text.slice(release.end, line.end).trim();
  if (!begins(release) || behind !== "") return false;
  builder.edit(release, line.start - blankLength(text, line.start, line.end), line.end, "");
  return true;
}

/** Takes the place of a `try` that releases the lock in its `finally`; false where that can't be done. */
function takeInTry(builder: FixBuilder, statement: Node, tried: Node): boolean {
  const { text } = statement.tree;
  const others = tried.named.filter((child) => child.kind === "except_clause" || child.kind === "else_clause");
  const cleanup = tried.named.find((child) => child.kind === "finally_clause")!;
  const body = tried.child("body");
  if (body === undefined || [...cleanup.descendants("comment")].length > 0 || !begins(tried)) return false;
  if (others.length > 0) {
    // The handlers ran with the lock held: the whole statement goes below it, without its finally.
    builder.indent(tried, others.at(-1)!, indentUnit(statement));
  } else if (!dropHeader(builder, statement, tried, body)) return false;
  const first = lineSpan(text, cleanup.start, cleanup.start).start;
  const end = lineSpan(text, cleanup.end, cleanup.end).end;
  if (
    text.slice(cleanup.end, end).trim() !== "" ||
    indentationOf(text, cleanup.start) !== indentationOf(text, statement.start)
  )
    return false;
  builder.edit(tried, first, end, "");
  return true;
}

/** The body of the try becomes that of the async with: it keeps its place, without the line of the `try`. */
function dropHeader(builder: FixBuilder, statement: Node, tried: Node, body: Node): boolean {
  const { text } = statement.tree;
  const line = lineSpan(text, tried.start, tried.start);
  const header = text.slice(tried.start, body.start);
  const comment = /#[^\n\r]*/.exec(header.split(/[\n\r]/)[0] ?? "");
  if (comment !== null || !/[\n\r]/.test(header)) return false;
  const between = text.slice(lineSpan(text, statement.end, statement.end).end, line.start);
  const start = between.trim() === "" ? line.start - between.length : line.start;
  builder.edit(tried, start, line.end, "");
  return true;
}

/** Whether the statements acquire or release the lock themselves, or hand it on. */
function mentions(statements: readonly Node[], lock: Node, release: Node): boolean {
  return statements.some((statement) => {
    for (const node of statement.descendants(lock.kind)) {
      if (node.text !== lock.text || release.contains(node)) continue;
      const method = node.field === "object" ? node.parent?.child("attribute")?.text : undefined;
      if (method === undefined || method === "acquire" || method === "release") return true;
    }
    return false;
  });
}

function begins(node: Node): boolean {
  const { text } = node.tree;
  return text.slice(lineSpan(text, node.start, node.start).start, node.start).trim() === "";
}

/** Blank lines above what goes, where a blank line or the end follows. */
function blankLength(text: string, start: number, end: number): number {
  if (!/^[ \t]*(?:[\n\r]|$)/.test(text.slice(end))) return 0;
  return start - blankLinesAbove(text, start);
}
