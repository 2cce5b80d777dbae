import type { RuleContext } from "../../contract";
import { type Stretch, terminates, within } from "../../../fixes/local-function";
import { asyncFunctionAround } from "../../../model/execution";
import { isSuite, statementOf } from "../../../syntax/statements";
import { runsAt } from "../../../model/runs";
import { pathsIn } from "../blocking/blocking-paths";
import { perContext } from "../values/per-context";
import type { Row } from "../../../model/library/row";
import type { Node } from "../../../syntax/tree";
import { opensFile } from "../disk/file-reach";
import { opensConnection } from "../blocking/network-reach";
import { reallyBlocks } from "../blocking/really-blocks";
import { weightOf } from "./weight";

/** Statements around a blocking call that belong into one thread with it. */
export interface Hop extends Stretch {
  readonly calls: readonly Node[];
  /** How many times a thread would be asked, one after the other, if each call asked for itself. */
  readonly weight: number;
}

/**
 * Says with which statements blocking calls are best moved to a thread, where some statements can move and others
 * can't.
 */
export class Hops {
  /** By the statement that a call stands in. */
  readonly #around = new Map<Node, Hop | undefined>();
  /** By each statement of a list: one stretch for all those that stand together. */
  readonly #beside = new Map<Node, Hop | undefined>();
  readonly #moves = new Map<Node, boolean>();

  constructor(
    readonly context: RuleContext,
    readonly moves: (statement: Node) => boolean,
    /** What takes long beside the calls that are known to block. */
    readonly takesLong: (call: Node) => boolean = () => false,
  ) {}

  /**
   * The statements that a blocking call is best moved with: those beside it that block too and what stands between
   * them, a whole loop whose body blocks, all that is done with what a `with` opens. Undefined where it stands alone.
   */
  around(call: Node): Hop | undefined {
    const function_ = asyncFunctionAround(call);
    if (function_ === undefined) return undefined;
    const statement = statementOf(call);
    if (!this.#around.has(statement)) this.#around.set(statement, this.#best(statement, function_));
    return this.#around.get(statement);
  }

  #best(innermost: Node, function_: Node): Hop | undefined {
    let best: Hop | undefined;
    for (let statement = innermost; ;) {
      if (!this.#canMove(statement)) return best;
      const hop = this.#hopBeside(statement, function_);
      // More of what stands around is taken only where it saves something.
      if (hop !== undefined && hop.weight > (best?.weight ?? 1)) best = hop;
      const suite = statement.parent;
      if (suite === undefined || !isSuite(suite) || suite.parent === undefined || suite.parent === function_)
        return best;
      statement = statementOf(suite);
      if (statement === function_) return best;
    }
  }

  #canMove(statement: Node): boolean {
    let known = this.#moves.get(statement);
    if (known === undefined) this.#moves.set(statement, (known = this.moves(statement)));
    return known;
  }

