import type { BlockingKind } from "../../model/library/row";
import type { Node } from "../../syntax/tree";

/**
 * Whether a call of this kind may block where it stands, because it is part of a test: nothing else waits for the event loop of a
 * test that reads a file it has just written, or ends a process or thread that it started. An HTTP request and a long sleep are
 * another matter: what they wait for may well need the test's own loop to go on.
 */
export function mayBlockInTest(call: Node, kind: BlockingKind, function_: Node): boolean {
  if (kind === "http" || (kind === "sleep" && isLong(call))) return false;
  return isPartOfTest(function_);
}

/** Whether code is part of a test, by the names that test runners go by. */
export function isPartOfTest(function_: Node): boolean {
  if (isTest(function_)) return true;
  for (const around of function_.ancestors()) if (isTest(around)) return true;
  return false;
}

function isTest(definition: Node): boolean {
  const name = definition.child("name")?.text ?? "";
  if (definition.kind === "function_definition") return /^test(?:_|$)/.test(name);
  return definition.kind === "class_definition" && name.startsWith("Test");
}

/** Seconds from which a sleep in a test is one that waits for something; shorter ones are there to stall the loop. */
const LONG_SLEEP = 0.5;

function isLong(sleep: Node): boolean {
  const seconds = sleep.child("arguments")?.named[0];
  return seconds !== undefined && Number(seconds.text) >= LONG_SLEEP;
}
