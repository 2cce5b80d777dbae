import type { RuleContext } from "../../contract";
import { takeAsyncAway } from "../../../fixes/awaiting";
import { FixBuilder } from "../../../fixes/builder";
import type { Offer } from "../../../fixes/fix";
import { whyHelperStays } from "../../../fixes/helper-fit";
import { isObjectOf } from "../../../model/ancestry";
import { decoratorsOf, isGenerator, ownNodes } from "../../../model/definitions";
import { suspends } from "../../../model/idle";
import { canonicalName, libraryRow } from "../../../model/library/index";
import { isThreadBound, LOOP_METHODS } from "../../../model/library/thread-bound";
import { THREADED_HANDLERS } from "../../../model/library/threaded-handlers";
import type { Scope } from "../../../model/scopes";
import type { Kind } from "../../../syntax/kinds.generated";
import type { Node } from "../../../syntax/tree";
import { CALLS } from "../../../syntax/node-kinds";

/** What gives a name to a parameter. */
const NAMES_ITS_OWN: ReadonlySet<Kind | undefined> = new Set([
  "keyword_argument",
  "default_parameter",
  "typed_default_parameter",
]);

/**
 * What is offered for a call that blocks: first to make the function plain, where its framework then runs it in a
 * thread; all that blocks in it goes along.
 */
export function beforePlainEndpoint(
  function_: Node,
  context: RuleContext,
  others: () => readonly Offer[],
): readonly Offer[] {
  const plain = asPlainEndpoint(function_, context);
  if (plain === undefined) return others();
  if (plain.kind === "refusal") return [...others(), plain];
  // Who has to look at what changes is better off with the plain function.
  return [plain, ...others().filter((offer) => offer.kind === "fix" && offer.applicability === "safe")];
}

/**
 * The handler that awaits nothing, and blocks, as a plain function: its framework runs that in a thread. Undefined
 * where a function is no such handler, or does what the loop's own thread alone can do.
 */
function asPlainEndpoint(function_: Node, context: RuleContext): Offer | undefined {
  if (suspends(function_) || isGenerator(function_)) return undefined;
  const framework = frameworkOf(function_, context);
  if (
    framework === undefined ||
    needsLoop(function_, context) ||
    whyHelperStays([function_], context.infer) !== undefined
  )
    return undefined;
  const title = `Make it a plain function, which ${framework} runs in a thread`;
  const used = context.infer.usedElsewhere(function_);
  if (used?.kind === "by somebody") return { kind: "refusal", title, reason: used.reason };
  const builder = new FixBuilder(context);
  takeAsyncAway(function_, builder);
  const shared = "Requests then run in threads, several at once: what they share must be safe for that";
  return builder.build({
    title,
    applicability: "unsafe",
    annotation: used?.kind === "by nobody" ? shared : `${shared}; whoever awaits it elsewhere fails`,
    differs: "runs in a thread, several at once",
    changesCallers: true,
  });
}

/**
 * The framework that a function is handed to, by each of its decorators and wherever else the file names it; undefined
 * where anybody else has it too.
 */
function frameworkOf(function_: Node, context: RuleContext): string | undefined {
  const decorated = decoratorsOf(function_).map((decorator) => decorates(decorator, context));
  const given = usesOf(function_, context).map((use) => takes(use, context));
  const [first, ...others] = [...decorated, ...given];
  return first !== undefined && others.every((one) => one !== undefined) ? first : undefined;
}

function decorates(decorator: Node, { infer }: RuleContext): string | undefined {
  const callee = decorator.kind === "call" ? decorator.child("function") : undefined;
  const object = callee?.child("object");
  const method = callee?.child("attribute")?.text ?? "";
  if (object === undefined) return undefined;
  return THREADED_HANDLERS.find(
    ({ decorators }) => decorators.methods.includes(method) && isObjectOf(infer.value(object), decorators.of, infer),
  )?.framework;
}

/** Where the file names a function beside its definition. */
function usesOf(function_: Node, { infer, module }: RuleContext): readonly Node[] {
  const name = function_.child("name");
  if (name === undefined) return [];
  const own = holderOf(name, module);
  return [...infer.identifiers(name.text)].filter((id) => {
    const namesOther = id.field === "attribute" || (id.field === "name" && NAMES_ITS_OWN.has(id.parent?.kind));
    return id !== name && !namesOther && holderOf(id, module) === own;
  });
}

/** The scope of a function that gives a name its meaning at a place; undefined where that is the module's. */
function holderOf(name: Node, module: RuleContext["module"]): Scope | undefined {
  for (let scope: Scope | undefined = module.scopes(name.tree).of(name); scope !== undefined; scope = scope.parent) {
    if (scope.kind !== "module" && scope.bindings.has(name.text)) return scope;
  }
  return undefined;
}

/** The framework that takes what stands at a place as an argument. */
function takes(use: Node, { infer }: RuleContext): string | undefined {
  const list = use.parent?.kind === "keyword_argument" ? use.parent.parent : use.parent;
  const call = list?.kind === "argument_list" ? list.parent : undefined;
  const name = call?.kind === "call" ? infer.callee(call) : undefined;
  return name === undefined
    ? undefined
    : THREADED_HANDLERS.find(({ takers }) => takers.includes(canonicalName(name)))?.framework;
}

/** Whether it starts tasks, or calls what else belongs to the loop or to one thread, or makes a coroutine. */
function needsLoop(function_: Node, { infer }: RuleContext): boolean {
  for (const call of ownNodes(function_, CALLS)) {
    const callee = call.child("function");
    const name = callee === undefined ? undefined : infer.name(callee);
    if ((name !== undefined && isThreadBound(name)) || LOOP_METHODS.has(callee?.child("attribute")?.text ?? ""))
      return true;
    const row = infer.row(call);
    if (infer.value(call)?.kind === "awaitable" || (row?.use !== undefined && row.use !== "value")) return true;
    if (row !== undefined && keepsToThread(row.name) && !isMadeHere(callee, function_, infer)) return true;
  }
  return false;
}

function keepsToThread(method: string): boolean {
  return libraryRow(method.slice(0, Math.max(0, method.lastIndexOf("."))))?.threads === "its own";
}

/** Whether the function itself gives the object a value that a method is called on. */
function isMadeHere(callee: Node | undefined, function_: Node, infer: RuleContext["infer"]): boolean {
  const object = callee?.child("object");
  if (object?.kind !== "identifier") return object?.kind === "call";
  const bindings = infer.module.scopes(function_.tree).inside(function_)?.bindings.get(object.text) ?? [];
  return bindings.length > 0 && bindings.every(({ source }) => source.kind !== "parameter");
}
