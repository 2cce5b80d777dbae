import { isGenerator } from "../model/definitions";
import { isSurelyBound, reachingBindings } from "../model/flow";
import type { Module } from "../model/module";
import type { Binding, Scope } from "../model/scopes";
import { isSuite } from "../syntax/statements";
import type { Kind } from "../syntax/kinds.generated";
import { namesVariable } from "../syntax/identifiers";
import type { Node } from "../syntax/tree";

/** Statements of one list, from one to another that stands behind it or is the same. */
export interface Stretch {
  readonly first: Node;
  readonly last: Node;
}

/** What a function made of some statements of another must be given, and what it gives back. */
export interface Exchange {
  /** Names whose values it is given: those that are bound anew while, or after, it was defined. */
  readonly parameters: readonly string[];
  /** Names that the statements bind and that are used afterwards. */
  readonly results: readonly string[];
  /** Whether what it returns is what the function around returns. */
  readonly returns: boolean;
}

/** Deeper nesting than people write is not followed. */
const MAX_DEPTH = 12;
const LOOPS: ReadonlySet<string> = new Set(["for_statement", "while_statement"]);

/**
 * How some statements can become a function within their function; undefined where they can't without a change of
 * meaning.
 */
export function exchangeOf(stretch: Stretch, module: Module): Exchange | undefined {
  const scope = module.scopes(stretch.first.tree).of(stretch.first);
  if (scope.kind !== "function") return undefined;
  const returns = [...within(stretch, "return_statement")].length > 0;
  if (returns && (isGenerator(scope.node) || !(terminates(stretch.last, 0) || isTail(stretch.last)))) return undefined;
  const names = new NamesOf(stretch, scope, module);
  const parameters: string[] = [];
  const results: string[] = [];
  for (const [name, bindings] of scope.bindings) {
    const way = names.wayOf(name, bindings, returns);
    if (way === undefined) return undefined;
    if (way.isGiven) parameters.push(name);
    if (way.isResult) results.push(name);
  }
  return { parameters, results, returns };
}

/** Whether a name's value goes into the function, and whether it comes back. */
interface Way {
  readonly isGiven: boolean;
  readonly isResult: boolean;
}

/** What a name can get in the statements, so that it can be handed back. */
const IS_VALUE: ReadonlySet<string> = new Set(["expression", "unpacking", "with", "iteration", "unknown"]);

class NamesOf {
  readonly #uses = new Map<string, Node[]>();

  constructor(
    readonly stretch: Stretch,
    readonly scope: Scope,
    readonly module: Module,
  ) {
    const body = scope.node.child("body");
    const scopes = module.scopes(stretch.first.tree);
    for (const id of body?.descendants("identifier") ?? []) {
      if (!namesVariable(id)) continue;
      const own = scope.bindings.get(id.text);
      if (own === undefined || (own.some(({ node }) => node === id) && id.parent?.kind !== "augmented_assignment"))
        continue;
      let holder: Scope | undefined = scopes.of(id);
      while (holder !== undefined && holder !== scope && !holder.bindings.has(id.text)) holder = holder.parent;
      if (holder !== scope) continue;
      const uses = this.#uses.get(id.text);
      if (uses === undefined) this.#uses.set(id.text, [id]);
      else uses.push(id);
    }
  }

  /** Undefined where the name would mean something else for what stands around. */
  wayOf(name: string, bindings: readonly Binding[], returns: boolean): Way | undefined {
    const { stretch, scope } = this;
    const inside = bindings.filter(({ node }) => holds(stretch, node));
    const outside = bindings.filter(({ node }) => !holds(stretch, node));
    const uses = this.#uses.get(name) ?? [];
    const usedInside = uses.filter((use) => holds(stretch, use));
    if (inside.length === 0)
      return {
        isGiven: usedInside.length > 0 && outside.some((binding) => comesAgain(binding, stretch)),
        isResult: false,
      };
    if (scope.globals.has(name) || scope.nonlocals.has(name) || inside.some(({ source }) => !IS_VALUE.has(source.kind)))
      return undefined;
    const readsBefore = usedInside.some((use) => !isSurelyBound(inside, use) && !isBoundBefore(use, name, stretch));
    const isResult =
      !returns &&
      ((readsBefore && isInLoop(stretch.first)) ||
        uses.some((use) => mayReceive(use, inside, bindings, stretch, scope)));
    // Where it fails half way, a handler would see what it had bound by then.
    if (uses.some((use) => isSeenByHandler(use, stretch))) return undefined;
    const isGiven = readsBefore || (isResult && !surelyBinds(stretch, name));
    if (isGiven && !isSurelyBound(outside, stretch.first)) return undefined;
    if (returns && uses.some((use) => isInNestedFunction(use, scope) && !holds(stretch, use))) return undefined;
    return { isGiven, isResult };
  }
}

/** The nodes of a kind in the statements. */
export function* within({ first, last }: Stretch, ...kinds: readonly Kind[]): Iterable<Node> {
  for (let statement: Node | undefined = first; statement !== undefined; statement = statement.next) {
    if (kinds.includes(statement.kind)) yield statement;
    yield* statement.descendants(...kinds);
    if (statement === last) return;
  }
}

export function holds({ first, last }: Stretch, node: Node): boolean {
  return first.start <= node.start && node.end <= last.end;
}

/** Whether a name is bound behind the statements, or again in a loop around them. */
function comesAgain({ node }: Binding, { first, last }: Stretch): boolean {
  return node.start >= last.end || isInLoopWith(node, first);
}

