import type { Finding, Rule, RuleContext } from "./contract";
import { canAwait, runInThread } from "../fixes/awaiting";
import { INTERRUPT_WAITS } from "../fixes/thread-fit";
import type { Fix, Offer, ProjectFix } from "../fixes/fix";
import { sessionMove } from "../fixes/httpx/session-move";
import { loadOnce } from "../fixes/load-once";
import type { BlockingPath, BlockingStep } from "../model/blocking";
import { asyncFunctionAround } from "../model/execution";
import { libraryRow } from "../model/library/index";
import { callsOf, type Mention, ownCalls, PROJECT, word } from "../model/mentions";
import { type Run, RUNNING_KINDS, runInWords, runsAt } from "../model/runs";
import type { Node } from "../syntax/tree";
import { isWithoutRepair } from "./support/blocking/blocking-call";
import { asksPerson, pathsIn } from "./support/blocking/blocking-paths";
import { awaitTwin } from "./support/blocking/async-twin";
import { beforePlainEndpoint } from "./support/blocking/endpoint";
import { whyRunStays } from "./support/blocking/helper-stays";
import { isHardlyFelt, isOfDisk, weightOfHelper } from "./support/blocking/helper-weight";
import { asksEachRound } from "./support/when/how-often";
import { HOPS_EACH_ROUND } from "./support/one-hop/offers-for-use";
import { inOneHop, inOneHopWithCare } from "./support/one-hop/index";
import { isOnPurpose } from "./support/when/on-purpose";
import { stopsNoOther } from "./support/blocking/own-thread";
import { returnsAtOnce } from "./support/blocking/returns-at-once";
import { letsLoopsNest } from "./support/blocking/second-loop";
import { servesOthers } from "./support/when/terminal";

/** What the file runs in other ways than by a call of the name that it defines. */
const RUNS_OTHERWISE: Mention = {
  kind: "in file",
  any: [
    word(
      "property",
      "cached_property",
      "partial",
      "lambda",
      "__enter__",
      "__exit__",
      "__iter__",
      "__next__",
      "__call__",
    ),
  ],
};

export const blockingHelperCall: Rule = {
  name: "blocking-helper-call",
  kinds: RUNNING_KINDS,
  stallsLoop: true,
  needs: [
    [word("async")],
    [ownCalls("function"), PROJECT, RUNS_OTHERWISE],
    [{ kind: "in file", any: callsOf((row) => row.blocks !== undefined) }, PROJECT],
  ],
  check(node, context) {
    const around = asyncFunctionAround(node);
    if (around === undefined || node.parent?.kind === "await") return undefined;
    return runsAt(node, context.infer).flatMap((run) => findingOf(run, around, context) ?? []);
  },
};

function findingOf(run: Run, around: Node, context: RuleContext): Finding | undefined {
  const path = pathsIn(context).from(run);
  if (path === undefined || isAskedBefore(path, around, context)) return undefined;
  const { at } = run;
  if (isHardlyFelt(path, at, around, context)) return undefined;
  if (
    path.blocks === "second loop"
      ? letsLoopsNest(at, context.infer)
      : stopsNoOther(around, path.blocks, context) || isOnPurpose(at, around) || isWithoutRepair(path.blocks, context)
  )
    return undefined;
  // A program whose helpers ask a person at a terminal is a command most of the time.
  if (!servesOthers(context) && asksPerson(run, context)) return undefined;
  const what = subjectOf(run);
  return {
    at,
    severity: weightOfHelper(path, what, at, around, context),
    // In tests what would start the loop is often something else.
    ...(path.blocks === "second loop" && context.role !== "test" ? { fails: true } : {}),
    act: { what: `${what} ${path.steps.at(-1)?.callee}`, within: "file" },
    message: `${what} ${whatHappens(path)}: it ${wayTo(path.steps)}${path.blocks === "hashed file" ? ", and hashes all of the file" : ""}`,
    related: path.steps.flatMap((step) => (step.kind === "here" ? [{ at: step.at, message: runInWords(step) }] : [])),
    elsewhere: shownSteps(path).flatMap((step) =>
      step.kind === "elsewhere" ? [{ uri: step.uri, range: step.range, message: runInWords(step) }] : [],
    ),
    isPath: true,
    // What is called in a package is none of the project's own.
    stalledBy: packageOf(path.steps.at(-1)) === undefined ? path.steps.at(-1)?.callee : undefined,
    fixes: () => offersFor(run, path, context),
  };
}

/**
 * What the project has for callers on its loop is what they are to call; a thread, or an async helper, where it has
 * none.
 */
function offersFor(run: Run, path: BlockingPath, context: RuleContext): readonly (Offer | ProjectFix)[] {
  const twin = awaitTwin(run, context);
  if (twin !== undefined) return [twin];
  return [
    ...threadOffers(run, path, context),
    ...(path.blocks === "second loop" ? [] : [...makeAsync(run, path), ...moveItsSession(run, path, context)]),
  ];
}

/** The helper with what stands beside it that blocks as well, the helper once for all tasks, or the helper alone. */
function threadOffers(run: Run, path: BlockingPath, context: RuleContext): readonly Offer[] {
  const around = asyncFunctionAround(run.at);
  const offers = (): readonly Offer[] => hopsFor(run, path, context);
  return around === undefined || asksPerson(run, context) ? offers() : beforePlainEndpoint(around, context, offers);
}

