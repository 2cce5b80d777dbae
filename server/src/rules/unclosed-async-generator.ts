import { mayBeOlder } from "../config/python";
import type { Rule, RuleContext } from "./contract";
import { FixBuilder, type FixContext } from "../fixes/builder";
import type { Fix } from "../fixes/fix";
import { freeName, Names } from "../fixes/task-group/names";
import { lineSpan } from "../fixes/text";
import { isGenerator, ownNodes } from "../model/definitions";
import { ownCalls, word } from "../model/mentions";
import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import { ASYNC_FOR } from "../syntax/marks";

const HOLDING: ReadonlySet<Kind> = new Set(["with_statement", "finally_clause"]);

export const unclosedAsyncGenerator: Rule = {
  name: "unclosed-async-generator",
  kinds: ["for_statement"],
  needs: [[word(ASYNC_FOR)], [word("break", "return")], [ownCalls("coroutine", "iterated")]],
  check(loop, context) {
    const call = loop.child("right");
    if (!loop.hasToken("async") || call?.kind !== "call") return undefined;
    const leaving = leavingOf(loop);
    const generator = leaving === undefined ? undefined : generatorOf(call, context);
    if (leaving === undefined || generator === undefined) return undefined;
    return {
      at: call,
      message: `${generator.child("name")?.text ?? "the generator"}() stays open when the loop is left early: its cleanup runs at some later time, or never`,
      related: [{ at: leaving, message: "leaves the loop" }],
      fixes: () => [closing(loop, call, context)].filter((fix) => fix !== undefined),
    };
  },
};

/** A statement of the loop's own that leaves it before the generator is done. */
function leavingOf(loop: Node): Node | undefined {
  const body = loop.child("body");
  for (const node of body?.descendants("break_statement", "return_statement") ?? []) {
    const scope = node.closest("function_definition", "lambda", "class_definition");
    if (scope !== undefined && loop.contains(scope)) continue;
    if (node.kind === "return_statement" || loopOf(node) === loop) return node;
  }
  return undefined;
}

/** The loop that a break leaves; in the else of a loop it is the one around. */
function loopOf(leaving: Node): Node | undefined {
  let child = leaving;
  for (const around of leaving.ancestors()) {
    if ((around.kind === "for_statement" || around.kind === "while_statement") && child.field !== "alternative")
      return around;
    child = around;
  }
  return undefined;
}

/** The async generator of this file that is called, if it holds something that must be given back. */
function generatorOf(call: Node, { infer }: RuleContext): Node | undefined {
  const callee = call.child("function");
  const value = callee === undefined ? undefined : infer.value(callee);
  if (value?.kind !== "function" || !value.definition.async || !isGenerator(value.definition.node)) return undefined;
  const { node } = value.definition;
  if (node.parent?.kind === "decorated_definition") return undefined;
  for (const holding of ownNodes(node, HOLDING)) {
    const protectedPart = holding.kind === "finally_clause" ? holding.parent : holding;
    for (const _ of protectedPart?.descendants("yield") ?? []) return node;
  }
  return undefined;
}

function closing(loop: Node, call: Node, context: FixContext): Fix | undefined {
  const python = context.settings?.python;
  const definition = loop.closest("function_definition");
  const { text } = loop.tree;
  if (definition === undefined || mayBeOlder(python, [3, 10])) return undefined;
  if (
    loop.child("alternative") !== undefined ||
    text.slice(lineSpan(text, loop.start, loop.start).start, loop.start).trim() !== ""
  )
    return undefined;
  const builder = new FixBuilder(context);
  const aclosing = builder.need("contextlib.aclosing", call);
  if (aclosing === undefined) return undefined;
  const names = new Names(definition, context.module);
  const target = loop.child("left");
  const base =
    target?.kind === "identifier" && /[a-z]$/.test(target.text) && target.text.length > 1 && !target.text.endsWith("s")
      ? `${target.text}s`
      : "items";
  const isFree = (one: string): boolean => names.isFree(one, loop);
  const name = freeName(isFree(base) ? base : "items", isFree);
  builder.wrap(loop, loop, `async with ${aclosing}(${call.text}) as ${name}:`).replace(call, name);
  return /[\n\r]/.test(call.text)
    ? undefined
    : builder.build({ title: "Close it with aclosing()", applicability: "safe" });
}
