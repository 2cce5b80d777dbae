import type { RuleContext } from "../../analysis/rule";
import type { BlockingKind } from "../../model/library/row";
import type { Node } from "../../syntax/tree";

/**
 * Whether a call of this kind may block where it stands, because it is part of a test: nothing else waits for the event loop of a
 * test that reads a file it has just written, or ends a process or thread that it started. An HTTP request and a long sleep are
 * another matter: what they wait for may well need the test's own loop to go on.
 */
export function mayBlockInTest(call: Node, kind: BlockingKind, function_: Node, context: RuleContext): boolean {
  if (kind === "http" || (kind === "sleep" && isLong(call))) return false;
  return isPartOfTest(function_, context);
}

/** Modules that nothing but tests imports. */
const TEST_MODULES = ["pytest", "unittest", "mock"] as const;

/**
 * Whether a node stands in a test, by the names that test runners go by: a function test_..., or a class Test..., or anything in
 * a module that imports what tests are made with.
 */
export function isPartOfTest(node: Node, { infer, module }: RuleContext): boolean {
  if (TEST_MODULES.some((name) => infer.isBound(name, node))) return true;
  for (let around: Node | undefined = node; around !== undefined; around = around.parent) {
    if (around.kind === "class_definition" && isTestClass(around.child("name")?.text)) return true;
    if (around.kind !== "function_definition") continue;
    if (/^test(?:_|$)/.test(around.child("name")?.text ?? "") || isTestClass(module.function(around).owner?.name)) return true;
  }
  return false;
}

function isTestClass(name: string | undefined): boolean {
  return name?.startsWith("Test") === true;
}

/** Seconds from which a sleep in a test is one that waits for something; shorter ones are there to stall the loop. */
const LONG_SLEEP = 0.5;

function isLong(sleep: Node): boolean {
  const seconds = sleep.child("arguments")?.named[0];
  return seconds !== undefined && Number(seconds.text) >= LONG_SLEEP;
}
