import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import { ownNodes } from "./definitions";
import { referenceElsewhere } from "./elsewhere";
import type { Infer } from "./infer";
import { canonicalName } from "./library/index";
import { THREAD_WAYS } from "./library/thread-ways";
import type { ThreadWrapper } from "./summary";
import { ASSIGNMENTS, AWAITS, RETURNS } from "../syntax/node-kinds";

const DECIDES: ReadonlySet<Kind> = new Set(["if_statement", "try_statement", "for_statement", "while_statement"]);

/** Functions of a file that hand on to one another are not followed further. */
const MOST_STEPS = 5;

/**
 * What a function makes of one that it is given, as
 * `async def run(f, *args, **kwargs): return await asyncio.to_thread(f, *args, **kwargs)` does, or a plain one that gives
 * back what its caller awaits: `def run(f, *args): return loop.run_in_executor(None, f, *args)`.
 */
export function threadWrapper(function_: Node, infer: Infer, steps = MOST_STEPS): ThreadWrapper | undefined {
  if (function_.kind !== "function_definition" || steps === 0) return undefined;
  const given = handedOn(function_);
  if (given === undefined) return undefined;
  const call = function_.hasToken("async") ? onlyAwaited(function_) : onlyReturned(function_);
  const way = call === undefined ? undefined : wayOf(call, given, function_, infer, steps);
  if (call === undefined || way === undefined) return undefined;
  const names = new Set(namesIn([...(call.child("arguments")?.named ?? [])], function_));
  if (!names.has(given.function) || !names.has(given.positions)) return undefined;
  return {
    takes: given.keywords !== undefined && names.has(given.keywords) ? "all arguments" : "positions",
    leads: given.leads.length,
    keeps: given.keeps,
    only: isEmpty(ownNodes(function_, DECIDES)) && [...ownNodes(function_, RETURNS)].length === 1,
    by: way.by,
  };
}

function onlyAwaited(function_: Node): Node | undefined {
  const [only, ...others] = [...ownNodes(function_, AWAITS)];
  if (only === undefined || others.length > 0 || isSkippedByDefault(only, function_)) return undefined;
  return callAwaited(only.named[0], function_);
}

function onlyReturned(function_: Node): Node | undefined {
  const [only, ...others] = [...ownNodes(function_, RETURNS)];
  const given = only?.named[0];
  return others.length === 0 && isEmpty(ownNodes(function_, DECIDES)) && given?.kind === "call" ? given : undefined;
}

/** What is awaited, be it by the name that it has: `future = loop.run_in_executor(...)`, `await future`. */
function callAwaited(awaited: Node | undefined, function_: Node): Node | undefined {
  if (awaited?.kind !== "identifier") return awaited?.kind === "call" ? awaited : undefined;
  const [made, ...others] = [...ownNodes(function_, ASSIGNMENTS)].filter(
    (assignment) => assignment.child("left")?.text === awaited.text,
  );
  const right = made?.child("right");
  return others.length === 0 && right?.kind === "call" ? right : undefined;
}

/** `return await future if wait else future`: awaited where its callers say nothing, or not. */
function isSkippedByDefault(awaiting: Node, function_: Node): boolean {
  const choice = awaiting.parent?.kind === "conditional_expression" ? awaiting.parent : undefined;
  if (choice === undefined) return false;
  const [consequence, condition] = choice.named;
  const decides = function_
    .child("parameters")
    ?.named.find((parameter) => parameter.child("name")?.text === condition?.text);
  return consequence !== awaiting || decides?.child("value")?.kind !== "true";
}

interface HandedOn {
  /** The parameters before the function, which it takes for itself. */
  readonly leads: readonly string[];
  readonly function: string;
  readonly positions: string;
  readonly keywords: string | undefined;
  /** What it takes by its name, so that the function doesn't get it. */
  readonly keeps: readonly string[];
}

/**
 * The parameter before `*args`, which is the function, `*args` and `**kwargs`, where it takes them so; what stands before
 * has to be given, but for `self`.
 */
