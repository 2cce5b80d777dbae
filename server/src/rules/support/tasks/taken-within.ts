import type { RuleContext } from "../../contract";
import { ownNodes } from "../../../model/definitions";
import type { Kind } from "../../../syntax/kinds.generated";
import type { Node } from "../../../syntax/tree";
import { lastNameOf, logs } from "../values/closing";
import { aliasOf, type Caught, caughtBy, type Raised, raisedBy, raisesTheSame } from "./cancellation";

/** Whatever may wait in a function. */
const WAITS: ReadonlySet<Kind> = new Set(["await", "for_statement", "with_statement", "for_in_clause", "yield"]);
const RAISES: ReadonlySet<Kind> = new Set(["raise_statement"]);

/** A function that hands on to others is followed so far. */
const MAX_STEPS = 3;

/**
 * Whether a cancellation that strikes while a call is awaited never comes out of it: the function waits in a `try` alone
 * that takes it first, and goes on, or makes another error of it. Who awaits that has no cancellation to let pass.
 */
export function takesCancellation(awaited: Node, context: RuleContext, steps = MAX_STEPS): boolean {
  const callee = awaited.kind === "call" ? awaited.child("function") : undefined;
  const value = callee === undefined || steps === 0 ? undefined : context.infer.value(callee);
  if (value?.kind !== "function" || !value.definition.async) return false;
  const definition = value.definition.node;
  let waits = false;
  for (const node of ownNodes(definition, WAITS)) {
    if (node.kind === "yield") return false;
    if (node.kind !== "await" && !node.hasToken("async")) continue;
    waits = true;
    if (isTaken(node, definition, context)) continue;
    const [inner] = node.kind === "await" ? node.named : [];
    if (inner === undefined || !takesCancellation(inner, context, steps - 1)) return false;
  }
  return waits;
}

function isTaken(node: Node, definition: Node, context: RuleContext): boolean {
  let child = node;
  for (const around of node.ancestors()) {
    if (around === definition) return false;
    if (around.kind === "try_statement" && child.field === "body") {
      const taking = around.named.find((clause) => clause.kind === "except_clause" && takes(clause, context));
      if (taking !== undefined) return !raisesIt(taking, around, definition, context);
    }
    child = around;
  }
  return false;
}

function takes(clause: Node, context: RuleContext): boolean {
  return caughtBy(clause, context) !== undefined;
}

/** Whether a handler raises what it took, there or, from a name, behind the statement. */
function raisesIt(clause: Node, statement: Node, definition: Node, context: RuleContext): boolean {
  const handler = clause.named.find(({ kind }) => kind === "block");
  const caught = caughtBy(clause, context);
  if (handler === undefined || caught === undefined) return true;
  if (raisedBy(handler, caught, aliasOf(clause), context).kind === "raised") return true;
  for (const raise of ownNodes(definition, RAISES))
    if (raise.start > statement.end && raisesTheSame(raise, undefined, context)) return true;
  return false;
}

/** What becomes of what a handler took, in it or, from where it keeps that, behind its statement. */
export function becomes(clause: Node, handler: Node, caught: Caught, context: RuleContext): Raised {
  const by = caught.what === "everything" ? replacedLater(clause, handler, context) : undefined;
  return by === undefined ? raisedBy(handler, caught, aliasOf(clause), context) : { kind: "replaced", by };
}

/**
 * The error that what a handler keeps in a name is raised within behind the statement: `raise ApiError() from kept`.
 * Undefined where it may be raised as it is, or is used for anything else.
 */
function replacedLater(clause: Node, handler: Node, context: RuleContext): Node | undefined {
  const statement = clause.parent!;
  const definition = clause.closest("function_definition");
  const alias = aliasOf(clause);
  const name = alias === undefined ? undefined : keptAs(alias, handler);
  if (definition === undefined || name === undefined) return undefined;
  let by: Node | undefined;
  for (const raise of ownNodes(definition, RAISES)) {
    if (raise.start < statement.end) continue;
    if (raisesTheSame(raise, name, context)) return undefined;
    if (mentions(raise, name)) by ??= raise;
  }
  return by;
}

/** The variable that a handler puts what it took into, beside which it only writes it down. */
function keptAs(alias: string, handler: Node): string | undefined {
  let name: string | undefined;
  for (const statement of handler.named) {
    const [inner] = statement.kind === "expression_statement" ? statement.named : [];
    if (inner?.kind === "assignment" && inner.child("right")?.text === alias) {
      const left = inner.child("left");
      if (left?.kind !== "identifier") return undefined;
      name = left.text;
    } else if (mentions(statement, alias) && !(inner?.kind === "call" && logs(lastNameOf(inner)))) return undefined;
  }
  return name;
}

function mentions(node: Node, name: string): boolean {
  return [...node.descendants("identifier")].some((id) => id.text === name && id.field !== "attribute");
}
