import type { Kind } from "../../syntax/kinds.generated";
import type { Node } from "../../syntax/tree";
import { statementOf } from "../../syntax/statements";
import { ownNodes } from "../definitions";
import { executionOf } from "../execution";
import type { Infer } from "../infer";
import { leaves, loopWithout, mayFollow, surelyRunsBeside, turnOf } from "./order";
import { overlap } from "./places";
import type { Touch } from "./touches";
import { PAUSES } from "../../syntax/node-kinds";

/** A stretch of a function during which it waits. */
interface Pause {
  readonly function: Node;
  readonly start: number;
  readonly end: number;
  readonly at: Node;
}

/**
 * Whether a new wait comes between a look at a place and a change of it, where nothing waited so far and nobody had
 * claimed the place.
 */
export function isRunBetween(look: Touch, change: Touch, wait: Pause, touches: readonly Touch[]): boolean {
  if (!overlap(look.place, change.place) || !precedes(look, wait) || !follows(change, wait, look)) return false;
  if (!mayFollow(look.node, wait.at) || !mayFollow(wait.at, change.node)) return false;
  const paused = [...ownNodes(wait.function, PAUSES)].some(
    (pause) => isPause(pause) && stands(pause, look, change) && runsWith(pause, wait, change),
  );
  if (paused) return false;
  return !touches.some((claim) => isClaim(claim, look, wait));
}

/**
 * Whether a change goes by what a look saw: under a condition, by way of a name, or as what the new value is made of.
 */
export function restsOn(look: Touch, change: Touch, wait: Pause): boolean {
  const names = namesGiven(look);
  for (const condition of conditionsOf(wait.function)) {
    if (!condition.test.contains(look.node) && !names.some((name) => mentions(condition.test, name))) continue;
    if (decides(condition.statement, change.node)) return true;
  }
  if (look.onDisk) return look.reads === true && (change.overwrites === true || names.length > 0);
  if (look.node.parent === change.node.parent && look.at === change.at) return false;
  const isSameStatement =
    statementOf(look.node).contains(change.node) && change.node.kind !== "call" && look.reads === true;
  return isSameStatement || (change.overwrites === true && (names.length > 0 || isInStatementOf(wait, look.node)));
}

/** Whether both stand in one block that holds a lock of tasks. */
export function isUnderLock(look: Touch, change: Touch, infer: Infer): boolean {
  for (const around of look.node.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (around.kind !== "with_statement" || !around.hasToken("async") || !around.contains(change.node)) continue;
    if (!(around.child("body")?.contains(look.node) ?? false)) continue;
    if (holdsLock(around, infer) !== undefined) return true;
  }
  return false;
}

/** The lock of tasks that an `async with` holds for its block. */
export function holdsLock(statement: Node, infer: Infer): Node | undefined {
  if (statement.kind !== "with_statement" || !statement.hasToken("async")) return undefined;
  const items = statement.named.find((child) => child.kind === "with_clause")?.named ?? [];
  return items.find((item) => isLock(item, infer))?.child("value");
}

/** Whether anything is awaited in a block, by an `async for` or `async with` as well. */
export function awaitsIn(block: Node): boolean {
  for (const _ of block.descendants("await", "async")) return true;
  return false;
}

const LOCKS = /^(?:asyncio|anyio|trio)\.(?:Lock|Condition)$/;

function isLock(item: Node, infer: Infer): boolean {
  const value = item.child("value");
  if (value === undefined) return false;
  const name = infer.instanceOf(value);
  return name === undefined ? /(?:lock|mutex)/i.test(value.text) : LOCKS.test(name);
}

function precedes(look: Touch, wait: Pause): boolean {
  return look.at < wait.end;
}

/** What is evaluated before the wait begins has happened by then; what works on a disk does so during the wait. */
function follows(change: Touch, wait: Pause, look: Touch): boolean {
  if (change.onDisk ? change.at >= wait.start : change.at >= wait.end) return true;
  return loopWithout(look.node, wait.at, change.node);
}

function isPause(node: Node): boolean {
  return node.kind === "await" || node.hasToken("async");
}

