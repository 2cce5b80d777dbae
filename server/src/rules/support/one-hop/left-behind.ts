import type { RuleContext } from "../../contract";
import { asyncFunctionAround } from "../../../model/execution";
import { isQuick, isThreadBound, LOOP_METHODS, QUICK_METHODS } from "../../../model/library/thread-bound";
import { runsAt } from "../../../model/runs";
import { isFitForThread, methodDoes, writesLog } from "../../../model/thread-fit";
import type { Node } from "../../../syntax/tree";
import { pathsIn } from "../blocking/blocking-paths";
import { perContext } from "../values/per-context";
import { blockingCallsIn } from "./stretch";
import { touchOf, unwrapped } from "./touch";

/** By function: the calls that may take long with a path which others are asked about. */
const known = perContext(() => new Map<Node, ReadonlyMap<Node, string>>());

/**
 * What works on the event loop with a path that short calls touch, and isn't known to be short itself. In a thread
 * these calls alone would save the moment and leave the minutes. Undefined where one of the calls takes long by itself.
 */
export function leftBehind(
  calls: readonly Node[],
  moves: (call: Node) => boolean,
  context: RuleContext,
): Node | undefined {
  if (!calls.every((call) => context.infer.row(call)?.brief === true)) return undefined;
  const function_ = calls[0] === undefined ? undefined : asyncFunctionAround(calls[0]);
  if (function_ === undefined) return undefined;
  const touched = new Set(calls.flatMap((call) => pathsOf(call, context)));
  for (const [call, path] of workOnPaths(function_, context)) if (touched.has(path) && !moves(call)) return call;
  return undefined;
}

/** The calls of a function that may take long with a path that its short calls touch, and the path. */
export function workOnPaths(function_: Node, context: RuleContext): ReadonlyMap<Node, string> {
  const found = known(context).get(function_);
  if (found !== undefined) return found;
  const work = new Map<Node, string>();
  known(context).set(function_, work);
  const body = function_.child("body");
  const blocking = body === undefined ? [] : blockingCallsIn(body, function_, context);
  const paths = new Set(
    blocking.flatMap((call) => (context.infer.row(call)?.brief === true ? pathsOf(call, context) : [])),
  );
  if (body === undefined || paths.size === 0) return work;
  for (const call of body.descendants("call")) {
    const path = givenPath(call, paths);
    if (path !== undefined && asyncFunctionAround(call) === function_ && mayTakeLong(call, context))
      work.set(call, path);
  }
  return work;
}

/** The path that a call touches, and the name of the one that it gives. */
function pathsOf(call: Node, context: RuleContext): readonly string[] {
  const path = touchOf(call, context)?.path;
  const touched = path?.kind === "identifier" || path?.kind === "attribute" ? [path.text] : [];
  const row = context.infer.row(call);
  const givesPath = row?.returns === "pathlib.Path" || row?.name === "os.path.realpath";
  const target =
    givesPath && call.parent?.kind === "assignment" && call.field === "right" ? call.parent.child("left") : undefined;
  return target?.kind === "identifier" ? [...touched, target.text] : touched;
}

function givenPath(call: Node, paths: ReadonlySet<string>): string | undefined {
  const args = call.child("arguments");
  for (const argument of args?.kind === "argument_list" ? args.named : []) {
    const value = argument.kind === "keyword_argument" ? argument.child("value") : argument;
    const text = value === undefined ? undefined : unwrapped(value).text;
    if (text !== undefined && paths.has(text)) return text;
  }
  return undefined;
}

/** Whether a call is plain code that nobody knows to be over in a moment: what makes objects, errors and answers is. */
function mayTakeLong(call: Node, context: RuleContext): boolean {
  const { infer } = context;
  const callee = call.child("function");
  if (callee === undefined || infer.row(call) !== undefined || call.closest("await", "block")?.kind === "await")
    return false;
  if (saysWhatItDoes(callee, context)) return false;
  const value = infer.value(callee);
  // What the file shows is known.
  if (value?.kind === "function") return !value.definition.async && blocksByPath(call, context);
  return value?.kind !== "class" && value?.kind !== "lambda";
}

/**
 * Whether a callee's name tells what it does: it makes an object, is quick, writes a log, or belongs to the loop or to
 * a thread.
 */
function saysWhatItDoes(callee: Node, { infer }: RuleContext): boolean {
  const own = (callee.child("attribute") ?? callee).text;
  if (/^_*[A-Z]/.test(own) || QUICK_METHODS.has(own) || LOOP_METHODS.has(own) || methodDoes(own) !== undefined)
    return true;
  if (writesLog(callee.child("object")?.text ?? "", own)) return true;
  const name = infer.name(callee);
  return name !== undefined && (isFitForThread(name) || isQuick(name) || isThreadBound(name));
}

export function blocksByPath(call: Node, context: RuleContext): boolean {
  return runsAt(call, context.infer).some((run) => run.way === "call" && pathsIn(context).from(run) !== undefined);
}
