import type { Rule, RuleContext } from "./contract";
import type { Severity } from "../config/settings";
import { ownNodes } from "../model/definitions";
import type { Row } from "../model/library/index";
import { isForDebugging } from "../model/for-debugging";
import { callsOf, word } from "../model/mentions";
import { CALLS, IDENTIFIERS } from "../syntax/node-kinds";
import type { Node } from "../syntax/tree";
import { isOfProgramOnce, isOfSettings, isSettingUp, isStartingObject } from "./support/when/at-start";
import { isOnWayOut } from "./support/when/before-exit";
import { isForProcess } from "./support/blocking/beside-process";
import { type BlockingCall, blockingCall, blockingMessage } from "./support/blocking/blocking-call";
import { howOftenWithin, type OnDisk, weightOnDisk } from "./support/blocking/disk-weight";
import { rememberedAsInferred } from "../model/remembered";
import { isMadeOnce } from "../model/seldom";
import { asksEachRound, isForWhoeverAsks, isMadeInOneGo, isRepeated } from "./support/when/how-often";
import { bindingsOf, madeInFunction } from "./support/values/origin";
import { worksElsewhere } from "./support/blocking/off-loop";
import { isOwnPath } from "./support/disk/own-file";
import { writesWhatWasSent } from "./support/disk/moved";
import { offersForUse } from "./support/one-hop/offers-for-use";

