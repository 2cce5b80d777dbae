import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import { ownNodes } from "./definitions";
import type { Infer } from "./infer";
import { canonicalName } from "./library/index";
import { THREAD_WAYS } from "./library/thread-ways";
import type { ThreadWrapper } from "./summary";
import { ASSIGNMENTS, AWAITS, RETURNS } from "../syntax/node-kinds";

const DECIDES: ReadonlySet<Kind> = new Set(["if_statement", "try_statement", "for_statement", "while_statement"]);

/**
 * What a function makes of one that it is given, as
 * `async def run(f, *args, **kwargs): return await asyncio.to_thread(f, *args, **kwargs)` does, or a plain one that gives
 * back what its caller awaits: `def run(f, *args): return loop.run_in_executor(None, f, *args)`.
 */
export function threadWrapper(function_: Node, infer: Infer): ThreadWrapper | undefined {
  if (function_.kind !== "function_definition") return undefined;
  const given = handedOn(function_);
  if (given === undefined) return undefined;
  const call = function_.hasToken("async") ? onlyAwaited(function_) : onlyReturned(function_);
  if (call === undefined || !isWay(call, infer)) return undefined;
  const names = new Set(namesIn([...(call.child("arguments")?.named ?? [])], function_));
  if (!names.has(given.function) || !names.has(given.positions)) return undefined;
  return {
    takes: given.keywords !== undefined && names.has(given.keywords) ? "all arguments" : "positions",
    keeps: given.keeps,
    only: isEmpty(ownNodes(function_, DECIDES)) && [...ownNodes(function_, RETURNS)].length === 1,
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
  readonly function: string;
  readonly positions: string;
  readonly keywords: string | undefined;
  /** Those that stand between these two, which it takes by their names. */
  readonly keeps: readonly string[];
}

/**
 * The first parameter, or the one behind `self`, `*args` and `**kwargs`, where it takes them so, and nothing else by
 * position.
 */
function handedOn(function_: Node): HandedOn | undefined {
  const parameters = function_.child("parameters")?.named.filter(({ kind }) => kind !== "comment") ?? [];
  const bare = parameters.map((parameter) => (parameter.kind === "typed_parameter" ? parameter.named[0]! : parameter));
  const [first, second, ...others] = /^(?:self|cls)$/.test(bare[0]?.text ?? "") ? bare.slice(1) : bare;
  if (first?.kind !== "identifier" || second?.kind !== "list_splat_pattern") return undefined;
  const keywords = others.find(({ kind }) => kind === "dictionary_splat_pattern");
  const keeps = others.flatMap((parameter) => parameter.child("name")?.text ?? parameter.text);
  return {
    function: first.text,
    positions: second.named[0]!.text,
    keywords: keywords?.named[0]?.text,
    keeps: keywords === undefined ? keeps : keeps.slice(0, others.indexOf(keywords)),
  };
}

function isWay(call: Node, infer: Infer): boolean {
  const callee = call.child("function");
  const value = callee === undefined ? undefined : infer.value(callee);
  const name = value?.kind === "name" ? value.name : value?.kind === "outside" ? value.reference : "";
  if (THREAD_WAYS.some((way) => way.name === canonicalName(name))) return true;
  const executor = call.child("arguments")?.named[0];
  if (callee?.child("attribute")?.text !== "run_in_executor" || executor === undefined) return false;
  // Another executor may be one of processes.
  return executor.kind === "none" || infer.instanceOf(executor) === THREADS;
}

const THREADS = "concurrent.futures.ThreadPoolExecutor";

/** The identifiers of some expressions, and of what is given to the variables among them. */
function namesIn(expressions: readonly Node[], function_: Node): readonly string[] {
  const ids = expressions.flatMap((expression) =>
    [...expression.subtree()].filter(({ kind }) => kind === "identifier"),
  );
  const names = ids.map(({ text }) => text);
  const made = [...ownNodes(function_, ASSIGNMENTS)].filter((assignment) =>
    names.includes(assignment.child("left")?.text ?? ""),
  );
  return [
    ...names,
    ...made.flatMap((assignment) =>
      [...(assignment.child("right")?.subtree() ?? [])]
        .filter(({ kind }) => kind === "identifier")
        .map(({ text }) => text),
    ),
  ];
}

function isEmpty(nodes: Iterable<Node>): boolean {
  for (const _ of nodes) return false;
  return true;
}
