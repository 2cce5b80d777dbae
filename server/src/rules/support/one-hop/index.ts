import type { RuleContext } from "../../contract";
import { canAwait } from "../../../fixes/awaiting";
import { FixBuilder } from "../../../fixes/builder";
import { type Fix, withNote } from "../../../fixes/fix";
import { runStretchInThread, type Upgrade } from "../../../fixes/lift";
import { exchangeOf, holds, within } from "../../../fixes/local-function";
import { openedAround } from "../../../fixes/thread-fit";
import type { Node } from "../../../syntax/tree";
import { perContext } from "../values/per-context";
import { awaitsResult, careFor, carriedBy, isCarried } from "./care";
import { expressionInThread } from "./expression";
import { checkedCall, checkedInThread, upgrade } from "./idioms";
import { leftBehind } from "./left-behind";
import { Movable } from "./movable";
import { nameFor, SAYS_NOTHING_WRONG } from "./naming";
import { racesOf } from "./races";
import { type Hop, Hops, openedNames } from "./stretch";

/** What is worked out once for all findings of a context. */
const made = perContext((context) => {
  const movable = new Movable(context);
  const careful = new Movable(context, (call) => isCarried(call, context));
  return {
    movable,
    sure: new OneHops(waysOf(movable, context), context),
    withCare: new OneHops(
      waysOf(careful, context, (call) => isCarried(call, context)),
      context,
    ),
    expressions: new Map<Node, Fix>(),
  };
});

/** A return that others stand behind can't move, nor a file that they use; what stands around them may. */
function waysOf(movable: Movable, context: RuleContext, takesLong?: (call: Node) => boolean): readonly Hops[] {
  const isFree = (statement: Node): boolean =>
    [...within({ first: statement, last: statement }, "return_statement")].length === 0;
  return [
    new Hops(context, (statement) => movable.is(statement), takesLong),
    new Hops(context, (statement) => movable.is(statement) && isFree(statement), takesLong),
    new Hops(
      context,
      (statement) => movable.is(statement) && isFree(statement) && !opensForOthers(statement, context),
      takesLong,
    ),
  ];
}

/** A fix that moves several statements to one thread at once, and which these are. */
export interface OneHop {
  readonly fix: Fix;
  readonly hop: Hop;
}

/** Fixes that take several statements along: all findings in them have one in common. */
class OneHops {
  /** By the first and the last of the statements. */
  readonly #fixes = new Map<Node, Map<Node, OneHop | undefined>>();

  constructor(
    readonly ways: readonly Hops[],
    readonly context: RuleContext,
  ) {}

