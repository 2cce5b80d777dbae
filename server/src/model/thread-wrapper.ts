import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import { ownNodes } from "./definitions";
import type { Infer } from "./infer";
import { canonicalName } from "./library/index";
import { THREAD_WAYS } from "./library/thread-ways";
import type { ThreadWrapper } from "./summary";

const AWAITS: ReadonlySet<Kind> = new Set(["await"]);
const ASSIGNMENTS: ReadonlySet<Kind> = new Set(["assignment"]);
const DECIDES: ReadonlySet<Kind> = new Set(["if_statement", "try_statement", "for_statement", "while_statement"]);
const RETURNS: ReadonlySet<Kind> = new Set(["return_statement"]);

/**
 * What a function makes of one that it is given, as `async def run(f, *args, **kwargs): return await
 * asyncio.to_thread(f, *args, **kwargs)` does.
 */
export function threadWrapper(function_: Node, infer: Infer): ThreadWrapper | undefined {
  if (function_.kind !== "function_definition" || !function_.hasToken("async")) return undefined;
  const given = handedOn(function_);
  if (given === undefined) return undefined;
  const calls = [...ownNodes(function_, AWAITS)].flatMap((awaiting) => awaiting.named[0] ?? []);
  const [call, ...others] = calls;
  if (call?.kind !== "call" || others.length > 0 || !isWay(call, infer)) return undefined;
  const names = new Set(namesIn([...(call.child("arguments")?.named ?? [])], function_));
  if (!names.has(given.function) || !names.has(given.positions)) return undefined;
  return {
    takes: given.keywords !== undefined && names.has(given.keywords) ? "all arguments" : "positions",
    only: isEmpty(ownNodes(function_, DECIDES)) && [...ownNodes(function_, RETURNS)].length === 1,
  };
}

interface HandedOn {
  readonly function: string;
  readonly positions: string;
  readonly keywords: string | undefined;
}

/** The first parameter, `*args` and `**kwargs`, where it takes them so, and nothing else by position. */
function handedOn(function_: Node): HandedOn | undefined {
  const parameters = function_.child("parameters")?.named.filter(({ kind }) => kind !== "comment") ?? [];
  const bare = parameters.map((parameter) => (parameter.kind === "typed_parameter" ? parameter.named[0]! : parameter));
  const [first, second, ...others] = bare;
  if (
    first?.kind !== "identifier" ||
    second?.kind !== "list_splat_pattern" ||
    first.text === "self" ||
    first.text === "cls"
  )
    return undefined;
  const keywords = others.find(({ kind }) => kind === "dictionary_splat_pattern");
  return { function: first.text, positions: second.named[0]!.text, keywords: keywords?.named[0]?.text };
}

function isWay(call: Node, infer: Infer): boolean {
  const callee = call.child("function");
  const value = callee === undefined ? undefined : infer.value(callee);
  const name = value?.kind === "name" ? value.name : value?.kind === "outside" ? value.reference : "";
  if (THREAD_WAYS.some((way) => way.name === canonicalName(name))) return true;
  // Another executor may be one of processes.
  return callee?.child("attribute")?.text === "run_in_executor" && call.child("arguments")?.named[0]?.kind === "none";
}

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
