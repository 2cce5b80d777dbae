import type { Rule, RuleContext } from "./contract";
import type { Severity } from "../config/settings";
import { canAwait, runInThread } from "../fixes/awaiting";
import type { Offer } from "../fixes/fix";
import type { Row } from "../model/library/index";
import { callsOf, word } from "../model/mentions";
import type { Node } from "../syntax/tree";
import { isForDebugging } from "../model/for-debugging";
import { isOfProgramOnce, isOfSettings, isSettingUp } from "./support/when/at-start";
import { isOnWayOut } from "./support/when/before-exit";
import { isForProcess, namesOfPath } from "./support/blocking/beside-process";
import { type BlockingCall, blockingCall, blockingMessage } from "./support/blocking/blocking-call";
import { howOften, type OnDisk, weightOnDisk } from "./support/blocking/disk-weight";
import { beforePlainEndpoint } from "./support/blocking/endpoint";
import { asyncFilesAt, isConvertible, openAsync } from "./support/disk/file-async";
import { type Handle, handleOf } from "./support/disk/file-handle";
import { readOrWriteInThread } from "./support/disk/file-one-shot";
import { opensFile } from "./support/disk/file-reach";
import { liesBesideModule, saysItGrows, saysItLogs, saysOnePicture } from "./support/disk/file-size";
import { worksElsewhere } from "./support/blocking/off-loop";
import { offersForUse } from "./support/one-hop/offers-for-use";
import { inOneHop } from "./support/one-hop/index";
import { isMadeInOneGo, isMadeOften } from "./support/when/how-often";
import { holdsBytes, movedBy, pathOf, writes, writesItself } from "./support/disk/moved";
import { isOfProcess, isOwnFile, isTextOfItsOwn } from "./support/disk/own-file";
import { isOnlyOpened } from "./support/blocking/only-opened";
import { isWrittenAtOnce } from "./support/disk/written-at-once";
import { isUsedInThreads } from "./support/disk/read-in-thread";

export const blockingFileIo: Rule = {
  name: "blocking-file-io",
  kinds: ["call"],
  stallsLoop: true,
  needs: [[word("async")], callsOf((row) => row.blocks === "file")],
  check(call, context) {
    const blocking = blockingCall(call, context, "file");
    if (blocking === undefined) return undefined;
    const { row } = blocking;
    const isOwn = isOwnFile(call, row, blocking.function, context);
    const isOnce = isSettingUp(call, blocking.function, context) || isOfSettings(call, blocking.function, context);
    const isUnfelt = isOnce || isOnWayOut(call, blocking.function, context);
    // A text of its own that a program reads as it starts is read before anybody waits.
    if (
      (isOwn && isOnce) ||
      isOfProcess(call, row) ||
      isForDebugging(call, blocking.function) ||
      isOfProgramOnce(call, blocking.function, context)
    )
      return undefined;
    if (isNoteBesides(blocking, context)) return undefined;
    if (opensFile(row) && isUsedInThreads(handleOf(call, context), context)) return undefined;
    return {
      at: call,
      message: blockingMessage(blocking),
      severity: isOwn || isUnfelt ? "hint" : weightOf(blocking, context),
      related: blocking.related,
      act: blocking.act,
      fixes: () =>
        opensFile(row)
          ? beforePlainEndpoint(blocking.function, context, () => offersForOpening(blocking, context))
          : offersForUse(blocking, context),
    };
  },
};

/**
 * A few words that are read or written once, in a function whose heavy work somebody has moved off the loop: `await
 * run_in_executor(...)` beside the configuration that it is given.
 */
function isNoteBesides({ call, row, function: function_ }: BlockingCall, context: RuleContext): boolean {
  return (
    !isMadeOften(call, function_, context) &&
    movedBy(call, row, function_, context) === "note" &&
    worksElsewhere(function_, context)
  );
}

/** What a call is worth by what it moves and how often; on one platform of several, hardly anybody sees it. */
function weightOf(blocking: BlockingCall, context: RuleContext): Severity {
  const { call, function: function_ } = blocking;
  return blocking.platform === undefined
    ? weightOnDisk(onDisk(blocking, context), howOften(call, function_, context))
    : "hint";
}

/**
 * A text that lies beside the module is as small as its author made it, and so are bytes that are picked by such names;
 * a note, and what is written for a process, is done in no time beside it. To open a file takes as long as to ask
 * whether it exists: where others may read bytes from it here, nobody knows how many.
 */
