import type { Rule, RuleContext } from "./contract";
import { takeAsyncAway, takeAwaitAway } from "../fixes/awaiting";
import { FixBuilder } from "../fixes/builder";
import type { Offer, Remedy } from "../fixes/fix";
import { BlockingPaths } from "../model/blocking";
import { decoratorsOf, ownNodes } from "../model/definitions";
import { word } from "../model/mentions";
import { runsAt } from "../model/runs";
import type { FunctionDefinition, Value } from "../model/values";
import { CALLS } from "../syntax/node-kinds";
import type { Node } from "../syntax/tree";
import { IDLE_ASYNC } from "../syntax/marks";
import { isStub, suspends } from "../model/idle";
import { perContext } from "./support/values/per-context";
import { reallyBlocks } from "./support/blocking/really-blocks";

export const unnecessaryAsync: Rule = {
  name: "unnecessary-async",
  kinds: ["function_definition"],
  needs: [[word(IDLE_ASYNC)]],
  check(node, context) {
    const name = node.child("name");
    if (name === undefined || !node.hasToken("async") || suspends(node) || isStub(node)) return undefined;
    if (decoratorsOf(node).length > 0) return undefined;
    const calls = awaitedCalls(context.module.function(node), name, context);
    if (calls === undefined || calls.length === 0 || lacksAwait(node, context)) return undefined;
    return {
      at: name,
      message: `${name.text}() is async but awaits nothing: each call makes a coroutine for no gain`,
      related: calls.map((call) => ({ at: call, message: "awaited here" })),
      fixes: () => makePlain(node, name, calls, context),
    };
  },
};

const OUTSIDE_FAILS = "Callers outside of the project that await it fail from now on";

const pathsIn = perContext(
  (context) =>
    new BlockingPaths(context.infer, (call, row, around) =>
      reallyBlocks(call, row, around, context) ? row.blocks : undefined,
    ),
);

/**
 * Whether it awaits nothing because something in it isn't awaited that should be: then it is the call that has to
 * change.
 */
function lacksAwait(definition: Node, context: RuleContext): boolean {
  const paths = pathsIn(context);
  for (const call of ownNodes(definition, CALLS)) {
    const row = context.infer.row(call);
    if (row?.blocks !== undefined && paths.blocks(call, row, definition, context.infer) !== undefined) return true;
    if (call.parent?.kind === "expression_statement" && context.infer.value(call)?.kind === "awaitable") return true;
    if (runsAt(call, context.infer).some((run) => paths.from(run) !== undefined)) return true;
  }
  return false;
}

/**
 * All calls of the function, when every use of it is a call that is awaited on the spot, and nobody outside of the file
 * can know it: a function within a function, or a private one. Undefined otherwise.
 */
function awaitedCalls(definition: FunctionDefinition, name: Node, context: RuleContext): readonly Node[] | undefined {
  if (!isKnownHereOnly(definition, context)) return undefined;
  const calls: Node[] = [];
  for (const id of context.infer.identifiers(name.text)) {
    if (id.tree === name.tree && id.row === name.row) continue;
    const call = awaitedCall(id);
    if (call === undefined || !isCallOf(context.infer.value(call.child("function")!), definition)) return undefined;
    calls.push(call);
  }
  return calls;
}

function isCallOf(value: Value | undefined, definition: FunctionDefinition): boolean {
  return value?.kind === "function" && value.definition.node === definition.node;
}

function isKnownHereOnly(definition: FunctionDefinition, context: RuleContext): boolean {
  const scope = context.module.scopes(definition.node.tree).inside(definition.node)?.parent;
  if (scope?.kind === "function") return true;
  if (scope?.kind === "module") return isPrivate(definition.name);
  const { owner } = definition;
  // A subclass elsewhere may override the method, a base class may call it: the class itself must be of this file only.
  if (owner === undefined || isNested(owner.node) || context.infer.bases(owner).length > 0) return false;
  return /^__.*(?<!__)$/.test(definition.name) || (isPrivate(owner.name) && isPrivate(definition.name));
}

/**
 * Whether no other module can use it, however private a name it takes: a function in a function, a method whose name is
 * mangled.
 */
function isOutOfReach(node: Node, name: Node, context: RuleContext): boolean {
  const scope = context.module.scopes(node.tree).inside(node)?.parent;
  return scope?.kind === "function" || (scope?.kind === "class" && /^__.*(?<!__)$/.test(name.text));
}

function isPrivate(name: string): boolean {
  return /^_(?!_)/.test(name);
}

function isNested(node: Node): boolean {
  return node.closest("function_definition", "class_definition") !== undefined;
}

/** The call `await f(...)`, `await x.f(...)` that an identifier is the callee of. */
function awaitedCall(id: Node): Node | undefined {
  const callee = id.field === "attribute" && id.parent?.kind === "attribute" ? id.parent : id;
  const call = callee.parent;
  if (call?.kind !== "call" || callee.field !== "function") return undefined;
  return call.parent?.kind === "await" ? call : undefined;
}

/** Who else calls it is looked for in other files where these can be read. */
function makePlain(node: Node, name: Node, calls: readonly Node[], context: RuleContext): readonly Remedy[] {
  const builder = new FixBuilder(context);
  takeAsyncAway(node, builder);
  for (const call of calls) takeAwaitAway(call, builder);
  const title = `Make ${name.text}() a plain function`;
  if (isOutOfReach(node, name, context)) return [builder.build({ title, applicability: "safe" })];
  const differs = "callers elsewhere fail";
  const used = context.infer.usedElsewhere(node);
  const isKnown = used?.kind === "by nobody";
  const annotation = isKnown
    ? OUTSIDE_FAILS
    : "Other modules and tests that await it, private as it is, fail from now on";
  const here: Offer =
    used === undefined || isKnown
      ? builder.build({ title, applicability: "unsafe", annotation, differs, changesCallers: true })
      : { kind: "refusal", title, reason: used.reason };
  return [
    {
      kind: "project fix",
      does: "make plain",
      title,
      annotation: OUTSIDE_FAILS,
      differs,
    },
    here,
  ];
}
