import { executionOf } from "../../model/execution";
import type { Module } from "../../model/module";
import type { Scope } from "../../model/scopes";
import type { Kind } from "../../syntax/kinds.generated";
import { namesVariable } from "../../syntax/identifiers";
import type { Node } from "../../syntax/tree";
import type { FixContext } from "../builder";
import { appendedList, type AppendedList } from "./appended";
import { mayRelyOnOrder } from "./order";
import { isSuite } from "../../syntax/statements";

/** A loop or list comprehension of which each round awaits one call, and none needs what another did. */
export interface Rounds {
  readonly kind: "rounds";
  /** The `for` statement or the list comprehension. */
  readonly loop: Node;
  readonly awaiting: Node;
  readonly call: Node;
  /** What each round binds anew and the call reads, in the order in which it does. */
  readonly names: readonly string[];
  /** The list that the results are appended to, for a `for` statement that does so. */
  readonly list: AppendedList | undefined;
}

/** Why the rounds may need each other, or can't be told apart from what stands between them. */
export interface Tied {
  readonly kind: "tied";
  readonly reason: string;
}

/** The innermost loop around a node that awaits in each round; undefined where there is none that a user could mean. */
export function roundsAround(node: Node, context: FixContext): Rounds | Tied | undefined {
  for (let around: Node | undefined = node; around !== undefined; around = around.parent) {
    if (around.kind === "function_definition" || around.kind === "lambda" || around.kind === "while_statement")
      return undefined;
    if (around.kind === "list_comprehension" && around.child("body")?.kind === "await")
      return inComprehension(around, context);
    if (around.kind === "for_statement") return inLoop(around, context);
  }
  return undefined;
}

const tied = (reason: string): Tied => ({ kind: "tied", reason });
const SEVERAL = "an iteration does more than await one call: move what it does into a function";

function inComprehension(loop: Node, context: FixContext): Rounds | Tied | undefined {
  const awaiting = loop.child("body");
  const call = awaiting?.named[0];
  const clauses = loop.named.slice(1);
  if (clauses.some((clause) => clause.kind === "for_in_clause" && !isNames(clause.child("left")!))) return undefined;
  if (awaiting === undefined || call?.kind !== "call" || clauses.some((clause) => clause.hasToken("async")))
    return undefined;
  if (ownAwaits(loop, loop).length > 1) return tied(SEVERAL);
  const targets = clauses.flatMap((clause) => (clause.kind === "for_in_clause" ? namesIn(clause.child("left")) : []));
  const walruses = [...loop.descendants("named_expression")].map((walrus) => walrus.child("name")!.text);
  const iterables = clauses.flatMap((clause) => clause.all("right"));
  return rounds({ loop, awaiting, call, list: undefined }, [...targets, ...walruses], iterables, context);
}

function inLoop(loop: Node, context: FixContext): Rounds | Tied | undefined {
  const body = loop.child("body");
  const right = loop.child("right");
  const left = loop.child("left");
  if (body === undefined || right === undefined || left === undefined || loop.hasToken("async") || !isNames(left))
    return undefined;
  const [awaiting, ...others] = ownAwaits(body, loop);
  if (awaiting === undefined) return undefined;
  if (
    others.length > 0 ||
    [...body.descendants("with_statement", "for_statement", "for_in_clause")].some((node) => node.hasToken("async"))
  )
    return tied(SEVERAL);
  const call = awaiting.named[0];
  if (call?.kind !== "call") return undefined;
  const early = [...body.descendants("break_statement", "return_statement", "raise_statement", "yield")].at(0);
  if (early !== undefined) return tied(`the loop may end early: ${early.text.split(/\s/)[0]}`);
  if (loop.child("alternative") !== undefined) return tied("the loop has an else clause");
  const list = appendedList(awaiting, loop, context);
  if (typeof list === "string") return tied(list);
  const between = betweenRounds(loop, awaiting);
  if (between !== undefined) return tied(between);
  const assigned = [...body.descendants("assignment", "augmented_assignment")].flatMap((assignment) =>
    namesIn(assignment.child("left")),
  );
  const walruses = [...body.descendants("named_expression")].map((walrus) => walrus.child("name")!.text);
  return rounds({ loop, awaiting, call, list }, [...namesIn(left), ...assigned, ...walruses], [right], context);
}

/** @param bound the names that each iteration binds */
function rounds(
  { loop, awaiting, call, list }: Pick<Rounds, "loop" | "awaiting" | "call" | "list">,
  bound: readonly string[],
  iterables: readonly Node[],
  context: FixContext,
): Rounds | Tied | undefined {
  const read = [...new Set(readIn(call))];
  const names = read.filter((name) => bound.includes(name));
  // What is awaited again and again in the same way is a retry, a tick, or a read of what comes next.
  if (names.length === 0) return undefined;
  if (iterables.some((iterable) => isEndless(iterable, context))) return tied("the loop has no end");
  const grown = iterables.find(
    (iterable) =>
      iterable.kind === "identifier" && argumentsOf(call).some((argument) => argument.text === iterable.text),
  );
  if (grown !== undefined) return tied(`an iteration may change ${grown.text}, which the loop goes through`);
  if ([...call.descendants("named_expression", "yield")].length > 0) return undefined;
  const late = readLater(loop, call, names, context);
  if (late !== undefined) return tied(late);
  const order = mayRelyOnOrder(call, names, context);
  if (order !== undefined) return tied(order);
  return { kind: "rounds", loop, awaiting, call, names, list };
}

