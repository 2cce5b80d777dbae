import type { Rule, RuleContext } from "../analysis/rule";
import { canAwait, runInThread } from "../fixes/awaiting";
import type { Offer } from "../fixes/fix";
import { matchArguments } from "../model/arguments";
import { libraryRow, type Row } from "../model/library/index";
import type { Node } from "../syntax/tree";
import { throughAsyncPath } from "./support/async-path";
import { blockingCall, blockingMessage } from "./support/blocking-call";
import { asyncFilesAt, isConvertible, openAsync } from "./support/file-async";
import { type Handle, handleOf, isOpenedNearby } from "./support/file-handle";
import { readOrWriteInThread } from "./support/file-one-shot";
import { readsFromMemory } from "./support/in-memory";
import { offersInThread } from "./support/in-thread";
import { isNonBlocking } from "./support/non-blocking";

export const blockingFileIo: Rule = {
  name: "blocking-file-io",
  kinds: ["call"],
  check(call, context) {
    const blocking = blockingCall(call, context, "file");
    if (blocking === undefined) return undefined;
    const { row } = blocking;
    const owner = libraryRow(row.name.slice(0, Math.max(0, row.name.lastIndexOf("."))));
    const receiver = owner?.file === true && row.returns === undefined ? call.child("function")?.child("object") : undefined;
    // An archive or compressed file that was opened elsewhere may well lie in memory.
    if (receiver !== undefined && (owner?.blocks !== undefined || isOpenedNearby(receiver, blocking.function, context))) return undefined;
    if (receiver === undefined && !reachesDisk(call, row, context)) return undefined;
    return {
      at: call,
      message: blockingMessage(row),
      related: blocking.related,
      fixes: () => (opensFile(row) ? offersForOpening(call, row, context) : [throughAsyncPath(call, row, context) ?? [], offersInThread(blocking, context)].flat()),
    };
  },
};

/** Whether what a function is given is a file on a disk, as far as the code shows. */
function reachesDisk(call: Node, row: Row, context: RuleContext): boolean {
  if (row.parameters?.[0] === "fd") {
    const descriptor = matchArguments(call, row.parameters).values.get("fd");
    // What wraps a descriptor waits for nothing; what is then done with it may.
    if (opensFile(row)) return handleOf(call, context).uses.some((use) => use.is === "method" || use.is === "iteration");
    return descriptor !== undefined && context.infer.instanceOf(descriptor) === "os.FileDescriptor" && !isNonBlocking(call, context);
  }
  return !readsFromMemory(call, row, context.infer) && !isNonBlocking(call, context);
}

function opensFile(row: Row): boolean {
  return row.file === true || (row.returns !== undefined && libraryRow(row.returns)?.file === true);
}

function offersForOpening(open: Node, row: Row, context: RuleContext): readonly Offer[] {
  if (!canAwait(open)) return [];
  const handle = handleOf(open, context);
  const files = asyncFilesAt(open, context);
  const offers = [readOrWriteInThread(handle, row, context), files === undefined ? undefined : openAsync(handle, row, files, context)];
  const fixes = offers.filter((offer) => offer !== undefined);
  if (fixes.length > 0) return fixes;
  const passedOn = runsOnlyElsewhere(handle) ? runInThread(open, context, { title: "Open in a thread", applicability: "unsafe", annotation: "Only the opening moves to a thread, not what is done with the file" }) : undefined;
  return passedOn === undefined ? [{ kind: "refusal", title: "Read or write without blocking", reason: reasonFor(handle, row) }] : [passedOn];
}

/** Whether the file is only given to others by keyword, as `stdout=f` of a process is. */
function runsOnlyElsewhere({ uses }: Handle): boolean {
  return uses.length > 0 && uses.every(({ node }) => node.parent?.kind === "keyword_argument");
}

function reasonFor(handle: Handle, row: Row): string {
  const escape = handle.uses.find((use) => use.is === "escape");
  const advice = "move what uses the file into a function, and run that with asyncio.to_thread()";
  if (row.name !== "open" && row.name !== "pathlib.Path.open") return `No async library opens such files: ${advice}`;
  if (escape !== undefined) return `Other code is given the file and uses it on the event loop: ${advice}`;
  if (handle.binding === undefined) return `Path has no method that does the same at once: ${advice}`;
  return isConvertible(handle) ? `The file is used in several steps, and the project has no aiofiles, anyio or trio: ${advice}` : `Not every use of the file can be awaited: ${advice}`;
}
