import type { Rule } from "../analysis/rule";
import { runInThread } from "../fixes/awaiting";
import { BlockingPaths, type BlockingStep } from "../model/blocking";
import { asyncFunctionAround } from "../model/execution";
import type { BlockingKind, Row } from "../model/library/row";
import { callsOf, ownCalls, word } from "../model/mentions";
import type { Node } from "../syntax/tree";
import { isOnPurpose } from "./support/on-purpose";
import { stopsNoOther } from "./support/own-thread";
import { onlyStarts } from "./support/processes";
import { perContext } from "./support/per-context";
import { reallyBlocks } from "./support/really-blocks";
import { returnsAtOnce } from "./support/returns-at-once";

/** What is worth a warning wherever it happens; short touches of the file system and computing are not. */
const KINDS: ReadonlySet<BlockingKind> = new Set(["http", "sleep", "file", "subprocess", "input", "network", "database", "wait"]);

export const blockingHelperCall: Rule = {
  name: "blocking-helper-call",
  kinds: ["call"],
  stallsLoop: true,
  needs: [[word("async")], [ownCalls("function")], [{ kind: "in file", any: callsOf((row) => row.blocks !== undefined) }]],
  check(call, context) {
    const callee = call.child("function");
    if (callee === undefined || call.parent?.kind === "await") return undefined;
    const around = asyncFunctionAround(call);
    if (around === undefined) return undefined;
    const path = pathsIn(context).from(call);
    const end = path?.at(-1);
    const kind = end === undefined ? undefined : context.infer.row(end.call)?.blocks;
    if (path === undefined || end === undefined || kind === undefined) return undefined;
    // The caller may have asked whether there is anything to wait for.
    const row = context.infer.row(end.call);
    if (kind === "wait" && row !== undefined && returnsAtOnce(end.call, row, around, context)) return undefined;
    if (stopsNoOther(around, kind, context) || isOnPurpose(call, around)) return undefined;
    const helper = nameOf(callee);
    return {
      at: call,
      message: `${helper}() stalls the event loop: it calls ${wayTo(path)}`,
      related: path.map((step) => ({ at: step.call, message: `calls ${step.callee}()` })),
      fixes: () => {
        const fix = runInThread(call, context, {
          title: `Run ${helper}() in a thread`,
          applicability: "unsafe",
          annotation: `${helper}() then runs in another thread: what it shares with other code must be safe for that`,
        });
        return fix === undefined ? [] : [fix];
      },
    };
  },
};

const pathsIn = perContext(
  (context) =>
    new BlockingPaths(context.infer, (call, row, function_) => stalls(row) && !onlyStarts(call, row, context) && reallyBlocks(call, row, function_, context)),
);

/**
 * A second event loop raises an error where it is started, and stalls nothing; and a lock that plain code takes is given back in
 * a moment, as that of a `with lock:` is.
 */
function stalls(row: Row): boolean {
  return row.blocks !== undefined && KINDS.has(row.blocks) && row.nestsLoop !== true && !row.name.endsWith(".acquire");
}

/** The callee's own name, without the objects that it is reached through. */
function nameOf(callee: Node): string {
  return (callee.child("attribute") ?? callee).text;
}

/** The path in words, the middle of a long one left out. */
function wayTo(path: readonly BlockingStep[]): string {
  const names = path.map(({ callee }) => `${callee}()`);
  if (names.length > 3) return `${names[0]}, which comes to ${names.at(-1)}`;
  return names.join(", which calls ");
}
