import { referenceElsewhere } from "../model/elsewhere";
import type { Infer } from "../model/infer";
import { OBJECT_WAYS } from "../model/library/thread-ways";
import type { Scope } from "../model/scopes";
import type { ThreadWrapper } from "../model/summary";
import { threadWrapper } from "../model/thread-wrapper";
import type { ClassDefinition } from "../model/values";
import { ATTRIBUTES, AWAITS } from "../syntax/node-kinds";
import type { Node } from "../syntax/tree";
import type { AsyncLibrary } from "./async-library";
import { type AtHand, helpersAtHand, nameOf } from "./at-hand";
import type { FixContext } from "./context";

/** A way into a thread of the project's own: how it is written, how often the file takes it, and how it hands on. */
export interface OwnWay {
  readonly run: string;
  /** What it is given before the function. */
  readonly leads: readonly string[];
  readonly uses: number;
  readonly wrapper: ThreadWrapper;
  /** Where it still has to be imported from. */
  readonly near?: AtHand;
}

/** By how their calls begin. */
class OwnWays {
  readonly #ways = new Map<string, OwnWay>();

  get all(): readonly OwnWay[] {
    return [...this.#ways.values()];
  }

  add(way: OwnWay): void {
    const key = [way.run, ...way.leads].join(", ");
    this.#ways.set(key, { ...way, uses: (this.#ways.get(key)?.uses ?? 0) + way.uses });
  }
}

/**
 * The project's own, by what is awaited of what the file imports or defines. Those of a library's own loop have none.
 */
export function ownWays(context: FixContext, at: Node, library: AsyncLibrary): readonly OwnWay[] {
  const ways = new OwnWays();
  if (library !== "asyncio") return [];
  const { infer, module } = context;
  for (const name of new Set(module.imports.map((binding) => binding.name))) {
    if (referenceElsewhere(infer.lookup(name, at)) === undefined) continue;
    for (const id of infer.identifiersIfFew(name)) addAwaited(ways, awaitedCallee(id), context, at);
  }
  for (const name of ownFunctions(context)) {
    for (const id of infer.identifiersIfFew(name)) {
      const callee = awaitedCallee(id);
      if (callee !== undefined && !isWithin(at, name) && infer.lookup(name, at)?.kind === "function")
        addAwaited(ways, callee, context, at);
    }
  }
  for (const { callee, self } of awaitedOfSelf(context, at))
    if (infer.lookup(self, at) !== undefined) addAwaited(ways, callee, context, at);
  addObjectWay(ways, context, at);
  return ways.all.length > 0 ? ways.all : nearest(context, at);
}

/** What a way into a thread is called, of the functions of a file: no others are read to know. */
const SAYS_SO = /thread|executor|blocking|sync|pool/i;

const OWN_FUNCTION = /^async def (\w+)/m;

function ownFunctions({ module }: FixContext): readonly string[] {
  return module.document.segments.flatMap(({ piece, text }) => {
    const name = piece.indent === 0 ? OWN_FUNCTION.exec(text)?.[1] : undefined;
    return name !== undefined && SAYS_SO.test(name) ? [name] : [];
  });
}

/** Fewer than any that a file takes. */
const AT_HAND = 0.5;

/**
 * That of what the file has imported of the project, or of a module that it imports something else from, though it took
 * none of them yet: the first that says by its name what it is.
 */
function nearest(context: FixContext, at: Node): readonly OwnWay[] {
  for (const near of helpersAtHand(context, at)) {
    const { threads } = near.helper;
    if (threads === undefined || threads.leads > 0 || !SAYS_SO.test(near.helper.path)) continue;
    return [{ run: nameOf(near), leads: [], uses: AT_HAND, wrapper: threads, near }];
  }
  return [];
}

function isWithin(at: Node, name: string): boolean {
  return [...at.ancestors()].some((around) => around.kind === "function_definition" && isNamed(around, name));
}

function isNamed(definition: Node, name: string): boolean {
  return definition.child("name")?.text === name;
}

function addAwaited(ways: OwnWays, callee: Node | undefined, context: FixContext, at: Node): void {
  const wrapper = callee === undefined ? undefined : wrapperOf(callee, context.infer);
  if (callee === undefined || wrapper === undefined) return;
  const leads = callee.parent!.child("arguments")!.named.slice(0, wrapper.leads);
  if (leads.length === wrapper.leads && leads.every((lead) => meansTheSame(lead, at, context)))
    ways.add({ run: callee.text, leads: leads.map(({ text }) => text), uses: 1, wrapper });
}

/** Whether an argument is the same thing at another place: `None`, or what a name of the module has. */
function meansTheSame(argument: Node, at: Node, { module }: FixContext): boolean {
  if (argument.kind === "none") return true;
  let root: Node | undefined = argument;
  while (root?.kind === "attribute") root = root.child("object");
  const name = root?.kind === "identifier" ? root.text : undefined;
  return (
    name !== undefined &&
    module.bindings(name).length > 0 &&
    [argument, at].every((place) => !isOfFunction(name, module.scopes(place.tree).of(place)))
  );
}

function isOfFunction(name: string, place: Scope): boolean {
  for (let scope: Scope | undefined = place; scope !== undefined; scope = scope.parent)
    if (scope.kind !== "module" && scope.bindings.has(name)) return true;
  return false;
}

/** Whether a function of the project, by its name and by what it does, has a thread call what it is given. */
export function isThreadWrapper(callee: Node, infer: Infer): boolean {
  return SAYS_SO.test((callee.child("attribute") ?? callee).text) && wrapperOf(callee, infer) !== undefined;
}

function wrapperOf(callee: Node, infer: Infer): ThreadWrapper | undefined {
  const value = infer.value(callee);
  if (value?.kind === "function") return threadWrapperHere(value.definition.node, infer);
  const reference = referenceElsewhere(value);
  return reference === undefined ? undefined : infer.threadWrapperElsewhere(reference);
}

/** What a function of the file makes of what it is given, as far as that is known of those that it hands it on to. */
function threadWrapperHere(function_: Node, infer: Infer): ThreadWrapper | undefined {
  const wrapper = threadWrapper(function_, infer);
  if (wrapper?.by === undefined) return wrapper;
  return infer.threadWrapperElsewhere(wrapper.by.to)?.leads === wrapper.by.leads ? wrapper : undefined;
}

/** What the methods of the class around a place await of their object, where its name says that a thread has it. */
function* awaitedOfSelf({ module }: FixContext, at: Node): Iterable<{ readonly callee: Node; readonly self: string }> {
  for (const { node } of classAround(module, at)?.parts ?? []) {
    for (const awaiting of node.tree.nodesOf(AWAITS)) {
      const callee = awaiting.named[0]?.child("function");
      const self = callee?.kind === "attribute" ? callee.child("object") : undefined;
      if (callee === undefined || self?.kind !== "identifier" || !/^(?:self|cls)$/.test(self.text)) continue;
      const method = callee.child("attribute")?.text ?? "";
      if (SAYS_SO.test(method) && !isWithin(at, method)) yield { callee, self: self.text };
    }
  }
}

function classAround(module: FixContext["module"], at: Node): ClassDefinition | undefined {
  for (const around of at.ancestors()) {
    const owner = around.kind === "function_definition" ? module.function(around).owner : undefined;
    if (owner !== undefined) return owner;
  }
  return undefined;
}

/**
 * A framework's own, of an object that a place has: what its applications are to take, whether the file did so before
 * or not.
 */
function addObjectWay(ways: OwnWays, context: FixContext, at: Node): void {
  for (const { of, objects, method, takes } of OBJECT_WAYS) {
    if (!context.module.imports.some(({ source }) => source.kind === "import" && isOf(source.name, of))) continue;
    const object = objects.find((one) => isInReach(one, at, context));
    if (object !== undefined)
      ways.add({ run: `${object}.${method}`, leads: [], uses: Infinity, wrapper: { ...OBJECT_WAY, takes } });
  }
}

const OBJECT_WAY: Omit<ThreadWrapper, "takes"> = { leads: 0, keeps: [], only: true, by: undefined };

function isOf(name: string, package_: string): boolean {
  return name === package_ || name.startsWith(`${package_}.`);
}

/**
 * Whether a function around a place has the object: by a parameter, or by `self` whose class speaks of that attribute.
 */
function isInReach(object: string, at: Node, context: FixContext): boolean {
  const dot = object.lastIndexOf(".");
  const functions = [...at.ancestors()].filter(({ kind }) => kind === "function_definition");
  if (dot < 0) return functions.some((around) => takesParameter(around, object));
  if (!functions.some((around) => takesParameter(around, object.slice(0, dot)))) return false;
  for (const { node } of classAround(context.module, at)?.parts ?? []) {
    for (const attribute of node.tree.nodesOf(ATTRIBUTES)) if (attribute.text === object) return true;
  }
  return false;
}

function takesParameter(function_: Node, name: string): boolean {
  return (function_.child("parameters")?.named ?? []).some(
    (parameter) =>
      parameter.text === name || parameter.named[0]?.text === name || parameter.child("name")?.text === name,
  );
}

/** `a.run.io_bound` of `await a.run.io_bound(...)`, which an identifier begins. */
function awaitedCallee(id: Node): Node | undefined {
  let callee = id;
  if (id.field === "attribute") return undefined;
  while (callee.parent?.kind === "attribute" && callee.field === "object") callee = callee.parent;
  const call = callee.field === "function" ? callee.parent : undefined;
  return call?.kind === "call" && call.parent?.kind === "await" ? callee : undefined;
}
