import type { Rule, RuleContext } from "../analysis/rule";
import { canAwait, runInThread } from "../fixes/awaiting";
import type { ProjectFix } from "../fixes/fix";
import { type BlockingPath, BlockingPaths, type BlockingStep } from "../model/blocking";
import { decoratorsOf } from "../model/definitions";
import { asyncFunctionAround } from "../model/execution";
import { libraryRow } from "../model/library/index";
import { callsOf, ownCalls, PROJECT, word } from "../model/mentions";
import type { Node } from "../syntax/tree";
import { isMadeOften, isMadeOnce } from "./support/how-often";
import { isOnPurpose } from "./support/on-purpose";
import { stopsNoOther } from "./support/own-thread";
import { perContext } from "./support/per-context";
import { returnsAtOnce } from "./support/returns-at-once";
import { stallsCaller } from "./support/stalls";
import { servesOthers } from "./support/terminal";

export const blockingHelperCall: Rule = {
  name: "blocking-helper-call",
  kinds: ["call"],
  stallsLoop: true,
  needs: [[word("async")], [ownCalls("function"), PROJECT], [{ kind: "in file", any: callsOf((row) => row.blocks !== undefined) }, PROJECT]],
  check(call, context) {
    const callee = call.child("function");
    if (callee === undefined || call.parent?.kind === "await") return undefined;
    const around = asyncFunctionAround(call);
    if (around === undefined) return undefined;
    const path = pathsIn(context).from(call);
    if (path === undefined || isAskedBefore(path, around, context)) return undefined;
    if (stopsNoOther(around, path.blocks, context) || isOnPurpose(call, around)) return undefined;
    // A program whose helpers ask a person at a terminal is a command most of the time.
    if (path.blocks === "input" && !servesOthers(context)) return undefined;
    const helper = nameOf(callee);
    return {
      at: call,
      ...(isWorthAHint(path, call, around, context) ? { severity: "hint" } : {}),
      act: { what: `${helper} ${path.steps.at(-1)?.callee}`, within: "file" },
      message: `${helper}() stalls the event loop: it calls ${wayTo(path.steps)}`,
      related: path.steps.flatMap((step) => (step.kind === "here" ? [{ at: step.call, message: `calls ${step.callee}()` }] : [])),
      elsewhere: path.steps.flatMap((step) => (step.kind === "elsewhere" ? [{ uri: step.uri, range: step.range, message: `calls ${step.callee}()` }] : [])),
      isPath: true,
      fixes: () => {
        const fix = runInThread(call, context, {
          title: `Run ${helper}() in a thread`,
          applicability: "unsafe",
          annotation: `${helper}() then runs in another thread: what it shares with other code must be safe for that`,
          differs: "what it shares must be thread-safe",
        });
        return [...(fix === undefined ? [] : [fix]), ...makeAsync(call, helper, path)];
      },
    };
  },
};

/** Who else calls the helper is looked for when somebody asks. Making an object can't be awaited, however it is made. */
function makeAsync(call: Node, helper: string, { runs }: BlockingPath): readonly ProjectFix[] {
  if (!canAwait(call) || /^__\w+__$/.test(runs)) return [];
  return [
    {
      kind: "project fix",
      does: "make async",
      title: `Make ${helper}() async`,
      annotation: "Callers outside of the project have to await it too, and other tasks run where nothing could come in between",
      differs: "callers elsewhere fail",
    },
  ];
}

const pathsIn = perContext(({ infer, settings }) => new BlockingPaths(infer, stallsCaller(settings)));

/** From so many calls on, a file is read far from where it matters: once, or where something else is asked for. */
const FAR = 3;

/**
 * Files that are read or written far away, or not again and again; what is kept once it was read; and prompts of a command line, which
 * has the loop for itself most of the time.
 */
function isWorthAHint(path: BlockingPath, call: Node, around: Node, context: RuleContext): boolean {
  const { steps, blocks } = path;
  if (libraryRow(steps.at(-1)?.callee ?? "")?.ofCommands === true) return true;
  if (blocks === "file") return steps.length >= FAR || !isMadeOften(call, around, context);
  return (blocks === "subprocess" || blocks === "network") && isKept(path, call, around, context);
}

/** Whether a function on the way keeps what it has found out. */
function isKept({ steps }: BlockingPath, call: Node, around: Node, { infer }: RuleContext): boolean {
  if (isMadeOnce(call, around)) return true;
  return steps.some((step) => {
    const helper = step.kind === "here" ? step.call.closest("function_definition") : undefined;
    return helper !== undefined && step.kind === "here" && (isMadeOnce(step.call, helper) || isCached(helper, infer));
  });
}

/** `@functools.cache`, `@lru_cache(maxsize=1)` */
function isCached(helper: Node, infer: RuleContext["infer"]): boolean {
  return decoratorsOf(helper).some((decorator) => {
    const named = decorator.kind === "call" ? decorator.child("function") : decorator;
    return named !== undefined && ["functools.cache", "functools.lru_cache"].includes(infer.name(named) ?? "");
  });
}

/** The caller may have asked whether there is anything to wait for. */
function isAskedBefore({ steps, blocks }: BlockingPath, caller: Node, context: RuleContext): boolean {
  const end = steps.at(-1);
  const row = end?.kind === "here" ? context.infer.row(end.call) : undefined;
  return blocks === "wait" && end?.kind === "here" && row !== undefined && returnsAtOnce(end.call, row, caller, context);
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