/**
 * Why a task could see what a later iteration has bound: a function reads the name when it is called, not where it is
 * written.
 */
function readLater(loop: Node, call: Node, names: readonly string[], { module }: FixContext): string | undefined {
  const scopes = module.scopes(loop.tree);
  const scope = scopes.inside(loop) ?? scopes.of(loop);
  const shared = names.find((name) => scope.globals.has(name) || scope.nonlocals.has(name));
  if (shared !== undefined) return `${shared} is bound for other functions too`;
  const within = loop.kind === "for_statement" ? (loop.closest("function_definition") ?? loop) : call;
  for (const inner of within.descendants("lambda", "generator_expression", "function_definition")) {
    // A generator elsewhere is read where it is written, as far as one can tell.
    if (inner.kind === "generator_expression" && !call.contains(inner)) continue;
    const name = names.find((one) => readsOuter(inner, one, scope, module));
    if (name !== undefined)
      return `a function or generator within it would read ${name} when a later iteration has bound it`;
  }
  return undefined;
}

/** Whether a function or generator reads a name of a scope around it, and has none of its own that is called so. */
function readsOuter(inner: Node, name: string, outer: Scope, module: Module): boolean {
  const body = inner.kind === "generator_expression" ? inner : inner.child("body");
  for (const id of body?.subtree() ?? []) {
    if (id.kind !== "identifier" || id.text !== name || id.field === "attribute") continue;
    let scope: Scope | undefined = module.scopes(id.tree).of(id);
    while (scope !== undefined && scope !== outer && (!scope.bindings.has(name) || scope.nonlocals.has(name)))
      scope = scope.parent;
    if (scope === outer) return true;
  }
  return false;
}

/** The awaits of the function that a loop stands in. */
function ownAwaits(within: Node, loop: Node): readonly Node[] {
  const around = executionOf(loop);
  return [...within.descendants("await")].filter((node) => {
    const execution = executionOf(node);
    return around.kind === "async" && execution.kind === "async" && execution.function === around.function;
  });
}

/** Statements that leave no trace but the names that they bind. */
const TRACELESS: ReadonlySet<Kind> = new Set(["if_statement", "continue_statement", "pass_statement"]);

/** Why something in a round can't be done before another round's call has ended. */
function betweenRounds(loop: Node, awaiting: Node): string | undefined {
  let statement: Node | undefined;
  for (let child = awaiting; child !== loop; child = child.parent!) {
    const around = child.parent!;
    if (around.kind === "try_statement") return "an error of an iteration is handled within the loop";
    if (
      around.kind === "with_statement" ||
      around.kind === "match_statement" ||
      (around.kind === "for_statement" && around !== loop)
    )
      return SEVERAL;
    if (!isSuite(around)) continue;
    statement ??= child;
    const behind = around.named.at(-1);
    if (behind !== child) return `"${firstLine(behind ?? child)}" is done after each iteration`;
  }
  for (const node of loop.child("body")?.subtree() ?? []) {
    const isStatement = node.isNamed && /_(?:statement|definition)$/.test(node.kind);
    if (!isStatement || node === statement || TRACELESS.has(node.kind) || bindsNamesAlone(node)) continue;
    return `"${firstLine(node)}" is done between the iterations`;
  }
  return undefined;
}

function bindsNamesAlone(statement: Node): boolean {
  const [assignment] = statement.named;
  if (
    statement.kind !== "expression_statement" ||
    (assignment?.kind !== "assignment" && assignment?.kind !== "augmented_assignment")
  )
    return false;
  const left = assignment.child("left");
  return left !== undefined && isNames(left);
}

const NAMES: ReadonlySet<Kind> = new Set([
  "identifier",
  "pattern_list",
  "tuple_pattern",
  "list_pattern",
  "list_splat_pattern",
]);

/** Whether a target is made of names alone, not of what objects hold. */
function isNames(target: Node): boolean {
  return [...target.subtree()].every((node) => !node.isNamed || NAMES.has(node.kind));
}

function isEndless(iterable: Node, { infer }: FixContext): boolean {
  if (iterable.kind !== "call") return false;
  return (
    infer.row(iterable)?.endless === true || (infer.callee(iterable) === "iter" && argumentsOf(iterable).length > 1)
  );
}

function argumentsOf(call: Node): readonly Node[] {
  return call.child("arguments")?.named ?? [];
}

function namesIn(target: Node | undefined): readonly string[] {
  return target === undefined
    ? []
    : [...target.subtree()]
        .filter((node) => node.kind === "identifier" && node.field !== "attribute")
        .map((node) => node.text);
}

/** The names that are read in a node as variables. */
function readIn(node: Node): readonly string[] {
  return [...node.descendants("identifier")].filter(namesVariable).map((id) => id.text);
}

function firstLine(node: Node): string {
  const line = node.text.split(/[\r\n]/)[0]!;
  return line.length > 40 ? `${line.slice(0, 37)}...` : line;
}
