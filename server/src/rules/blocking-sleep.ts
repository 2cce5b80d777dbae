import type { Rule, RuleContext } from "./contract";
import { asyncLibraryAt } from "../fixes/async-library";
import { awaited, canAwait } from "../fixes/awaiting";
import { FixBuilder, type FixContext } from "../fixes/builder";
import type { Offer } from "../fixes/fix";
import { decoratorsOf } from "../model/definitions";
import { callsOf, word } from "../model/mentions";
import type { Module } from "../model/module";
import type { Node } from "../syntax/tree";
import { blockingCall } from "./support/blocking-call";
import { isMoment } from "./support/moment";

export const blockingSleep: Rule = {
  name: "blocking-sleep",
  kinds: ["call"],
  stallsLoop: true,
  needs: [[word("async")], callsOf((row) => row.blocks === "sleep")],
  check(call, context) {
    const blocking = blockingCall(call, context, "sleep");
    if (
      blocking === undefined ||
      (context.role === "test" &&
        (!isLong(call, context) || isTestOfBlocking(blocking.function) || !(sleepsAsync(context) || polls(call))))
    )
      return undefined;
    return {
      at: call,
      message: `${blocking.row.name}() stops the whole event loop: nothing else runs until it returns`,
      ...(isMoment(call, blocking.row) ? { severity: "hint" } : {}),
      related: blocking.related,
      act: blocking.act,
      fixes: () => sleepInstead(call, context),
    };
  },
};

/** Seconds from which a sleep in a test is one that waits for something; shorter ones are there to stall the loop. */
const LONG_SLEEP = 0.5;

function isLong(sleep: Node, { infer, module }: RuleContext): boolean {
  const seconds = sleep.child("arguments")?.named[0];
  if (seconds === undefined) return false;
  const value = infer.value(seconds);
  const literal = value?.kind === "literal" ? value.node : defaultOf(seconds, module);
  return literal !== undefined && Number(literal.text) >= LONG_SLEEP;
}

/** What tests of code that stops the loop are called, or expected to fail for. */
const OF_BLOCKING = /(?:^|[\W_])(?:sync|synchronous|block(?:s|ed|ing)?|stall(?:s|ed|ing)?)(?:[\W_]|$)/i;

/** A test may define what it runs: what it is called says what that is for. */
function isTestOfBlocking(function_: Node): boolean {
  for (let around: Node | undefined = function_; around !== undefined; around = around.closest("function_definition")) {
    if (OF_BLOCKING.test(around.child("name")?.text ?? "")) return true;
    if (decoratorsOf(around).some((decorator) => /xfail/.test(decorator.text) && OF_BLOCKING.test(decorator.text)))
      return true;
  }
  return false;
}

/** Whether the file awaits asyncio.sleep() elsewhere: a test that knows it and doesn't use it has forgotten to. */
function sleepsAsync({ infer }: RuleContext): boolean {
  for (const id of infer.identifiers("sleep")) {
    const callee = id.field === "attribute" ? id.parent : id;
    const call = callee?.field === "function" ? callee.parent : undefined;
    if (call?.kind === "call" && call.parent?.kind === "await" && ASYNC_SLEEPS.has(infer.callee(call) ?? ""))
      return true;
  }
  return false;
}

/**
 * Whether a loop that awaits something sleeps between two rounds: it waits for what it asks, which goes on meanwhile.
 */
function polls(sleep: Node): boolean {
  const loop = sleep.closest("while_statement", "for_statement", "function_definition", "lambda");
  if (loop?.kind !== "while_statement" && loop?.kind !== "for_statement") return false;
  for (const one of loop.descendants("await"))
    if (one.closest("while_statement", "for_statement", "function_definition", "lambda") === loop) return true;
  return false;
}

const ASYNC_SLEEPS: ReadonlySet<string> = new Set(["asyncio.sleep", "anyio.sleep", "trio.sleep"]);

/** What a parameter is where no caller says otherwise. */
function defaultOf(name: Node, module: Module): Node | undefined {
  if (name.kind !== "identifier") return undefined;
  const binding = module.scopes(name.tree).of(name).bindings.get(name.text)?.[0];
  return binding?.source.kind === "parameter" ? binding.node.parent?.child("value") : undefined;
}

function sleepInstead(call: Node, context: FixContext): readonly Offer[] {
  const callee = call.child("function");
  const args = call.child("arguments");
  if (callee === undefined || args === undefined || !canAwait(call)) return [];
  const library = asyncLibraryAt(context, call);
  const builder = new FixBuilder(context);
  const sleep = builder.need(`${library}.sleep`, call);
  if (sleep === undefined) return [];
  // time.sleep takes its one argument by position only, so that it fits the others as it stands.
  const [before, after] = awaited(call, "\0").split("\0") as [string, string];
  builder.replace(callee, before + sleep);
  if (after !== "") builder.insertAfter(args, after);
  const title = `Replace with await ${library}.sleep()`;
  const seconds = args.named[0];
  if (seconds?.kind === "unary_operator" && library !== "trio")
    return [
      {
        kind: "refusal",
        title,
        reason: `time.sleep() raises ValueError for less than nothing, where ${library}.sleep() returns at once`,
      },
    ];
  const known = seconds === undefined ? undefined : context.infer.value(seconds);
  const isSure = library === "trio" || (known?.kind === "literal" && ["integer", "float"].includes(known.node.kind));
  return [
    builder.build({
      title,
      applicability: "safe",
      ...(isSure ? {} : { annotation: "A negative number no longer raises ValueError" }),
    }),
  ];
}
