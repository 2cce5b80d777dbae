import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import { decoratorsOf, ownNodes } from "./definitions";
import { referenceElsewhere } from "./elsewhere";
import type { Infer } from "./infer";
import { libraryRow, type Row } from "./library/index";
import { isMadeWithout } from "./made-with";
import type { Reference } from "./reference";
import type { Reliance } from "./summary";
import type { FunctionDefinition } from "./values";
import { CALLS } from "../syntax/node-kinds";

/** Whatever makes use of being async, or makes the function something else than a coroutine function. */
const SUSPENDS: ReadonlySet<Kind> = new Set(["await", "yield"]);
const MAY_BE_ASYNC: ReadonlySet<Kind> = new Set(["for_statement", "with_statement", "for_in_clause"]);

/** Whether an async function makes use of being one. */
export function suspends(definition: Node): boolean {
  for (const _ of ownNodes(definition, SUSPENDS)) return true;
  for (const node of ownNodes(definition, MAY_BE_ASYNC)) if (node.hasToken("async")) return true;
  return false;
}

/** The same where some of its calls are awaited no longer. */
export function suspendsBeside(definition: Node, calls: readonly Node[]): boolean {
  for (const node of ownNodes(definition, SUSPENDS)) {
    const [awaited] = node.kind === "await" ? node.named : [];
    if (!calls.some((call) => call.tree === awaited?.tree && call.row === awaited.row)) return true;
  }
  for (const node of ownNodes(definition, MAY_BE_ASYNC)) if (node.hasToken("async")) return true;
  return false;
}

/** A body without work is a placeholder, whose async form somebody may have to keep. */
export function isStub(definition: Node): boolean {
  const statements = definition.child("body")?.named ?? [];
  return statements.every((statement) => {
    const [inner] = statement.named;
    switch (statement.kind) {
      case "pass_statement":
      case "raise_statement":
        return true;
      case "expression_statement":
        return inner?.kind === "string" || inner?.kind === "ellipsis";
      case "return_statement":
        return inner === undefined || isConstant(inner);
      default:
        return false;
    }
  });
}

/**
 * Whether a coroutine method does nothing, and need not be overridden: what derived classes put in its place may well be
 * a plain one.
 */
export function isHook({ node, owner, async }: FunctionDefinition): boolean {
  if (!async || owner === undefined || !(node.child("body")?.named ?? []).every(doesNothing)) return false;
  return !decoratorsOf(node).some((decorator) => /abstract/i.test(decorator.text));
}

/** `pass`, a docstring, or a plain `return`. `...`, as in protocols, and an error stand for what has to be there. */
function doesNothing(statement: Node): boolean {
  const [inner] = statement.named;
  switch (statement.kind) {
    case "pass_statement":
    case "comment":
      return true;
    case "return_statement":
      return inner === undefined || inner.kind === "none";
    default:
      return statement.kind === "expression_statement" && inner?.kind === "string";
  }
}

function isConstant(value: Node): boolean {
  if (!["none", "true", "false", "integer", "string", "list", "dictionary", "tuple"].includes(value.kind)) return false;
  for (const _ of value.descendants("identifier")) return false;
  return true;
}

/** Longer chains of functions that await one another are not followed. */
const MAX_CALLS = 8;

/**
 * The functions of other files by which alone a coroutine function may wait for anything: none where it awaits nothing,
 * or what awaits nothing. Undefined where it waits by itself, or is a placeholder. One that blocks instead will await,
 * once that is repaired.
 */
export function waitsBy(function_: Node, infer: Infer): Reliance | undefined {
  const by = new Set<Reference>();
  const neverWaits = (reference: Reference): boolean => {
    by.add(reference);
    return true;
  };
  const question = { infer, isOverElsewhere: neverWaits, mayBlock: false };
  return isOverInOneStep(function_, question, new Set()) ? [...by].map((reference) => [reference]) : undefined;
}

/** What is asked of coroutines that may be over in one step. */
interface Question {
  readonly infer: Infer;
  /** Whether what another file defines is. */
  readonly isOverElsewhere: (reference: Reference) => boolean;
  /** Whether one counts that blocks on its way. */
  readonly mayBlock: boolean;
}

/** Whether a call gives a coroutine that waits for nothing, of whatever file: it is over in one step, and nobody can stop it before. */
export function isOverAtOnce(call: Node, infer: Infer): boolean {
  const isOverElsewhere = (reference: Reference): boolean => infer.coroutineElsewhere(reference).over;
  return isCallOverAtOnce(call, { infer, isOverElsewhere, mayBlock: false }, new Set());
}

/** The same of one that may block meanwhile: for as long as it does so, it lets no other task in either. */
export function letsNobodyIn(call: Node, infer: Infer): boolean {
  const isOverElsewhere = (reference: Reference): boolean => infer.coroutineElsewhere(reference).over;
  return isCallOverAtOnce(call, { infer, isOverElsewhere, mayBlock: true }, new Set());
}

function isCallOverAtOnce(call: Node, question: Question, asked: ReadonlySet<Node>): boolean {
  const { infer } = question;
  const callee = call.kind === "call" ? call.child("function") : undefined;
  const value = callee === undefined ? undefined : infer.value(callee);
  const row = value?.kind === "name" ? libraryRow(value.name) : undefined;
  if (row !== undefined) return isOverByRow(row, callee?.child("object"), infer);
  if (value?.kind === "function") return isOverInOneStep(value.definition.node, question, asked);
  const reference = referenceElsewhere(value);
  return reference !== undefined && question.isOverElsewhere(reference);
}

/** `await queue.put(item)` on a queue without a limit: there is always room. */
function isOverByRow({ use, waitsIfMadeWith }: Row, object: Node | undefined, infer: Infer): boolean {
  if (use !== "await" || waitsIfMadeWith === undefined || object === undefined) return false;
  return isMadeWithout(object, waitsIfMadeWith, infer);
}

function isOverInOneStep(function_: Node, question: Question, asked: ReadonlySet<Node>): boolean {
  if (!function_.hasToken("async") || isStub(function_) || asked.size >= MAX_CALLS) return false;
  // One that comes back to itself waits by nothing else.
  if (asked.has(function_)) return true;
  const within = new Set(asked).add(function_);
  for (const node of ownNodes(function_, SUSPENDS)) {
    const [awaited] = node.kind === "await" ? node.named : [];
    if (awaited === undefined || !isCallOverAtOnce(awaited, question, within)) return false;
  }
  for (const node of ownNodes(function_, MAY_BE_ASYNC)) if (node.hasToken("async")) return false;
  return (
    question.mayBlock || ![...ownNodes(function_, CALLS)].some((call) => question.infer.row(call)?.blocks !== undefined)
  );
}
