import type { RuleContext } from "../../contract";
import type { FixBuilder } from "../../../fixes/builder";
import { filledLimit, type TimeoutValue } from "../../../fixes/time-limit";
import { executionOf } from "../../../model/execution";
import type { Timeout } from "../../../model/library/index";
import { isKeyword } from "../../../syntax/identifiers";
import type { Scope } from "../../../model/scopes";
import type { Node } from "../../../syntax/tree";
import type { NetworkCall } from "./network-call";

/** A limit that the file states elsewhere, and its seconds where they stand there. */
export interface LimitBeside extends TimeoutValue {
  readonly seconds: number | undefined;
}

/** What is called like the limit of any request. */
const GENERAL = /^_?(?:(?:API|CLIENT|DEFAULT|HTTP|REQUESTS?)_)*TIMEOUT(?:_S|_SECS?|_SECONDS)?$/;

/**
 * The limit that the same function of a library is given elsewhere in the file, nearest first: what fits there fits
 * here.
 */
export function timeoutBeside(call: NetworkCall, timeout: Timeout, context: RuleContext): LimitBeside | undefined {
  let nearest: Stated | undefined;
  for (const one of statedBeside(call, timeout, context)) {
    if (one.row !== call.row) continue;
    if (nearest === undefined || distance(one.at, call.call) < distance(nearest.at, call.call)) nearest = one;
  }
  return nearest?.limit;
}

/** The one limit that a library's other calls are given in the file, or its constant for any request. */
export function timeoutOfFile(
  call: NetworkCall,
  timeout: Timeout,
  context: RuleContext,
  builder: FixBuilder,
): LimitBeside | undefined {
  const library = libraryOf(call.row.name);
  const stated = statedBeside(call, timeout, context).filter(
    ({ row }) => libraryOf(row.name) === library && row.timeout?.value === timeout.value,
  );
  const [first] = stated;
  if (first !== undefined && stated.every(({ limit }) => limit.text === first.limit.text)) return first.limit;
  return first === undefined ? constantOfFile(call, timeout, context, builder) : undefined;
}

/** Whether the file states a longer limit, in seconds, for other calls of the same library. */
export function longerBeside(
  call: NetworkCall,
  { parameter }: Timeout,
  seconds: number,
  context: RuleContext,
): boolean {
  const library = libraryOf(call.row.name);
  return context.infer.ofFile(`longer ${parameter} than ${seconds} for ${library}`, (infer) => {
    for (const id of infer.identifiers(parameter)) {
      const value = isKeyword(id) ? id.parent?.child("value") : undefined;
      const other = id.parent?.parent?.parent;
      if (value === undefined || other?.kind !== "call" || statedSeconds(value, infer) <= seconds) continue;
      if (libraryOf(infer.row(other)?.name ?? "") === library) return true;
    }
    return false;
  });
}

/** The number that a limit is given as, or that its name stands for. */
function statedSeconds(value: Node, infer: RuleContext["infer"]): number {
  const [binding, ...others] = value.kind === "identifier" ? infer.bindings(value.text) : [];
  const source = others.length === 0 && binding?.source.kind === "expression" ? binding.source.value : value;
  return source.kind === "integer" || source.kind === "float" ? numberOf(source) : 0;
}