  /** The statements around one of a list that can all move, from the first that blocks to the last. */
  #hopBeside(statement: Node, function_: Node): Hop | undefined {
    if (this.#beside.has(statement)) return this.#beside.get(statement);
    const siblings = statement.parent?.named ?? [];
    const own = siblings.indexOf(statement);
    let from = own;
    let to = own;
    while (from > 0 && this.#canMove(siblings[from - 1]!)) from--;
    while (to < siblings.length - 1 && this.#canMove(siblings[to + 1]!)) to++;
    const hop = this.#hopOf(siblings.slice(from, to + 1), function_);
    for (const one of siblings.slice(from, to + 1)) this.#beside.set(one, hop);
    return hop;
  }

  #longIn(statement: Node, function_: Node): readonly Node[] {
    const blocking = blockingCallsIn(statement, function_, this.context);
    const others = [...within({ first: statement, last: statement }, "call")].filter(
      (call) => !blocking.includes(call) && this.takesLong(call),
    );
    return [...blocking, ...others];
  }

  #hopOf(statements: readonly Node[], function_: Node): Hop | undefined {
    const blocking = statements.map((one) => this.#longIn(one, function_));
    const first = blocking.findIndex((calls) => calls.length > 0);
    if (first < 0) return undefined;
    let last = blocking.findLastIndex((calls) => calls.length > 0);
    const calls = blocking.flat();
    // What is opened there is worked with behind it, and a client that is made for it alone is made with it.
    const clients = new Set(calls.flatMap((call) => clientOf(call, this.context) ?? []));
    const opened = new Set([...calls.flatMap((call) => openedNames(call, this.context)), ...clients]);
    for (let next = last + 1; next < statements.length; next++) {
      if (mentions(statements[next]!, opened)) last = next;
    }
    // What returns early goes as far as the function does.
    const returns = [...within({ first: statements[first]!, last: statements[last]! }, "return_statement")].length > 0;
    if (returns && !terminates(statements[last]) && terminates(statements.at(-1))) last = statements.length - 1;
    let from = first;
    for (let before = first - 1; before >= 0; before--) if (makesOneOf(statements[before]!, clients)) from = before;
    const own = from < first && !usedElsewhere(statements.slice(from, last + 1), clients, function_);
    const taken = statements.slice(own ? from : first, last + 1);
    if (taken.length > 1 && linesOf(taken) > MOST_LINES) return undefined;
    return { first: taken[0]!, last: taken.at(-1)!, calls, weight: weightOf(taken, calls, this.context) };
  }
}

/** The names that a call which opens a file or a connection, or gives its descriptor, is assigned to. */
export function openedNames(call: Node, context: RuleContext): readonly string[] {
  const row = context.infer.row(call);
  const target = call.parent?.kind === "assignment" && call.field === "right" ? call.parent.child("left") : undefined;
  if (row === undefined || target === undefined || !opens(row)) return [];
  return target.kind === "pattern_list" || target.kind === "tuple_pattern"
    ? target.named.map((part) => part.text)
    : [target.text];
}

/** Whether what a call gives stays open, and is worked with behind it. */
export function opens(row: Row): boolean {
  return (
    opensConnection(row) ||
    opensFile(row) ||
    row.returns === "os.FileDescriptor" ||
    /\.(?:mkstemp|NamedTemporaryFile|TemporaryFile)$/.test(row.name)
  );
}

/** Statements of more lines than these are no small function within their function. */
const MOST_LINES = 25;

function linesOf(statements: readonly Node[]): number {
  const [first, last] = [statements[0]!, statements.at(-1)!];
  return first.tree.text.slice(first.start, last.end).split("\n").length;
}

/** The name of the client that a call asks a server by. */
function clientOf(call: Node, context: RuleContext): string | undefined {
  const blocks = context.infer.row(call)?.blocks;
  const object = blocks === "http" || blocks === "network" ? call.child("function")?.child("object") : undefined;
  if (object?.kind !== "identifier") return undefined;
  const scope = context.module.scopes(object.tree).of(object);
  const bindings = scope.kind === "function" ? (scope.bindings.get(object.text) ?? []) : [];
  return bindings.length === 1 && bindings[0]!.source.kind === "expression" ? object.text : undefined;
}

function makesOneOf(statement: Node, names: ReadonlySet<string>): boolean {
  const assignment = statement.kind === "expression_statement" ? statement.named[0] : undefined;
  return assignment?.kind === "assignment" && names.has(assignment.child("left")?.text ?? "");
}

function usedElsewhere(statements: readonly Node[], names: ReadonlySet<string>, function_: Node): boolean {
  const [from, to] = [statements[0]!.start, statements.at(-1)!.end];
  for (const id of function_.child("body")?.descendants("identifier") ?? []) {
    if (names.has(id.text) && id.field !== "attribute" && (id.start < from || id.end > to)) return true;
  }
  return false;
}

function mentions(statement: Node, names: ReadonlySet<string>): boolean {
  return (
    names.size > 0 && [...within({ first: statement, last: statement }, "identifier")].some((id) => names.has(id.text))
  );
}

/** Asked again for each call of a statement. */
const blockingCalls = perContext(() => new Map<Node, readonly Node[]>());

export function blockingCallsIn(statement: Node, function_: Node, context: RuleContext): readonly Node[] {
  const known = blockingCalls(context).get(statement);
  if (known !== undefined) return known;
  const found: Node[] = [];
  blockingCalls(context).set(statement, found);
  for (const call of within({ first: statement, last: statement }, "call"))
    if (blocksIn(call, function_, context)) found.push(call);
  return found;
}

/** Whether a call itself blocks, in this function and in none within it. */
export function blocksIn(call: Node, function_: Node, context: RuleContext): boolean {
  return asyncFunctionAround(call) === function_ && blocks(call, function_, context);
}

/** Whether a call blocks, be it by a function of the project. */
function blocks(call: Node, function_: Node, context: RuleContext): boolean {
  const row = context.infer.row(call);
  if (row !== undefined) return row.blocks !== undefined && reallyBlocks(call, row, function_, context);
  return runsAt(call, context.infer).some((run) => run.way === "call" && pathsIn(context).from(run) !== undefined);
}