  around(call: Node): OneHop | undefined {
    for (const way of this.ways) {
      const hop = way.around(call);
      if (hop === undefined) continue;
      const known = this.#fixes.get(hop.first) ?? new Map<Node, OneHop | undefined>();
      this.#fixes.set(hop.first, known);
      if (!known.has(hop.last)) {
        const fix = fixFor(hop, this.context);
        known.set(hop.last, fix === undefined ? undefined : { fix, hop });
      }
      const found = known.get(hop.last);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/**
 * Makes a function of a blocking call and what belongs with it (calls beside it that block too, the loop or `with`
 * around it), and runs that in a thread: one hop for all of them. Undefined where the call stands alone, or something
 * can't move.
 */
export function inOneHop(call: Node, context: RuleContext): OneHop | undefined {
  return canAwait(call) ? made(context).sure.around(call) : undefined;
}

/**
 * As `inOneHop`, with helpers that block and what works long on the same paths, of which nobody sees all that they do.
 */
export function inOneHopWithCare(call: Node, context: RuleContext): OneHop | undefined {
  const found = canAwait(call) ? made(context).withCare.around(call) : undefined;
  if (found === undefined || carriedBy(found.hop, context).length === 0) return undefined;
  return workLeft(found.hop.calls, found.hop, context) === undefined ? found : undefined;
}

/** What would stay on the event loop though it works longer, with the same path, than the calls that move. */
export function workLeft(calls: readonly Node[], hop: Hop | undefined, context: RuleContext): Node | undefined {
  const blocking = calls.filter((call) => context.infer.row(call) !== undefined);
  return leftBehind(blocking, (call) => hop !== undefined && holds(hop, call), context);
}

/** Whether all that blocks in a statement is one expression, which needs no function of its own. */
function isOneQuestion({ first, last, calls }: Hop, context: RuleContext): boolean {
  const whole =
    first === last && calls[0] !== undefined
      ? expressionInThread(calls[0], made(context).movable, context)?.at
      : undefined;
  return whole !== undefined && calls.every((call) => whole.contains(call));
}

/** As `inOneHop`, for several calls in one expression whose statement has to stay. */
export function inOneExpression(call: Node, context: RuleContext): Fix | undefined {
  if (!canAwait(call)) return undefined;
  const { movable, expressions } = made(context);
  const found = expressionInThread(call, movable, context);
  if (found === undefined) return undefined;
  const known = expressions.get(found.at) ?? found.fix;
  expressions.set(found.at, known);
  return known;
}

/** Who has to hand back more than these would rather be asked one by one. */
const MOST_RESULTS = 3;

function fixFor(hop: Hop, context: RuleContext): Fix | undefined {
  if (isOneQuestion(hop, context)) return undefined;
  const alone = hop.first === hop.last ? checkedCall(hop.first, context) : undefined;
  if (alone !== undefined) return checkedInThread(alone, context);
  const exchange = exchangeOf(hop, context.module);
  if (exchange === undefined || exchange.results.length > MOST_RESULTS) return undefined;
  if (givesOpen(hop, exchange.results, context) || usesWhatIsClosed(hop)) return undefined;
  const carried = carriedBy(hop, context).filter((call) => !made(context).movable.isFit(call));
  if (carried.length > 0 && awaitsResult(hop, exchange)) return undefined;
  const builder = new FixBuilder(context);
  const name = nameFor(hop, exchange.results, carried, context);
  // Helpers that have no name in common are asked one by one.
  const isNamed = carried.length === 0 || name !== SAYS_NOTHING_WRONG;
  if (!isNamed || !runStretchInThread(builder, hop, exchange, name, upgradesIn(hop, builder, context)))
    return undefined;
  const title = `Run ${hop.first === hop.last ? "it all" : "these statements"} in one thread`;
  return builder.build({ title, way: "in a thread", ...whatComesOf(hop, carried, context) });
}

/** Whether the program does the same, and what it doesn't. */
function whatComesOf(
  hop: Hop,
  carried: readonly Node[],
  context: RuleContext,
): Pick<Fix, "applicability" | "annotation" | "differs"> {
  const race = racesOf(hop, context);
  const care = carried.length === 0 ? undefined : careFor(carried);
  const annotation = race === undefined ? care?.annotation : withNote(care?.annotation, race);
  if (annotation === undefined) return { applicability: "safe" };
  return {
    applicability: "unsafe",
    annotation,
    differs: care?.differs ?? "other tasks may come in between",
  };
}

/** What takes the place of looks whether something exists, in the function that the statements become. */
function upgradesIn(hop: Hop, builder: FixBuilder, context: RuleContext): readonly Upgrade[] {
  return [...within(hop, "if_statement")].flatMap((statement) => {
    const checked = checkedCall(statement, context);
    return (checked === undefined ? undefined : upgrade(checked, builder)) ?? [];
  });
}

/** Whether a `with` around would close what the thread works with, where its task is cancelled. */
function usesWhatIsClosed(hop: Hop): boolean {
  return [...within(hop, "identifier")].some(
    (id) => id.field !== "attribute" && openedAround(id, hop.first) !== undefined,
  );
}

/** Whether what is opened in the thread would be used on the event loop. */
function givesOpen(hop: Hop, results: readonly string[], context: RuleContext): boolean {
  return hop.calls.some((call) => openedNames(call, context).some((name) => results.includes(name)));
}

function opensForOthers(statement: Node, context: RuleContext): boolean {
  return [...within({ first: statement, last: statement }, "call")].some(
    (call) => openedNames(call, context).length > 0,
  );
}
