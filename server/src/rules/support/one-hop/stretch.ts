import type { RuleContext } from "../../../analysis/rule";
import { type Stretch, within } from "../../../fixes/local-function";
import { asyncFunctionAround } from "../../../model/execution";
import { isSuite, statementOf } from "../../../syntax/statements";
import { perContext } from "../per-context";
import type { Node } from "../../../syntax/tree";
import { opensFile } from "../file-reach";
import { reallyBlocks } from "../really-blocks";

const LOOPS: ReadonlySet<string> = new Set(["for_statement", "while_statement"]);
const COMPREHENSIONS: ReadonlySet<string> = new Set(["list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression"]);

/** Statements around a blocking call that belong into one thread with it. */
export interface Hop extends Stretch {
  readonly calls: readonly Node[];
}

/**
 * The statements that a blocking call is best moved to a thread with: those beside it that block too and what stands
 * between them, a whole loop whose body blocks, all that is done with what a `with` opens. Undefined where it stands alone.
 */
export function hopAround(call: Node, moves: (statement: Node) => boolean, context: RuleContext): Hop | undefined {
  const function_ = asyncFunctionAround(call);
  if (function_ === undefined) return undefined;
  let best: Hop | undefined;
  for (let statement = statementOf(call); ;) {
    if (!moves(statement)) return best;
    const hop = hopBeside(statement, function_, moves, context);
    // More of what stands around is taken only where it saves something.
    if (hop !== undefined && weightOf(hop, context) > (best === undefined ? 1 : weightOf(best, context))) best = hop;
    const suite = statement.parent;
    if (suite === undefined || !isSuite(suite) || suite.parent === undefined || suite.parent === function_) return best;
    statement = statementOf(suite);
    if (statement === function_) return best;
  }
}

/** The statements around one of a list that can all move, from the first that blocks to the last. */
function hopBeside(statement: Node, function_: Node, moves: (statement: Node) => boolean, context: RuleContext): Hop | undefined {
  const siblings = statement.parent?.named ?? [];
  const own = siblings.indexOf(statement);
  let from = own;
  let to = own;
  while (from > 0 && moves(siblings[from - 1]!)) from--;
  while (to < siblings.length - 1 && moves(siblings[to + 1]!)) to++;
  const blocking = siblings.slice(from, to + 1).map((one) => blockingCallsIn(one, function_, context));
  const first = blocking.findIndex((calls) => calls.length > 0);
  if (first < 0) return undefined;
  let last = blocking.findLastIndex((calls) => calls.length > 0);
  // What is opened there is worked with behind it.
  const opened = blocking.flat().flatMap((call) => openedName(call, context) ?? []);
  for (let next = last + 1; next <= to - from; next++) {
    if (mentions(siblings[from + next]!, opened)) last = next;
  }
  return { first: siblings[from + first]!, last: siblings[from + last]!, calls: blocking.flat() };
}

/** The name that a call which opens a file, or gives its descriptor, is assigned to. */
export function openedName(call: Node, context: RuleContext): string | undefined {
  const row = context.infer.row(call);
  const target = call.parent?.kind === "assignment" && call.field === "right" ? call.parent.child("left") : undefined;
  if (row === undefined || target === undefined) return undefined;
  return opensFile(row) || row.returns === "os.FileDescriptor" || /\.(?:mkstemp|NamedTemporaryFile|TemporaryFile)$/.test(row.name) ? target.text : undefined;
}

function mentions(statement: Node, names: readonly string[]): boolean {
  return names.length > 0 && [...within({ first: statement, last: statement }, "identifier")].some((id) => names.includes(id.text));
}

/** Asked again for each call of a statement. */
const blockingCalls = perContext(() => new Map<Node, readonly Node[]>());

export function blockingCallsIn(statement: Node, function_: Node, context: RuleContext): readonly Node[] {
  const known = blockingCalls(context).get(statement);
  if (known !== undefined) return known;
  const found: Node[] = [];
  blockingCalls(context).set(statement, found);
  for (const call of within({ first: statement, last: statement }, "call")) {
    const row = context.infer.row(call);
    if (row?.blocks !== undefined && asyncFunctionAround(call) === function_ && reallyBlocks(call, row, function_, context)) found.push(call);
  }
  return found;
}

/** What a loop counts as, and the most that is counted. */
const REPEATED = 100;

/** How many times a thread would be asked, one after the other, if each call asked for itself; a loop counts as many. */
function weightOf(hop: Hop, context: RuleContext): number {
  let weight = 0;
  const counted: Node[] = [];
  for (const call of hop.calls) {
    if (weight >= REPEATED || isRepeated(call, hop)) return REPEATED;
    if (holdsMore(call, hop, context)) weight++;
    if (!counted.some((other) => areExclusive(other, call))) weight++;
    counted.push(call);
  }
  return weight;
}

function isRepeated(call: Node, hop: Stretch): boolean {
  let child = call;
  for (const around of call.ancestors()) {
    if (isSuite(around) && around === hop.first.parent) return false;
    if (LOOPS.has(around.kind) && child.field !== "right") return true;
    if (COMPREHENSIONS.has(around.kind) && !isFirstIterable(child, around)) return true;
    child = around;
  }
  return false;
}

function isFirstIterable(clause: Node, comprehension: Node): boolean {
  return clause.kind === "for_in_clause" && comprehension.named.find((part) => part.kind === "for_in_clause") === clause;
}

/** Whether what is done with what a call opens blocks as well: a `with` over it, or uses that stand behind it. */
function holdsMore(call: Node, hop: Stretch, context: RuleContext): boolean {
  const row = context.infer.row(call);
  if (row === undefined) return false;
  const opened = call.parent?.kind === "as_pattern" || call.parent?.kind === "with_item";
  return opened || (opensFile(row) && call.parent?.kind === "assignment" && hop.first !== hop.last);
}

/** Whether two calls stand in branches of which only one runs. */
function areExclusive(a: Node, b: Node): boolean {
  for (const around of a.ancestors()) {
    if (!around.contains(b)) continue;
    if (around.kind !== "if_statement") return false;
    const branchOf = (node: Node): Node | undefined => around.named.find((part) => part.contains(node));
    const condition = around.child("condition");
    const [one, other] = [branchOf(a), branchOf(b)];
    return one !== other && one !== condition && other !== condition && other?.child("condition")?.contains(b) !== true;
  }
  return false;
}