function onDisk({ call, row, function: function_ }: BlockingCall, context: RuleContext): OnDisk {
  const moved = movedBy(call, row, function_, context);
  switch (moved) {
    case "much":
      return isOfOnePiece(call, row, function_, context) ? "bytes" : "stream";
    case "opened":
      return holdsBytes(call, row) && isLeftToOthers(handleOf(call, context), context) ? "bytes" : "touch";
    case "note":
      return isWrittenForProcess(call, row, function_, context) ? "touch" : "note";
    case "text":
      if (isTextOfItsOwn(call, row, function_, context) && !readsLog(call, row, context))
        return liesBesideModule(pathOf(call, row), context) ? "touch" : "note";
      if (isWrittenForProcess(call, row, function_, context)) return "touch";
      if (writes(call, row, context)) return "written";
      return saysItGrows(pathOf(call, row), context) ? "growing text" : "text";
    default:
      return moved satisfies never;
  }
}

/** An object or an answer that is there in memory, and a picture that somebody sees. */
function isOfOnePiece(call: Node, row: Row, function_: Node, context: RuleContext): boolean {
  return (
    isWrittenAtOnce(call, row, context) ||
    writesItself(call, row, context) ||
    saysOnePicture(pathOf(call, row), function_, context)
  );
}

/** A log is the program's own as well, and as long as that has run. */
function readsLog(call: Node, row: Row, context: RuleContext): boolean {
  return saysItLogs(pathOf(call, row), context) && !writes(call, row, context);
}

/** `open(file, "w")` before `subprocess.run(["php", file])`: the process is what stops the loop, and is told. */
function isWrittenForProcess(call: Node, row: Row, function_: Node, context: RuleContext): boolean {
  const path = pathOf(call, row);
  return (
    path !== undefined &&
    writes(call, row, context) &&
    !isMadeInOneGo(call, function_) &&
    isForProcess(namesOfPath(path, context), call, function_, context)
  );
}

/** Whether a file that is opened here is given to code that may read it here, as far as anybody sees. */
function isLeftToOthers(handle: Handle, context: RuleContext): boolean {
  return handle.uses.some(({ kind }) => kind === "escape") && !isOnlyOpened(handle, context);
}

function offersForOpening({ call: open, row }: BlockingCall, context: RuleContext): readonly Offer[] {
  if (!canAwait(open)) return [];
  const handle = handleOf(open, context);
  const files = asyncFilesAt(open, context);
  const together = inOneHop(open, context);
  const atOnce = readOrWriteInThread(handle, row, context);
  const async_ = files === undefined ? undefined : openAsync(handle, row, files, context);
  const isAlone = together?.hop.calls.length === 1;
  const isSure = together?.fix.applicability === "safe";
  // What one call of Path does needs no function of its own, and whoever has opened files asynchronously before will
  // again.
  const offers = !isAlone
    ? [together?.fix, isSure ? undefined : atOnce, isSure && files?.used !== true ? undefined : async_]
    : atOnce !== undefined
      ? [atOnce, async_]
      : files?.used === true
        ? [async_, together.fix]
        : [together.fix, async_];
  const fixes = offers.filter((offer) => offer !== undefined);
  if (fixes.length > 0) return fixes;
  const passedOn = runsOnlyElsewhere(handle)
    ? runInThread(open, context, {
        title: "Open in a thread",
        applicability: "unsafe",
        differs: "the opening alone",
        annotation: "Only the opening moves to a thread, not what is done with the file",
      })
    : undefined;
  return passedOn === undefined
    ? [{ kind: "refusal", title: "Read or write without blocking", reason: reasonFor(handle, row) }]
    : [passedOn];
}

/** Whether the file is only given to processes, as `stdout=f`: these read and write it themselves. */
function runsOnlyElsewhere({ uses }: Handle): boolean {
  return (
    uses.length > 0 &&
    uses.every(
      ({ node }) =>
        node.parent?.kind === "keyword_argument" && /^std(?:in|out|err)$/.test(node.parent.child("name")?.text ?? ""),
    )
  );
}

function reasonFor(handle: Handle, row: Row): string {
  const escape = handle.uses.find((use) => use.kind === "escape");
  const advice = "move what uses the file into a function, and run that with asyncio.to_thread()";
  if (row.name !== "open" && row.name !== "pathlib.Path.open") return `No async library opens such files: ${advice}`;
  if (escape !== undefined) return `Other code is given the file and uses it on the event loop: ${advice}`;
  if (handle.binding === undefined) return `Path has no method that does the same at once: ${advice}`;
  return isConvertible(handle)
    ? `No method of Path does the same, and the project has no aiofiles, anyio or trio: ${advice}`
    : `Not every use of the file can be awaited: ${advice}`;
}