/** The limit that is put around the same wait elsewhere in the file, the first one where there are several. */
export function limitAroundOthers(call: NetworkCall, context: RuleContext): LimitBeside | undefined {
  const { infer } = context;
  for (const word of LIMITS) {
    for (const id of infer.identifiers(word)) {
      const bound = boundBy(id, context);
      if (bound === undefined || !makesCall(bound.what, call.row, context)) continue;
      const found = limitIn(bound.limit, call.call, context);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** What a call that bounds time is put around, and the limit that it is given. */
function boundBy(id: Node, { infer }: RuleContext): { readonly what: Node; readonly limit: Node } | undefined {
  const callee = id.field === "attribute" ? id.parent : id;
  const limiting = callee?.field === "function" && callee.parent?.kind === "call" ? callee.parent : undefined;
  const bounds = limiting === undefined ? undefined : infer.row(limiting)?.bounds;
  if (limiting === undefined || bounds === undefined) return undefined;
  const given = limiting.child("arguments")?.named ?? [];
  const named = given.find((one) => one.child("name")?.text === "timeout")?.child("value");
  const limit = bounds === "block" ? given[0] : (named ?? given[1]);
  const what = bounds === "block" ? limiting.closest("with_statement")?.child("body") : given[0];
  return what === undefined || limit === undefined ? undefined : { what, limit };
}

function makesCall(within: Node, row: NetworkCall["row"], { infer }: RuleContext): boolean {
  if (within.kind === "call" && infer.row(within) === row) return true;
  return [...within.descendants("call")].some((one) => infer.row(one) === row);
}

/** The last words of what bounds the time of a block, or of what it is given. */
const LIMITS = ["timeout", "fail_after", "wait_for"] as const;

interface Stated {
  readonly row: NetworkCall["row"];
  readonly at: Node;
  readonly limit: LimitBeside;
}

function statedBeside(call: NetworkCall, timeout: Timeout, context: RuleContext): readonly Stated[] {
  const found: Stated[] = [];
  for (const id of context.infer.identifiers(timeout.parameter)) {
    const keyword = isKeyword(id) ? id.parent : undefined;
    const value = keyword?.child("value");
    const other = keyword?.parent?.parent;
    if (value === undefined || other?.kind !== "call") continue;
    const row = context.infer.row(other);
    const limit = row === undefined ? undefined : limitIn(value, call.call, context);
    if (row !== undefined && limit !== undefined) found.push({ row, at: value, limit });
  }
  return found;
}

function constantOfFile(
  call: NetworkCall,
  timeout: Timeout,
  context: RuleContext,
  builder: FixBuilder,
): LimitBeside | undefined {
  const { waitsFor = "the server" } = call.row;
  if (waitsFor !== "the server" || timeout.parameter !== "timeout" || timeout.unit !== undefined) return undefined;
  const ready = limitReady(call, timeout, context);
  if (ready !== undefined) return ready;
  for (const name of context.module.variables) {
    const seconds = GENERAL.test(name) && isOfModule(name, call.call, context) ? secondsOf(name, context) : undefined;
    const filled = seconds === undefined ? undefined : filledLimit(builder, timeout, name, call.call);
    if (filled !== undefined) return { ...filled, seconds };
  }
  return undefined;
}

/** A variable of the module that holds what the parameter takes: `timeout = aiohttp.ClientTimeout(total=2)`. */
export function limitReady(call: NetworkCall, timeout: Timeout, context: RuleContext): LimitBeside | undefined {
  for (const name of context.module.variables) {
    if (!GENERAL.test(name.toUpperCase()) || !isOfModule(name, call.call, context)) continue;
    const ready = limitHeldBy(name, timeout, context);
    if (ready !== undefined) return ready;
  }
  return undefined;
}

function limitHeldBy(name: string, { value }: Timeout, { module, infer }: RuleContext): LimitBeside | undefined {
  const source = module.bindings(name)[0]?.source;
  const made = source?.kind === "expression" && source.value.kind === "call" ? source.value : undefined;
  if (made === undefined || value === undefined || infer.callee(made) !== value.slice(0, value.indexOf("(")))
    return undefined;
  const given = (made.child("arguments")?.named ?? []).map((argument) => argument.child("value"));
  const [only] = given;
  const number = given.length === 1 && (only?.kind === "integer" || only?.kind === "float") ? only : undefined;
  const seconds = number === undefined ? undefined : numberOf(number);
  return { text: name, selection: { start: 0, end: name.length }, seconds };
}

/**
 * A value that means the same at another place: numbers, names of the module, and limits of a library that are made of
 * these.
 */
function limitIn(value: Node, at: Node, context: RuleContext): LimitBeside | undefined {
  const whole = { text: value.text, selection: { start: 0, end: value.text.length } };
  switch (value.kind) {
    case "integer":
    case "float":
      return numberOf(value) > 0 ? { ...whole, seconds: numberOf(value) } : undefined;
    case "identifier":
      return isOfModule(value.text, at, context) && isLimit(value.text, context)
        ? { ...whole, seconds: secondsOf(value.text, context) }
        : undefined;
    case "attribute": {
      const object = value.child("object");
      return object?.kind === "identifier" && isOfModule(object.text, at, context)
        ? { ...whole, seconds: undefined }
        : undefined;
    }
    case "call": {
      const root = rootOf(value.child("function"));
      const given = value.child("arguments")?.named ?? [];
      const numbers = given
        .map((argument) => argument.child("value"))
        .flatMap((one) => (one?.kind === "integer" || one?.kind === "float" ? [numberOf(one)] : []));
      if (
        root === undefined ||
        !isOfModule(root.text, at, context) ||
        given.length === 0 ||
        numbers.length < given.length
      )
        return undefined;
      return { ...whole, seconds: numbers.length === 1 ? numbers[0] : undefined };
    }
    default:
      return undefined;
  }
}

function rootOf(callee: Node | undefined): Node | undefined {
  let root = callee;
  while (root?.kind === "attribute") root = root.child("object");
  return root?.kind === "identifier" ? root : undefined;
}

/** Whether a name is the module's, at a place that runs when the module is there. */
function isOfModule(name: string, at: Node, { module }: RuleContext): boolean {
  if (executionOf(at).kind === "module" || module.bindings(name).length !== 1) return false;
  for (let scope: Scope | undefined = module.scopes(at.tree).of(at); scope !== undefined; scope = scope.parent) {
    if (scope.kind !== "module" && scope.bindings.has(name)) return false;
  }
  return true;
}

/** Whether a name of the module may stand for a limit: it is imported, or given what isn't None. */
function isLimit(name: string, { module }: RuleContext): boolean {
  const source = module.bindings(name)[0]?.source;
  return source?.kind === "import" || (source?.kind === "expression" && !source.value.text.includes("None"));
}

/** The number that a name of the module stands for. */
function secondsOf(name: string, { module }: RuleContext): number | undefined {
  const source = module.bindings(name)[0]?.source;
  const value =
    source?.kind === "expression" && (source.value.kind === "integer" || source.value.kind === "float")
      ? numberOf(source.value)
      : 0;
  return value > 0 ? value : undefined;
}

function numberOf({ text }: Node): number {
  return Number(text.replaceAll("_", ""));
}

function libraryOf(name: string): string {
  return name.split(".", 1)[0]!;
}

function distance(one: Node, other: Node): number {
  return one.tree === other.tree ? Math.abs(one.start - other.start) : Infinity;
}
