import { ownNodes } from "../model/definitions";
import { whyStateStays } from "./fills-state";
import type { Infer } from "../model/infer";
import { boundCall } from "../model/bound-calls";
import { referenceElsewhere } from "../model/elsewhere";
import { libraryRow } from "../model/library/index";
import type { Value } from "../model/values";
import { CALLS } from "../syntax/node-kinds";
import type { Node } from "../syntax/tree";

/** More functions than these are not followed. */
const MAX_FUNCTIONS = 50;

/**
 * Why plain functions can't run in a thread, by what they, and those of the file that they call, do themselves;
 * undefined where nothing shows it.
 */
export function whyHelperStays(functions: readonly Node[], infer: Infer): string | undefined {
  const seen = new Set(functions);
  const queue = [...functions];
  for (let function_ = queue.pop(); function_ !== undefined; function_ = queue.pop()) {
    const changes = whyStateStays(function_, infer);
    if (changes !== undefined) return changes;
    for (const call of ownNodes(function_, CALLS)) {
      const reason = whyCallStays(call, infer);
      if (reason !== undefined) return reason;
      const callee = call.child("function");
      const value = callee === undefined ? undefined : infer.value(callee);
      if (
        value?.kind !== "function" ||
        value.definition.async ||
        seen.has(value.definition.node) ||
        seen.size >= MAX_FUNCTIONS
      )
        continue;
      seen.add(value.definition.node);
      queue.push(value.definition.node);
    }
  }
  return undefined;
}

function whyCallStays(call: Node, infer: Infer): string | undefined {
  const callee = call.child("function");
  if (callee === undefined) return undefined;
  const object = callee.child("object");
  if (
    object !== undefined &&
    CHANGES_CONTEXT.test(callee.child("attribute")?.text ?? "") &&
    isContextVariable(object, infer)
  )
    return `What it sets in ${object.text} would be lost: a thread has a copy of the context`;
  if (infer.callee(call) === "threading.main_thread")
    return "It asks which thread is the main one: in another it does something else";
  const bound = boundCall(call, infer);
  if (bound !== undefined)
    return `It calls ${bound.name}(), which ${bound.to === "thread" ? "works in the thread of the event loop alone" : "belongs to the event loop"}`;
  const elsewhere = whyRunElsewhereStays(infer.value(callee), infer);
  if (elsewhere !== undefined) return elsewhere;
  return isKeptForOtherThreads(call, infer)
    ? `It keeps a ${infer.row(call)!.returns}, which no other thread may use then`
    : undefined;
}

/** Why what another file defines can't run in a thread, by what it comes to there. */
export function whyRunElsewhereStays(run: Value | undefined, infer: Infer): string | undefined {
  const reference = referenceElsewhere(run);
  const bound = reference === undefined ? undefined : infer.boundElsewhere(reference);
  return bound === undefined ? undefined : `It comes to ${bound}(), which works in the thread of the event loop alone`;
}

const CHANGES_CONTEXT = /^(?:set|reset)$/;

/** Whether a name holds a context variable of the file; of one that comes from elsewhere its name says so. */
function isContextVariable(object: Node, infer: Infer): boolean {
  const bindings = object.kind === "identifier" ? infer.module.bindings(object.text) : [];
  const [binding] = bindings;
  if (binding?.source.kind !== "expression")
    return binding?.source.kind === "import" && /(?:^|_)(?:var|ctx|context|contextvar)$/i.test(object.text);
  const callee = binding.source.value.child("function");
  return bindings.length === 1 && callee !== undefined && infer.name(callee) === "contextvars.ContextVar";
}

/** Whether what a call makes keeps to its thread, and goes to an attribute or to the caller. */
function isKeptForOtherThreads(call: Node, infer: Infer): boolean {
  const made = infer.row(call)?.returns;
  if (made === undefined || libraryRow(made)?.threads !== "its own") return false;
  if ((call.child("arguments")?.named ?? []).some((argument) => argument.child("name")?.text === "check_same_thread"))
    return false;
  return (
    call.parent?.kind === "return_statement" ||
    (call.parent?.kind === "assignment" && call.parent.child("left")?.kind === "attribute")
  );
}

/**
 * Why a thread can't be given what comes to a call in the end, by the dotted name of that: it uses what another thread
 * has made.
 */
export function whyEndStays(callee: string): string | undefined {
  const owner = callee.slice(0, Math.max(0, callee.lastIndexOf(".")));
  return libraryRow(owner)?.threads === "its own"
    ? `It comes to ${callee}(), and a ${owner} keeps to the thread that made it`
    : undefined;
}
