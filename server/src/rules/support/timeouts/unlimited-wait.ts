import type { RuleContext } from "../../contract";
import { executionOf } from "../../../model/execution";
import { ownNodes } from "../../../model/definitions";
import { ATTRIBUTES, LOOPS } from "../../../syntax/node-kinds";
import type { Node } from "../../../syntax/tree";
import { isSuite } from "../../../syntax/statements";
import { madeInFunction } from "../values/origin";
import { keywordNamed, type NetworkCall } from "./network-call";
import { leavesPipeFull } from "./unread-pipes";

/** What the process that a wait is for has to do with, that shows that somebody else decides how long it takes. */
const STOPS_A_PROCESS: ReadonlySet<string> = new Set(["kill", "terminate", "send_signal"]);

/**
 * Whether a call that takes no timeout waits for something that may never come, and where it is plain that it should
 * come soon: a connection; an answer on one that the function has opened itself, outside of loops; a child process that
 * the function has started itself, to run to its end.
 */
export function mayWaitForEver(call: NetworkCall, context: RuleContext): boolean {
  const { row } = call;
  switch (row.unlimited) {
    case undefined:
      return false;
    case "connect":
      return isAwaited(call.call) && !isConnectedAlready(call) && !isHandedOn(call.call);
    case "answer":
      return row.use === undefined || (isAwaited(call.call) && isAnswerToOwnQuestion(call, context));
    case "command":
      return isAwaited(call.call);
    case "output":
      return isAwaited(call.call) && isOwnProcess(call, context);
    case "exit":
      return isAwaited(call.call) && (isOwnProcess(call, context) || leavesPipeFull(call, context));
    case "socket":
      return isOwnSocket(call, context);
    default:
      return row.unlimited satisfies never;
  }
}

function isAwaited(call: Node): boolean {
  return call.parent?.kind === "await";
}

/** A socket that is handed over has its connection; one to nowhere makes none. */
function isConnectedAlready(call: NetworkCall): boolean {
  return (
    keywordNamed(call, "sock") !== undefined ||
    (call.positional.length === 0 && call.keywords.length === 0 && !call.unpacks.keywords)
  );
}

/** Whether a function does nothing but call this and give back what it gives: then its callers see to the limit. */
function isHandedOn(call: Node): boolean {
  const statement = call.parent?.parent;
  if (statement?.kind !== "return_statement" || statement.parent?.parent?.kind !== "function_definition") return false;
  const statements = statement.parent.named.filter(
    (one) => one.kind !== "expression_statement" || one.named[0]?.kind !== "string",
  );
  return statements.length === 1;
}

/** Whether a stream is read that the function opened itself: then an answer is due. A loop may listen for ever. */
function isAnswerToOwnQuestion({ call, callee }: NetworkCall, context: RuleContext): boolean {
  const opened = madeInFunction(callee.child("object"), context);
  if (opened === undefined || context.infer.row(opened)?.unpacks === undefined) return false;
  return !isInLoop(call);
}

function isInLoop(call: Node): boolean {
  for (const around of call.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (LOOPS.has(around.kind)) return true;
  }
  return false;
}

/** What bounds the calls of a socket, beside `socket.setdefaulttimeout`. */
const BOUNDS_A_SOCKET: ReadonlySet<string> = new Set(["settimeout", "setblocking"]);

/** Whether the function made a socket for TCP itself, and neither limits it nor gives it to anybody who might. */
function isOwnSocket({ call, callee }: NetworkCall, context: RuleContext): boolean {
  const socket = callee.child("object");
  const made = madeInFunction(socket, context);
  const execution = executionOf(call);
  if (
    socket === undefined ||
    made === undefined ||
    (execution.kind !== "sync" && execution.kind !== "async") ||
    !isForTcp(made, context)
  )
    return false;
  if (["setdefaulttimeout", "SO_SNDTIMEO"].some((name) => context.infer.isSaid(name))) return false;
  for (const id of execution.function.descendants("identifier")) {
    if (id.text !== socket.text || id.field === "attribute") continue;
    const member =
      id.field === "object" && id.parent?.kind === "attribute" ? id.parent.child("attribute")?.text : undefined;
    if (
      member === undefined ? id.start < call.start && id.parent?.kind === "argument_list" : BOUNDS_A_SOCKET.has(member)
    )
      return false;
  }
  return true;
}

function isForTcp(made: Node, context: RuleContext): boolean {
  if (context.infer.callee(made) !== "socket.socket") return false;
  const given = made.child("arguments")?.named ?? [];
  return given.every((argument) =>
    /^(?:socket\.)?(?:AF_INET6?|SOCK_STREAM)$/.test((argument.child("value") ?? argument).text),
  );
}

/** Whether the function started the process itself and does nothing else with it than to wait for its end. */
function isOwnProcess({ call, callee, row }: NetworkCall, context: RuleContext): boolean {
  const process = callee.child("object");
  const started = madeInFunction(process, context);
  const execution = executionOf(call);
  if (
    started === undefined ||
    process === undefined ||
    execution.kind !== "async" ||
    context.infer.row(started)?.returns !== row.name.slice(0, row.name.lastIndexOf("."))
  )
    return false;
  if (
    isOverBefore(call, process) ||
    isCleanup(call) ||
    (row.unlimited === "exit" && isForItsEnd(call, execution.function))
  )
    return false;
  for (const attribute of ownNodes(execution.function, ATTRIBUTES)) {
    if (attribute.child("object")?.text !== process.text) continue;
    const name = attribute.child("attribute")?.text ?? "";
    if (STOPS_A_PROCESS.has(name)) return false;
    // What is read to its end comes before the end of the process.
    if (row.unlimited === "exit" && ["stdin", "stdout", "stderr"].includes(name)) return false;
  }
  return true;
}

/** Whether a process is kept in the foreground until it ends; what starts one again and again watches over it. */
function isForItsEnd(call: Node, definition: Node): boolean {
  return (
    isLastAct(call, definition) || call.closest("while_statement", "function_definition")?.kind === "while_statement"
  );
}

/** Whether the end of a process was waited for before, on every way to a call. */
function isOverBefore(call: Node, process: Node): boolean {
  let child = call;
  for (const around of call.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (isSuite(around) && around.named.some((before) => before.end <= child.start && waitsForEnd(before, process)))
      return true;
    child = around;
  }
  return false;
}

function waitsForEnd(statement: Node, process: Node): boolean {
  if (statement.kind !== "expression_statement") return false;
  for (const attribute of statement.descendants("attribute")) {
    if (
      attribute.child("object")?.text === process.text &&
      /^(?:wait|communicate)$/.test(attribute.child("attribute")?.text ?? "")
    )
      return true;
  }
  return false;
}

/**
 * Whether a function ends with the wait, and asks nothing of how the process ended: it keeps a service in the
 * foreground.
 */
function isLastAct(call: Node, definition: Node): boolean {
  const statement = call.parent?.parent;
  if (statement?.kind !== "expression_statement") return false;
  let child: Node = statement;
  for (const around of statement.ancestors()) {
    if (around === definition) return true;
    if (isSuite(around) && around.named.at(-1) !== child) return false;
    child = around;
  }
  return false;
}

function isCleanup(call: Node): boolean {
  for (const around of call.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (around.kind === "finally_clause" || around.kind === "except_clause") return true;
  }
  return false;
}
