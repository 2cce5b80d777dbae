import type { RuleContext } from "../../../analysis/rule";
import { type Stretch, within } from "../../../fixes/local-function";
import { asyncFunctionAround } from "../../../model/execution";
import { isSuite, statementOf } from "../../../syntax/statements";
import { runsAt } from "../../../model/runs";
import { pathsIn } from "../blocking-paths";
import { perContext } from "../per-context";
import type { Node } from "../../../syntax/tree";
import { opensFile } from "../file-reach";
import { reallyBlocks } from "../really-blocks";
import { weightOf } from "./weight";

/** Statements around a blocking call that belong into one thread with it. */
export interface Hop extends Stretch {
  readonly calls: readonly Node[];
  /** How many times a thread would be asked, one after the other, if each call asked for itself. */
  readonly weight: number;
}

/** Says with which statements blocking calls are best moved to a thread, where some statements can move and others can't. */
export class Hops {
  /** By the statement that a call stands in. */
  readonly #around = new Map<Node, Hop | undefined>();
  /** By each statement of a list: one stretch for all those that stand together. */
  readonly #beside = new Map<Node, Hop | undefined>();
  readonly #moves = new Map<Node, boolean>();

  constructor(
    readonly context: RuleContext,
    readonly moves: (statement: Node) => boolean,
  ) {}

  /**
   * The statements that a blocking call is best moved with: those beside it that block too and what stands between them, a whole
   * loop whose body blocks, all that is done with what a `with` opens. Undefined where it stands alone.
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
      if (suite === undefined || !isSuite(suite) || suite.parent === undefined || suite.parent === function_) return best;
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

  #hopOf(statements: readonly Node[], function_: Node): Hop | undefined {
    const blocking = statements.map((one) => blockingCallsIn(one, function_, this.context));
    const first = blocking.findIndex((calls) => calls.length > 0);
    if (first < 0) return undefined;
    let last = blocking.findLastIndex((calls) => calls.length > 0);
    const calls = blocking.flat();
    // What is opened there is worked with behind it.
    const opened = new Set(calls.flatMap((call) => openedName(call, this.context) ?? []));
    for (let next = last + 1; next < statements.length; next++) {
      if (mentions(statements[next]!, opened)) last = next;
    }
    const taken = statements.slice(first, last + 1);
    return { first: taken[0]!, last: taken.at(-1)!, calls, weight: weightOf(taken, calls, this.context) };
  }
}

/** The name that a call which opens a file, or gives its descriptor, is assigned to. */
export function openedName(call: Node, context: RuleContext): string | undefined {
  const row = context.infer.row(call);
  const target = call.parent?.kind === "assignment" && call.field === "right" ? call.parent.child("left") : undefined;
  if (row === undefined || target === undefined) return undefined;
  return opensFile(row) || row.returns === "os.FileDescriptor" || /\.(?:mkstemp|NamedTemporaryFile|TemporaryFile)$/.test(row.name) ? target.text : undefined;
}

function mentions(statement: Node, names: ReadonlySet<string>): boolean {
  return names.size > 0 && [...within({ first: statement, last: statement }, "identifier")].some((id) => names.has(id.text));
}

/** Asked again for each call of a statement. */
const blockingCalls = perContext(() => new Map<Node, readonly Node[]>());

export function blockingCallsIn(statement: Node, function_: Node, context: RuleContext): readonly Node[] {
  const known = blockingCalls(context).get(statement);
  if (known !== undefined) return known;
  const found: Node[] = [];
  blockingCalls(context).set(statement, found);
  for (const call of within({ first: statement, last: statement }, "call")) {
    if (asyncFunctionAround(call) === function_ && blocks(call, function_, context)) found.push(call);
  }
  return found;
}

/** Whether a call blocks, be it by a function of the project. */
function blocks(call: Node, function_: Node, context: RuleContext): boolean {
  const row = context.infer.row(call);
  if (row !== undefined) return row.blocks !== undefined && reallyBlocks(call, row, function_, context);
  return runsAt(call, context.infer).some((run) => run.way === "call" && pathsIn(context).from(run) !== undefined);
}