function handedOn(function_: Node): HandedOn | undefined {
  const parameters = function_.child("parameters")?.named.filter(({ kind }) => kind !== "comment") ?? [];
  const bare = parameters.map((parameter) => (parameter.kind === "typed_parameter" ? parameter.named[0]! : parameter));
  const all = /^(?:self|cls)$/.test(bare[0]?.text ?? "") ? bare.slice(1) : bare;
  const star = all.findIndex(({ kind }) => kind === "list_splat_pattern");
  const before = all.slice(0, Math.max(0, star));
  const named = before.filter(({ kind }) => kind !== "positional_separator");
  const called = named.at(-1)?.text;
  if (called === undefined || named.some(({ kind }) => kind !== "identifier")) return undefined;
  const others = all.slice(star + 1);
  const keywords = others.find(({ kind }) => kind === "dictionary_splat_pattern");
  const behind = keywords === undefined ? others : others.slice(0, others.indexOf(keywords));
  const byPosition = before.findIndex(({ kind }) => kind === "positional_separator");
  return {
    leads: named.slice(0, -1).map(({ text }) => text),
    function: called,
    positions: all[star]!.named[0]!.text,
    keywords: keywords?.named[0]?.text,
    keeps: [
      ...before.slice(byPosition + 1).map(({ text }) => text),
      ...behind.map((parameter) => parameter.child("name")?.text ?? parameter.text),
    ],
  };
}

/** The way that a call takes: one of a library, or another such function, be it of another file. */
function wayOf(
  call: Node,
  given: HandedOn,
  function_: Node,
  infer: Infer,
  steps: number,
): Pick<ThreadWrapper, "by"> | undefined {
  const callee = call.child("function");
  const value = callee === undefined ? undefined : infer.value(callee);
  const name = value?.kind === "name" ? value.name : value?.kind === "outside" ? value.reference : "";
  if (THREAD_WAYS.some((way) => way.name === canonicalName(name))) return { by: undefined };
  const arguments_ = call.child("arguments")?.named ?? [];
  if (callee?.child("attribute")?.text === "run_in_executor" && arguments_.length > 1)
    return runsInThreads(arguments_, function_, infer) ? { by: undefined } : undefined;
  const leads = arguments_.findIndex(({ text }) => text === given.function);
  if (leads < 0) return undefined;
  if (value?.kind === "function") {
    const own = threadWrapper(value.definition.node, infer, steps - 1);
    return own?.leads === leads ? own : undefined;
  }
  const to = referenceElsewhere(value);
  return to === undefined ? undefined : { by: { to, leads } };
}

/** Whether an executor is one of threads: those of processes take nothing that is defined on the spot. */
function runsInThreads([executor, work]: readonly Node[], function_: Node, infer: Infer): boolean {
  if (executor!.kind === "none" || infer.instanceOf(executor!) === THREADS || work!.kind === "lambda") return true;
  return work!.kind === "identifier" && localFunction(work!.text, function_) !== undefined;
}

function localFunction(name: string, function_: Node): Node | undefined {
  for (const inner of function_.descendants("function_definition"))
    if (inner.child("name")?.text === name) return inner;
  return undefined;
}

const THREADS = "concurrent.futures.ThreadPoolExecutor";

/** The identifiers of some expressions, and of what is given to the variables among them, or done by the functions. */
function namesIn(expressions: readonly Node[], function_: Node): readonly string[] {
  const ids = expressions.flatMap((expression) =>
    [...expression.subtree()].filter(({ kind }) => kind === "identifier"),
  );
  const names = ids.map(({ text }) => text);
  const made = [...ownNodes(function_, ASSIGNMENTS)].filter((assignment) =>
    names.includes(assignment.child("left")?.text ?? ""),
  );
  const meant = [
    ...made.map((assignment) => assignment.child("right")),
    ...names.map((name) => localFunction(name, function_)?.child("body")),
  ];
  return [
    ...names,
    ...meant.flatMap((node) =>
      [...(node?.subtree() ?? [])].filter(({ kind }) => kind === "identifier").map(({ text }) => text),
    ),
  ];
}

function isEmpty(nodes: Iterable<Node>): boolean {
  for (const _ of nodes) return false;
  return true;
}
