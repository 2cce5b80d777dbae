import type { RuleContext } from "../../contract";
import { ownNodes } from "../../../model/definitions";
import type { Infer } from "../../../model/infer";
import { libraryRow, type Row } from "../../../model/library/index";
import { ASSIGNMENTS, RETURNS } from "../../../syntax/node-kinds";
import { isSuite } from "../../../syntax/statements";
import type { Node } from "../../../syntax/tree";

/** Modes of os.spawn*() that go on while the process runs. */
const GOES_ON: ReadonlySet<string> = new Set(["os.P_NOWAIT", "os.P_NOWAITO", "os.P_DETACH"]);

/** How code makes a pipe give what it has, or looks whether it has anything. */
const NEVER_WAITS = ["set_blocking", "O_NONBLOCK", "select", "selectors"] as const;

/** Whether a call starts a process and does not wait for its end. A `with` does so where it is left. */
export function onlyStarts(call: Node, row: Row, { infer }: RuleContext): boolean {
  const mode = call.child("arguments")?.named[0];
  if (row.startsOnly !== true)
    return row.name.startsWith("os.spawn") && mode !== undefined && GOES_ON.has(infer.name(mode) ?? "");
  return call.closest("with_item", "block")?.kind !== "with_item";
}

/** Whether an expression is a pipe from a process: `process.stdout`. */
export function isPipe(expression: Node | undefined, { infer }: RuleContext): boolean {
  const name = expression === undefined ? undefined : infer.instanceOf(expression);
  return name !== undefined && libraryRow(name)?.returns === name && libraryRow(name)?.blocks === "subprocess";
}

/** Whether the file makes pipes that never wait, or asks first whether there is anything to read. */
export function readsWithoutWaiting({ infer }: RuleContext): boolean {
  return NEVER_WAITS.some((word) => infer.isSaid(word));
}

/** The process that a method or pipe belongs to. */
export function processOf(expression: Node | undefined, context: RuleContext): Node | undefined {
  const object = expression?.child("object");
  return isPipe(object, context) ? object?.child("object") : object;
}

/** Whether it is known, where the code stands, that a process has ended: somebody asked it, or waited for it. */
export function hasEnded(process: Node, at: Node, infer: Infer): boolean {
  let child = at;
  for (const around of at.ancestors()) {
    if (around.kind === "function_definition" || around.kind === "lambda") return false;
    if (
      (around.kind === "if_statement" || around.kind === "elif_clause" || around.kind === "while_statement") &&
      saysSo(around, child, process, infer)
    )
      return true;
    for (const before of statementsBefore(child, around)) if (endsWaiting(before, process, infer)) return true;
    child = around;
  }
  return false;
}

/** The statements of a block, or of whatever else is around, that have run before one of them does. */
export function* statementsBefore(statement: Node, around: Node): Iterable<Node> {
  if (!isSuite(around)) return;
  for (const before of around.named) {
    if (before.start >= statement.start) return;
    yield before;
  }
}

/** Whether the condition around a branch says that the process has ended. */
function saysSo(statement: Node, branch: Node, process: Node, infer: Infer): boolean {
  const answer = answerOf(statement.child("condition"), process, infer);
  if (branch.field === "consequence" || branch.field === "body") return answer === "ended";
  return branch.field === "alternative" && answer === "runs";
}

/** Whether who comes past a statement knows that the process has ended. */
function endsWaiting(statement: Node, process: Node, infer: Infer): boolean {
  if (statement.kind === "while_statement") return answerOf(statement.child("condition"), process, infer) === "runs";
  if (statement.kind === "if_statement" && statement.child("alternative") === undefined) {
    return answerOf(statement.child("condition"), process, infer) === "runs" && leaves(statement.child("consequence"));
  }
  if (statement.kind !== "expression_statement") return false;
  for (const attribute of statement.descendants("attribute")) {
    if (isMethod(attribute, process, "wait") || isMethod(attribute, process, "communicate")) return true;
  }
  return false;
}

function leaves(block: Node | undefined): boolean {
  const last = block?.named.at(-1);
  return (
    last !== undefined &&
    ["return_statement", "raise_statement", "continue_statement", "break_statement"].includes(last.kind)
  );
}

/** What holds of a process where a condition does. */
function answerOf(condition: Node | undefined, process: Node, infer: Infer): "ended" | "runs" | undefined {
  let asked = condition;
  while (asked?.kind === "parenthesized_expression") asked = asked.named[0];
  if (asked?.kind === "boolean_operator" && asked.hasToken("and")) {
    return answerOf(asked.child("left"), process, infer) ?? answerOf(asked.child("right"), process, infer);
  }
  const [left, right] = asked?.kind === "comparison_operator" ? asked.named : [];
  if (asked === undefined || left === undefined || right?.kind !== "none" || asked.named.length !== 2) return undefined;
  if (!asksProcess(left, process) && !asksByOwnMethod(left, process, infer)) return undefined;
  if (asked.hasToken("is not")) return "ended";
  return asked.hasToken("is") ? "runs" : undefined;
}

/** `process.poll()`, `process.returncode`: None while it runs. */
function asksProcess(asked: Node, process: Node): boolean {
  const attribute = asked.kind === "call" ? asked.child("function") : asked;
  return (
    attribute !== undefined && (isMethod(attribute, process, "poll") || isMethod(attribute, process, "returncode"))
  );
}

/** `await self.poll()`, of a method of the file that gives what the object's process says. */
function asksByOwnMethod(asked: Node, process: Node, infer: Infer): boolean {
  const call = asked.kind === "await" ? asked.named[0] : asked;
  const callee = call?.kind === "call" ? call.child("function") : undefined;
  if (callee?.child("object")?.text !== "self" || !process.text.startsWith("self.")) return false;
  const value = infer.value(callee);
  return value?.kind === "function" && givesAnswer(value.definition.node, process);
}

/** Whether a function returns what it has asked a process, be it by a name. */
function givesAnswer(function_: Node, process: Node): boolean {
  const names = new Set<string>();
  for (const { named } of ownNodes(function_, ASSIGNMENTS)) {
    const value = named.at(-1);
    if (value !== undefined && named[0]?.kind === "identifier" && asksProcess(value, process)) names.add(named[0].text);
  }
  for (const { named } of ownNodes(function_, RETURNS))
    if (named[0] !== undefined && (names.has(named[0].text) || asksProcess(named[0], process))) return true;
  return false;
}

function isMethod(attribute: Node, process: Node, name: string): boolean {
  return (
    attribute.kind === "attribute" &&
    attribute.child("attribute")?.text === name &&
    attribute.child("object")?.text === process.text
  );
}
