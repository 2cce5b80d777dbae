import { referenceElsewhere } from "../model/elsewhere";
import type { Infer } from "../model/infer";
import { OBJECT_WAYS } from "../model/library/thread-ways";
import type { ThreadWrapper } from "../model/summary";
import { threadWrapper } from "../model/thread-wrapper";
import type { ClassDefinition } from "../model/values";
import { ATTRIBUTES, AWAITS } from "../syntax/node-kinds";
import type { Node } from "../syntax/tree";
import type { AsyncLibrary } from "./async-library";
import type { FixContext } from "./context";
import { isRuntimeImport, servesAt } from "./imports";

/** Ways into a thread by how they are written: how often the file takes them, and how they hand on. */
type OwnWays = Map<string, { readonly uses: number; readonly wrapper: ThreadWrapper }>;

/**
 * The project's own, by what is awaited of what the file imports or defines. Those of a library's own loop have none.
 */
export function ownWays(context: FixContext, at: Node, library: AsyncLibrary): OwnWays {
  const ways: OwnWays = new Map();
  if (library !== "asyncio") return ways;
  const { infer, module } = context;
  for (const name of new Set(module.imports.map((binding) => binding.name))) {
    if (referenceElsewhere(infer.lookup(name, at)) === undefined) continue;
    for (const id of infer.identifiersIfFew(name)) addAwaited(ways, awaitedCallee(id), infer);
  }
  for (const name of ownFunctions(context)) {
    for (const id of infer.identifiersIfFew(name)) {
      const callee = awaitedCallee(id);
      if (callee !== undefined && !isWithin(at, name) && infer.lookup(name, at)?.kind === "function")
        addAwaited(ways, callee, infer);
    }
  }
  for (const { callee, self } of awaitedOfSelf(context, at))
    if (infer.lookup(self, at) !== undefined) addAwaited(ways, callee, infer);
  addObjectWay(ways, context, at);
  if (ways.size === 0) addOfImportedModules(ways, context, at);
  return ways;
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
 * Those of modules of the project that the file has imported, though it took none of them yet: the first that says by
 * its name what it is.
 */
function addOfImportedModules(ways: OwnWays, { infer, module }: FixContext, at: Node): void {
  for (const binding of module.imports) {
    if (!isRuntimeImport(binding) || !servesAt(binding, at)) continue;
    const reference = referenceElsewhere(infer.lookup(binding.name, at));
    if (reference === undefined) continue;
    for (const [name, wrapper] of infer.threadWrappersElsewhere(reference)) {
      if (!SAYS_SO.test(name)) continue;
      ways.set(`${binding.name}.${name}`, { uses: AT_HAND, wrapper });
      return;
    }
  }
}

function isWithin(at: Node, name: string): boolean {
  return [...at.ancestors()].some((around) => around.kind === "function_definition" && isNamed(around, name));
}

function isNamed(definition: Node, name: string): boolean {
  return definition.child("name")?.text === name;
}

function addAwaited(ways: OwnWays, callee: Node | undefined, infer: Infer): void {
  const wrapper = callee === undefined ? undefined : wrapperOf(callee, infer);
  if (callee !== undefined && wrapper !== undefined)
    ways.set(callee.text, { uses: (ways.get(callee.text)?.uses ?? 0) + 1, wrapper });
}

/** Whether a function of the project, by its name and by what it does, has a thread call what it is given. */
export function isThreadWrapper(callee: Node, infer: Infer): boolean {
  return SAYS_SO.test((callee.child("attribute") ?? callee).text) && wrapperOf(callee, infer) !== undefined;
}

function wrapperOf(callee: Node, infer: Infer): ThreadWrapper | undefined {
  const value = infer.value(callee);
  if (value?.kind === "function") return threadWrapper(value.definition.node, infer);
  const reference = referenceElsewhere(value);
  return reference === undefined ? undefined : infer.threadWrapperElsewhere(reference);
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
      ways.set(`${object}.${method}`, { uses: Infinity, wrapper: { takes, keeps: [], only: true } });
  }
}

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