function hopsFor(run: Run, path: BlockingPath, context: RuleContext): readonly Offer[] {
  const around = asyncFunctionAround(run.at);
  const fix = inThread(run, context);
  if (fix === undefined) return [];
  const reason = whyRunStays(run, path, context);
  if (reason !== undefined) return [{ kind: "refusal", title: fix.title, reason }];
  const once =
    run.way === "call" ? loadOnce(run.at, context, `${subjectOf(run)} then runs in another thread`) : undefined;
  const together =
    run.way === "call" ? (inOneHop(run.at, context) ?? inOneHopWithCare(run.at, context))?.fix : undefined;
  if (together !== undefined) return [together];
  if (isOfDisk(path) && around !== undefined && asksEachRound(run.at, around))
    return [{ ...HOPS_EACH_ROUND, title: fix.title }];
  return [once, fix].filter((one) => one !== undefined);
}

/**
 * A call runs it in a thread as well, be it `list(...)` that goes through what it is given; what `next()` may raise
 * can't leave a thread.
 */
function inThread(run: Run, context: RuleContext): Fix | undefined {
  const { at: call, way, what } = run;
  const callee = way === "call" || call !== what ? call.child("function") : undefined;
  if (callee === undefined || context.infer.name(callee) === "next") return undefined;
  const helper = nameOf(callee);
  return runInThread(call, context, {
    title: `Run ${helper}() in a thread`,
    applicability: "unsafe",
    annotation: `${helper}() then runs in another thread: what it shares with other code must be safe for that${asksPerson(run, context) ? `; Ctrl+C ${INTERRUPT_WAITS}` : ""}`,
    differs: "what is shared must be thread-safe",
  });
}

/**
 * Who else calls the helper is looked for when somebody asks. What Python itself runs can't be awaited, as where an
 * object is made, nor can a lambda.
 */
function makeAsync({ at, way, what }: Run, { runs, steps }: BlockingPath): readonly ProjectFix[] {
  if (way !== "call" || packageOf(steps[0]) !== undefined || !canAwait(at) || /^(?:__\w+__)?$/.test(runs)) return [];
  return [
    {
      kind: "project fix",
      does: "make async",
      title: `Make ${nameOf(what)}() async`,
      annotation:
        "Callers outside of the project have to await it too, and other tasks run where nothing could come in between",
      differs: "callers elsewhere fail",
    },
  ];
}

/** What sends the request may be a session that an object holds. */
function moveItsSession(
  { at, way, what }: Run,
  { blocks, steps }: BlockingPath,
  context: RuleContext,
): readonly ProjectFix[] {
  if (way !== "call" || blocks !== "http" || packageOf(steps.at(-1)) !== undefined || !canAwait(at)) return [];
  return [sessionMove(`the session of ${nameOf(what)}()`, steps.at(-1)?.callee ?? "", at, context)].filter(
    (fix) => fix !== undefined,
  );
}

function whatHappens({ steps, blocks }: BlockingPath): string {
  if (blocks !== "second loop") return "stalls the event loop";
  return `raises ${libraryRow(steps.at(-1)?.callee ?? "")?.raises ?? "RuntimeError"} where a loop runs already`;
}

/** The caller may have asked whether there is anything to wait for. */
function isAskedBefore({ steps, blocks }: BlockingPath, caller: Node, context: RuleContext): boolean {
  const end = steps.at(-1);
  const row = end?.kind === "here" ? context.infer.row(end.at) : undefined;
  return blocks === "wait" && end?.kind === "here" && row !== undefined && returnsAtOnce(end.at, row, caller, context);
}

/** What stalls the loop, as a message begins. */
function subjectOf({ way, what }: Run): string {
  const name = what.kind === "call" ? `${nameOf(what.child("function")!)}()` : nameOf(what);
  switch (way) {
    case "call":
      return `${nameOf(what)}()`;
    case "with":
      return `with ${name}`;
    case "iterate":
      return `iterating over ${name}`;
    case "read":
      return `reading ${name}`;
    default:
      return way satisfies never;
  }
}

/** The callee's own name, without the objects that it is reached through. */
function nameOf(callee: Node): string {
  return (callee.child("attribute") ?? callee).text;
}

/**
 * The path in words, the middle of a long one left out, and what is within a package, whose names tell nobody anything.
 */
function wayTo(path: readonly BlockingStep[]): string {
  const installed = packageOf(path.at(-1));
  const steps = path.filter((step) => packageOf(step) === undefined).map(runInWords);
  const end = `${path.at(-1)?.callee}()${installed === undefined ? "" : ` in ${installed}`}`;
  if (steps.length > 3 || (steps.length > 0 && installed !== undefined)) return `${steps[0]}, which comes to ${end}`;
  return installed === undefined ? steps.join(", which ") : `${path.length === 1 ? "calls" : "comes to"} ${end}`;
}

/** So many steps within a package are shown: the first and the last. */
const MOST_IN_PACKAGE = 4;

function shownSteps({ steps }: BlockingPath): readonly BlockingStep[] {
  const first = steps.findIndex((step) => packageOf(step) !== undefined);
  if (first < 0 || steps.length - first <= MOST_IN_PACKAGE) return steps;
  return [...steps.slice(0, first + MOST_IN_PACKAGE - 1), ...steps.slice(-1)];
}

function packageOf(step: BlockingStep | undefined): string | undefined {
  return step?.kind === "elsewhere" ? step.package : undefined;
}
