import type { Rule } from "../analysis/rule";
import { runInThread } from "../fixes/awaiting";
import { type BlockingStep, blockingPath } from "../model/blocking";
import { asyncFunctionAround } from "../model/execution";
import type { BlockingKind } from "../model/library/row";
import type { Node } from "../syntax/tree";
import { isTest } from "./support/test-code";

/** What is worth a warning wherever it happens; short touches of the file system and computing are not. */
const KINDS: ReadonlySet<BlockingKind> = new Set(["http", "sleep", "file", "subprocess", "input", "network", "database", "wait"]);

export const blockingHelperCall: Rule = {
  name: "blocking-helper-call",
  kinds: ["call"],
  check(call, context) {
    const callee = call.child("function");
    if (callee === undefined || call.parent?.kind === "await") return undefined;
    const around = asyncFunctionAround(call);
    if (around === undefined) return undefined;
    const path = blockingPath(call, context.infer, KINDS);
    const end = path?.at(-1);
    if (path === undefined || end === undefined) return undefined;
    if (isTest(around) && context.infer.row(end.call)?.blocks === "file") return undefined;
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