export const blockingFilesystemCall: Rule = {
  name: "blocking-filesystem-call",
  kinds: ["call"],
  stallsLoop: true,
  needs: [[word("async")], callsOf((row) => row.blocks === "filesystem")],
  check(call, context) {
    const blocking = blockingCall(call, context, "filesystem");
    if (blocking === undefined || dealsWithUnixSocket(blocking.function)) return undefined;
    if (asksForModule(call)) return undefined;
    const isOnce =
      isSettingUp(call, blocking.function, context) ||
      isOfSettings(call, blocking.function, context) ||
      isOfProgramOnce(call, blocking.function, context);
    if (isForDebugging(call, blocking.function) || isShortEnough(blocking, isOnce, context)) return undefined;
    return {
      at: call,
      message: blockingMessage(blocking),
      severity: isOnce || isOnWayOut(call, blocking.function, context) ? "hint" : weightOf(blocking, context),
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
  if (isOnce || isStartingObject(call, function_, context)) return true;
  return isMadeOnce(call, function_) || (!isRepeated(call, function_) && worksElsewhere(function_, context));
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

/** What is done once for many runs, or for a process that is waited for, is over before anybody notices. */
function weightOf(blocking: BlockingCall, context: RuleContext): Severity {
  const { call, function: function_, platform } = blocking;
  if (platform !== undefined || isMadeOnce(call, function_) || holdsFilesOfProcess(call, function_, context))
    return "hint";
  const what = onDisk(blocking, context);
  return weightOnDisk(
    what,
    what === "removed" && isOfWhoeverAsks(call, function_, context)
      ? "asked"
      : howOftenWithin(call, function_, context),
  );
}

/**
 * A whole stream, or all files of a folder, take as long as there is much of it. One short touch is over in a moment, as
 * is one listing of a folder.
 */
function onDisk({ call, row, function: function_ }: BlockingCall, context: RuleContext): OnDisk {
  if (row.heavy === true || movesAllFiles(call, row, function_)) return "tree";
  if (REMOVES_TREE.test(row.name)) return isMadeHere(call, context) ? "made" : "removed";
  if (MAKES_FILE.test(row.name) && writesWhatWasSent(call, context)) return "bytes";
  if (row.brief === true) return "touch";
  if (COPIES_FILE.test(row.name) && isDownloaded(call, function_, context)) return "stream";
  if (MAKES_FOLDER.test(row.name)) return "made";
  if (!LISTS_FOLDER.test(row.name)) return "file";
  return listsOneFolder(call) && !looksAtEach(call, function_, context) ? "listing" : "folder";
}

/** What makes a file that is open, and may be written to. */
const MAKES_FILE = /\.(?:NamedTemporaryFile|TemporaryFile)$/;

/** What makes a folder that is removed again, with what little was put there. */
const MAKES_FOLDER = /\.TemporaryDirectory$/;

/** `folder = mkdtemp()`, and `shutil.rmtree(folder)` in the same function. */
function isMadeHere(call: Node, context: RuleContext): boolean {
  const folder = call.child("arguments")?.named[0];
  const made = madeInFunction(folder, context);
  if (made === undefined) return false;
  const name = context.infer.row(made)?.name ?? "";
  return name.endsWith(".mkdtemp") || call.closest("finally_clause", "function_definition")?.kind === "finally_clause";
}

/** `with TemporaryDirectory() as folder: subprocess.run(..., cwd=folder)`: the process is what stops the loop. */
function holdsFilesOfProcess(call: Node, function_: Node, context: RuleContext): boolean {
  const target = call.parent?.kind === "as_pattern" ? call.parent.child("alias")?.named[0] : undefined;
  return target !== undefined && !isMadeInOneGo(call, function_) && isForProcess([target], call, function_, context);
}

/** Whether whoever asks says which folder it is. */
function isOfWhoeverAsks(call: Node, function_: Node, context: RuleContext): boolean {
  const folder = call.child("arguments")?.named[0];
  return folder !== undefined && isForWhoeverAsks(function_, context) && !isOwnPath(folder, function_, context);
}

/** What copies the whole of one file. */
const COPIES_FILE = /^shutil\.copy(?:2|file)?$/;
/** What fetches what somebody has sent. */
const DOWNLOADS = /^_*download/;
/** A name that is given more values is looked at for the first of them. */
const MAX_VALUES = 10;

/** `path = await message.download_media()`, and then a copy of it: it is as large as whoever asks has made it. */
function isDownloaded(copy: Node, function_: Node, context: RuleContext): boolean {
  const file = copy.child("arguments")?.named[0];
  if (file?.kind !== "identifier" || !isForWhoeverAsks(function_, context)) return false;
  return bindingsOf(file, context)
    .slice(0, MAX_VALUES)
    .some(({ source }) => {
      if (source.kind !== "expression" || source.value.kind !== "await") return false;
      const callee = source.value.named[0]?.child("function");
      return DOWNLOADS.test((callee?.child("attribute") ?? callee)?.text ?? "");
    });
}

/** What removes all that lies in a folder. */
const REMOVES_TREE = /\.rmtree$/;
/** What asks for the files of one folder, and of those below it where a pattern says so. */
const LISTS_FOLDER = /(?:^|\.)(?:listdir|scandir|iterdir|i?r?glob|f?walk)$/;
/** What goes through all folders below. */
const GOES_DOWN = /(?:^|\.)(?:rglob|f?walk)$/;

/** `next(os.walk(folder))` goes no further than the folder itself. */
function listsOneFolder(call: Node): boolean {
  const callee = call.child("function");
  if (GOES_DOWN.test((callee?.child("attribute") ?? callee)?.text ?? ""))
    return call.parent?.parent?.child("function")?.text === "next";
  return !/\*\*|recursive/.test(call.child("arguments")?.text ?? "");
}

/** `for name in os.listdir(folder): os.stat(name)`: whether each file of a folder that is listed is looked at. */
function looksAtEach(listing: Node, function_: Node, { infer }: RuleContext): boolean {
  return (lastLookInRound(function_, infer) ?? 0) > listing.end;
}

/** Where a function touches the disk for the last time in a loop that awaits nothing. */
const lastLookInRound = rememberedAsInferred((function_: Node, infer): number | undefined => {
  let last: number | undefined;
  for (const call of ownNodes(function_, CALLS)) {
    const blocks = infer.row(call)?.blocks;
    if ((blocks === "filesystem" || blocks === "file") && isMadeInOneGo(call, function_)) last = call.start;
  }
  return last;
});

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
  for (const name of ownNodes(function_, IDENTIFIERS)) if (OF_UNIX_SOCKETS.has(name.text)) return true;
  return false;
}