/** Whether a use outside of the statements may see what they bind. */
function mayReceive(
  use: Node,
  inside: readonly Binding[],
  all: readonly Binding[],
  stretch: Stretch,
  scope: Scope,
): boolean {
  if (holds(stretch, use)) return false;
  return isInNestedFunction(use, scope) || reachingBindings(all, use).some((binding) => inside.includes(binding));
}

function isInLoop(first: Node): boolean {
  return isInLoopWith(first, first);
}

function isInLoopWith(node: Node, first: Node): boolean {
  for (const around of first.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (LOOPS.has(around.kind) && around.contains(node)) return true;
  }
  return false;
}

function isInNestedFunction(use: Node, scope: Scope): boolean {
  const around = use.closest("function_definition", "lambda");
  return around !== undefined && around !== scope.node;
}

function isSeenByHandler(use: Node, { first }: Stretch): boolean {
  for (const around of first.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (around.kind !== "try_statement" || around.child("body")?.contains(first) !== true) continue;
    if (
      around.named.some(
        (clause) => (clause.kind === "except_clause" || clause.kind === "finally_clause") && clause.contains(use),
      )
    )
      return true;
  }
  return false;
}

/** Whether what stands before a use within the statements binds its name on every way. */
function isBoundBefore(use: Node, name: string, { first }: Stretch): boolean {
  let statement = use;
  for (const around of use.ancestors()) {
    if (around.kind === "function_definition" || around.kind === "lambda") return false;
    if (isSuite(around)) {
      for (const one of around.named) {
        if (one.start >= statement.start) break;
        if (one.start >= first.start && bindsIn(one, name, 0)) return true;
      }
      if (around === first.parent) return false;
    }
    statement = around;
  }
  return false;
}

/** Whether the statements bind a name on every way that leads behind them. */
function surelyBinds({ first, last }: Stretch, name: string): boolean {
  for (let statement: Node | undefined = first; statement !== undefined; statement = statement.next) {
    if (bindsIn(statement, name, 0)) return true;
    if (statement === last) return false;
  }
  return false;
}

function bindsIn(statement: Node, name: string, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  const inSuite = (suite: Node | undefined): boolean =>
    suite !== undefined &&
    (suite.named.some((one) => bindsIn(one, name, depth + 1)) || terminates(suite.named.at(-1), depth + 1));
  switch (statement.kind) {
    case "expression_statement": {
      let assignment = statement.named[0];
      while (assignment?.kind === "assignment") {
        const left = assignment.child("left");
        if (left !== undefined && targetsOf(left).includes(name)) return true;
        assignment = assignment.child("right");
      }
      return assignment?.kind === "augmented_assignment" && assignment.child("left")?.text === name;
    }
    case "with_statement": {
      for (const alias of statement.named
        .find((child) => child.kind === "with_clause")
        ?.descendants("as_pattern_target") ?? []) {
        if (alias.text === name) return true;
      }
      return !mayHoldBack(statement) && inSuite(statement.child("body"));
    }
    case "if_statement": {
      const branches = [
        statement.child("consequence"),
        ...statement.all("alternative").map((clause) => clause.child("consequence") ?? clause.child("body")),
      ];
      return statement.all("alternative").some((clause) => clause.kind === "else_clause") && branches.every(inSuite);
    }
    case "try_statement": {
      const handlers = statement.named.filter((clause) => clause.kind === "except_clause");
      if (inSuite(statement.child("body"))) return handlers.every((handler) => inSuite(handler.named.find(isSuite)));
      return inSuite(statement.named.find((clause) => clause.kind === "finally_clause")?.named.find(isSuite));
    }
    default:
      return false;
  }
}

/** Whether a `with` may end what is raised in it. */
function mayHoldBack(statement: Node): boolean {
  return /suppress/.test(statement.named.find((child) => child.kind === "with_clause")?.text ?? "");
}

function targetsOf(left: Node): readonly string[] {
  if (left.kind === "identifier") return [left.text];
  return left.kind === "pattern_list" || left.kind === "tuple_pattern"
    ? left.named.filter((one) => one.kind === "identifier").map((one) => one.text)
    : [];
}

/** Whether control never comes behind a statement. */
export function terminates(statement: Node | undefined, depth = 0): boolean {
  if (statement === undefined || depth > MAX_DEPTH) return false;
  const endOf = (suite: Node | undefined): boolean => terminates(suite?.named.at(-1), depth + 1);
  switch (statement.kind) {
    case "return_statement":
    case "raise_statement":
    case "continue_statement":
    case "break_statement":
      return true;
    case "with_statement":
      return !mayHoldBack(statement) && endOf(statement.child("body"));
    case "if_statement": {
      const others = statement.all("alternative");
      return (
        others.some((clause) => clause.kind === "else_clause") &&
        [statement, ...others].every((one) => endOf(one.child("consequence") ?? one.child("body")))
      );
    }
    case "try_statement": {
      const handlers = statement.named.filter((clause) => clause.kind === "except_clause");
      const after = statement.named.find((clause) => clause.kind === "else_clause");
      return (
        endOf(after?.child("body") ?? statement.child("body")) &&
        handlers.every((handler) => endOf(handler.named.find(isSuite)))
      );
    }
    default:
      return false;
  }
}

/** Whether the function ends where a statement ends. */
function isTail(last: Node): boolean {
  let statement = last;
  for (const around of last.ancestors()) {
    if (around.kind === "function_definition") return true;
    if (isSuite(around)) {
      if (around.named.at(-1) !== statement) return false;
    } else if (around.kind === "if_statement" || around.kind === "with_statement") statement = around;
    else if (around.kind !== "elif_clause" && around.kind !== "else_clause") return false;
    else if (around.parent?.kind !== "if_statement") return false;
  }
  return false;
}