/** Whether the code waits already between a look and a change. */
function stands(pause: Node, look: Touch, change: Touch): boolean {
  const end = turnOf(pause, pause.kind === "await" ? pause.end : pause.start);
  return end > look.at && turnOf(pause, pause.start) < Math.max(change.at, turnOf(change.node, change.node.end));
}

function runsWith(pause: Node, wait: Pause, change: Touch): boolean {
  if (executionOf(pause).kind !== "async") return false;
  return surelyRunsBeside(pause, wait.at) || surelyRunsBeside(pause, change.node);
}

/** `if self.busy: return` / `self.busy = True`: whoever comes next sees that. */
function isClaim(claim: Touch, look: Touch, wait: Pause): boolean {
  if (claim.does !== "changes" || claim.onDisk || claim.at > wait.start || claim.at <= look.at) return false;
  return overlap(look.place, claim.place) && surelyRunsBeside(claim.node, wait.at);
}

interface Condition {
  readonly test: Node;
  readonly statement: Node;
}

const CONDITIONAL: ReadonlySet<Kind> = new Set([
  "if_statement",
  "elif_clause",
  "while_statement",
  "assert_statement",
  "match_statement",
  "conditional_expression",
  "boolean_operator",
  "if_clause",
]);

function* conditionsOf(function_: Node): Iterable<Condition> {
  for (const node of ownNodes(function_, CONDITIONAL)) {
    const test = testOf(node);
    const statement = node.kind === "elif_clause" || node.kind === "if_clause" ? node.parent : node;
    if (test !== undefined && statement !== undefined) yield { test, statement };
  }
}

function testOf(node: Node): Node | undefined {
  switch (node.kind) {
    case "match_statement":
      return node.child("subject");
    case "conditional_expression":
      return node.named[1];
    case "boolean_operator":
      return node.child("left");
    case "assert_statement":
    case "if_clause":
      return node.named[0];
    default:
      return node.child("condition");
  }
}

/** Whether a condition decides if a node is run: it stands in the statement, or behind one of whose branches leaves. */
function decides(statement: Node, node: Node): boolean {
  if (statement.contains(node)) return true;
  if (node.start < statement.end || !(statement.parent?.contains(node) ?? false)) return false;
  if (statement.kind === "assert_statement") return true;
  for (const branch of statement.named) {
    const block = branch.kind === "block" ? branch : (branch.child("consequence") ?? branch.child("body"));
    if (block !== undefined && leaves(block)) return true;
  }
  return false;
}

/** The variables that the statement of a look puts what it saw into. */
function namesGiven(look: Touch): readonly string[] {
  const statement = look.node.closest("assignment", "named_expression", "with_statement");
  if (statement === undefined || statement.start < statementOf(look.node).start) return [];
  if (statement.kind === "with_statement") return namesReadIn(statement);
  const left = statement.child("left") ?? statement.child("name");
  if (left === undefined || left.contains(look.node)) return [];
  return identifiersOf(left);
}

/** What is assigned in a `with` block, which is what came from the file that it opens. */
function namesReadIn(statement: Node): readonly string[] {
  const names: string[] = [];
  for (const assignment of statement.child("body")?.descendants("assignment") ?? [])
    names.push(...identifiersOf(assignment.child("left")!));
  return names;
}

function identifiersOf(target: Node): readonly string[] {
  if (target.kind === "identifier") return [target.text];
  return target.kind === "pattern_list" || target.kind === "tuple_pattern"
    ? target.named.flatMap((part) => identifiersOf(part))
    : [];
}

function mentions(node: Node, name: string): boolean {
  if (node.kind === "identifier") return node.text === name;
  for (const id of node.descendants("identifier")) if (id.text === name && id.field !== "attribute") return true;
  return false;
}

function isInStatementOf(wait: Pause, node: Node): boolean {
  const statement = statementOf(wait.at);
  const header = statement.child("body")?.start ?? statement.child("consequence")?.start ?? statement.end;
  return statement.start <= node.start && node.end <= header;
}
