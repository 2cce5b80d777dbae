import type { RuleContext } from "../../contract";
import type { Row } from "../../../model/library/index";
import { matchArguments } from "../../../model/arguments";
import { isOneOf } from "../../../syntax/literals";
import type { Node } from "../../../syntax/tree";
import { reachesDisk } from "../disk/file-reach";
import { isInMemory, staysInMemory } from "../values/in-memory";
import { isSmallPicture } from "../values/small-picture";
import { consumerOf } from "../values/lazy";
import { reachesNetwork } from "./network-reach";
import { hasEnded, isPipe, processOf, readsWithoutWaiting } from "./processes";
import { returnsAtOnce } from "./returns-at-once";

/**
 * Whether a call that the table knows to block does so with these arguments, on this object, at this place. Silent
 * where the code does not show it.
 *
 * @param function_ the function that the call stands in
 */
export function reallyBlocks(call: Node, row: Row, function_: Node, context: RuleContext): boolean {
  if (row.lazy === true && consumerOf(call, context.infer) === undefined) return false;
  if (row.notWith !== undefined && isGivenOneOf(row.notWith, call)) return false;
  if (isGivenNothingToDo(call, row, context)) return false;
  switch (row.blocks) {
    case "file":
      return reachesDisk(call, row, function_, context);
    case "filesystem":
      return !isCopiedInMemory(call, context) && !isMadeAnyway(call, row);
    case "network":
      return reachesNetwork(call, row, function_, context);
    case "subprocess":
      return !onlyLooks(call, context) && !isOfEndedProcess(call, context);
    case "wait":
      return row.nestsLoop === true || !returnsAtOnce(call, row, function_, context);
    case "cpu":
      return !isSmall(call, context);
    case "database":
      return !staysInMemory(call, context);
    case "http":
      return !isDataUrl(call, function_);
    case "sleep":
    case "input":
      return true;
    case undefined:
      return false;
    default:
      return row.blocks satisfies never;
  }
}

/** Whether one of these keywords is written in a call. */
function isGivenOneOf(keywords: readonly string[], call: Node): boolean {
  return (call.child("arguments")?.named ?? []).some(
    (argument) => argument.kind === "keyword_argument" && keywords.includes(argument.child("name")?.text ?? ""),
  );
}

/** `ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)` */
function isGivenNothingToDo(call: Node, { nothingFor, parameters = [] }: Row, { infer }: RuleContext): boolean {
  if (nothingFor === undefined || isGivenOneOf(nothingFor.unless, call)) return false;
  const given = matchArguments(call, parameters).values.get(nothingFor.parameter);
  return given !== undefined && infer.name(given) === nothingFor.is;
}

const DATA_URL = /(?:^|_)data_?ur[il](?:_|$)/i;

/** `urlopen("data:…")`, or where names say that it is one: it is decoded where it stands. */
function isDataUrl(call: Node, function_: Node): boolean {
  const url = call.child("arguments")?.named[0];
  if (url === undefined) return false;
  if (/^[rRbBuUfF]*["']{1,3}data:/.test(url.text)) return true;
  return DATA_URL.test((url.child("attribute") ?? url).text) || DATA_URL.test(function_.child("name")?.text ?? "");
}

/** A client makes a context of TLS for itself where it is given none. */
function isMadeAnyway(call: Node, { name }: Row): boolean {
  return (
    name.startsWith("ssl.") &&
    call.field === "value" &&
    call.parent?.kind === "keyword_argument" &&
    call.parent.child("name")?.text === "verify"
  );
}

/** Copied from one buffer to another, nothing reaches a disk. */
function isCopiedInMemory(call: Node, context: RuleContext): boolean {
  const given = call.child("arguments")?.named ?? [];
  return given.length > 1 && given.slice(0, 2).every((argument) => isInMemory(argument, context));
}

/** Nothing is left to wait for where a process has ended, nor where its pipe gives what it has. */
function isOfEndedProcess(call: Node, context: RuleContext): boolean {
  const callee = call.child("function");
  const process = processOf(callee, context);
  if (callee === undefined || process === undefined || context.infer.instanceOf(process) !== "subprocess.Popen")
    return false;
  return (
    hasEnded(process, call, context.infer) || (isPipe(callee.child("object"), context) && readsWithoutWaiting(context))
  );
}

/** os.waitpid(pid, os.WNOHANG) only looks. */
function onlyLooks(call: Node, context: RuleContext): boolean {
  for (const part of call.child("arguments")?.descendants("attribute", "identifier") ?? []) {
    if (context.infer.name(part) === "os.WNOHANG") return true;
  }
  return false;
}

/** What one message of a socket or queue is called: `msg`, `message.data`, `frame[4:]`, `ws_package.payload`. */
const MESSAGE =
  /^(?:msg|message|frame|packet|payload|(?:\w+_)?(?:frame|packet|package|message|msg)\.(?:data|body|payload|content))(?:\.(?:data|body|payload|content))?(?:\[[\w ]*:[\w ]*\])?$/;

/** What is written out in the code, or came as one message, is no load; nor is a picture of a person or thing in small. */
function isSmall(call: Node, context: RuleContext): boolean {
  const given = call.child("arguments")?.named ?? [];
  if (given[0] !== undefined && MESSAGE.test(given[0].text)) return true;
  if (isSmallPicture(call, context)) return true;
  return (
    given.length > 0 &&
    given.every((argument) => isOneOf(argument, "string", "integer", "float", "concatenated_string"))
  );
}
