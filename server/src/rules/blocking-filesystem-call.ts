import type { Rule, RuleContext } from "./contract";
import type { Severity } from "../config/settings";
import { ownNodes } from "../model/definitions";
import type { Row } from "../model/library/index";
import { isForDebugging } from "../model/for-debugging";
import { callsOf, word } from "../model/mentions";
import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import { isOfProgramOnce, isSettingUp } from "./support/at-start";
import { type BlockingCall, blockingCall, blockingMessage } from "./support/blocking-call";
import { isMadeOnce } from "../model/seldom";
import { asksEachRound, isRepeated } from "./support/how-often";
import { worksElsewhere } from "./support/off-loop";
import { offersForUse } from "./support/offers-for-use";

const NAMES: ReadonlySet<Kind> = new Set(["identifier"]);

export const blockingFilesystemCall: Rule = {
  name: "blocking-filesystem-call",
  kinds: ["call"],
  stallsLoop: true,
  needs: [[word("async")], callsOf((row) => row.blocks === "filesystem")],
  check(call, context) {
    const blocking = blockingCall(call, context, "filesystem");
    if (blocking === undefined || dealsWithUnixSocket(blocking.function)) return undefined;
    if (asksForModule(call)) return undefined;
    const isOnce = isSettingUp(call, blocking.function, context) || isOfProgramOnce(call, blocking.function, context);
    if (isForDebugging(call, blocking.function) || isShortEnough(blocking, isOnce, context)) return undefined;
    return {
      at: call,
      message: blockingMessage(blocking),
      severity: isOnce ? "hint" : weightOf(blocking),
      related: blocking.related,
      act: { what: "", within: blocking.function, share: shareOf(blocking.row) },
      fixes: () => offersForUse(blocking, context),
    };
  },
};

/**
 * Whether a short touch is over before anybody notices: made as a program starts, or once in a while, or beside the
 * heavy work of its function that somebody has moved off the loop.
 */
function isShortEnough(
  { call, row, function: function_ }: BlockingCall,
  isOnce: boolean,
  context: RuleContext,
): boolean {
  if (row.brief !== true) return false;
  return isOnce || isMadeOnce(call, function_) || (!isRepeated(call, function_) && worksElsewhere(function_, context));
}

/**
 * `os.path.realpath(__file__)`, `Path(__file__).resolve()`: where the module itself lies has been looked up before, to
 * load it.
 */
function asksForModule(call: Node): boolean {
  const object = call.child("function")?.child("object");
  const asked = object?.kind === "call" ? object : call;
  return asked.child("arguments")?.named[0]?.text === "__file__";
}

/**
 * One short touch is over in a moment, and so is what is done once for many runs; a whole stream, or all files of a
 * folder, take as long as there is much of it.
 */
function weightOf({ call, row, platform, function: function_ }: BlockingCall): Severity {
  if (platform !== undefined || (row.brief === true && !isRepeated(call, function_)) || isMadeOnce(call, function_))
    return "hint";
  return row.heavy === true || movesAllFiles(call, row, function_) ? "warning" : "information";
}

/** How much of what a function does to the file system a call is. */
function shareOf({ brief, heavy }: Row): number {
  return heavy === true ? 2 : brief === true ? 0 : 1;
}

/** What renames or moves a file. */
const MOVES = /\.(?:renames?|replace|move)$/;
/** What lists the files of a folder. */
const LISTS = /(?:glob|iterdir|listdir|scandir|walk)\(/;

/** `for file in folder.glob("*.jpg"): file.rename(...)`, in one go. */
function movesAllFiles(call: Node, { name }: Row, function_: Node): boolean {
  if (!MOVES.test(name) || !asksEachRound(call, function_)) return false;
  const loop = call.closest("for_statement", "function_definition", "lambda");
  return loop?.kind === "for_statement" && LISTS.test(loop.child("right")?.text ?? "");
}

/** Functions that make a Unix socket, or look whether a path is one. */
const OF_UNIX_SOCKETS: ReadonlySet<string> = new Set([
  "create_unix_server",
  "start_unix_server",
  "serve_unix_http",
  "create_unix_listener",
  "is_socket",
  "S_ISSOCK",
]);

const withUnixSocket = new WeakMap<Node, boolean>();

/** Whether a function opens a Unix socket: its path lies on a disk of this machine, and in memory most of the time. */
function dealsWithUnixSocket(function_: Node): boolean {
  let known = withUnixSocket.get(function_);
  if (known === undefined) withUnixSocket.set(function_, (known = namesUnixSocket(function_)));
  return known;
}

function namesUnixSocket(function_: Node): boolean {
  // Called, or handed to a thread that calls it.
  for (const name of ownNodes(function_, NAMES)) if (OF_UNIX_SOCKETS.has(name.text)) return true;
  return false;
}
