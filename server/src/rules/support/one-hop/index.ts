import type { RuleContext } from "../../../analysis/rule";
import { FixBuilder } from "../../../fixes/builder";
import type { Fix } from "../../../fixes/fix";
import { type Upgrade, runStretchInThread } from "../../../fixes/lift";
import { openedAround } from "../../../fixes/thread-fit";
import { exchangeOf, within } from "../../../fixes/local-function";
import { canAwait } from "../../../fixes/awaiting";
import type { Node } from "../../../syntax/tree";
import { perContext } from "../per-context";
import { checkedCall, checkedInThread, upgrade } from "./idioms";
import { expressionInThread } from "./expression";
import { Movable } from "./movable";
import { nameFor } from "./naming";
import { type Hop, Hops, openedName } from "./stretch";
import { racesOf } from "./races";

/** Fixes that take several statements along, by the first and the last of these: all findings in them have one in common. */
const made = perContext((context) => {
  const movable = new Movable(context);
  return { movable, hops: waysOf(movable, context), fixes: new Map<Node, Map<Node, OneHop | undefined>>(), expressions: new Map<Node, Fix>() };
});

/** A return that others stand behind can't move, nor a file that they use; what stands around them may. */
function waysOf(movable: Movable, context: RuleContext): readonly Hops[] {
  const isFree = (statement: Node): boolean => [...within({ first: statement, last: statement }, "return_statement")].length === 0;
  return [
    new Hops(context, (statement) => movable.is(statement)),
    new Hops(context, (statement) => movable.is(statement) && isFree(statement)),
    new Hops(context, (statement) => movable.is(statement) && isFree(statement) && !opensForOthers(statement, context)),
  ];
}

/** A fix that moves several statements to one thread at once, and which these are. */
export interface OneHop {
  readonly fix: Fix;
  readonly hop: Hop;
}

/**
 * Makes a function of a blocking call and what belongs with it (calls beside it that block too, the loop or `with` around
 * it), and runs that in a thread: one hop for all of them. Undefined where the call stands alone, or something can't move.
 */
export function inOneHop(call: Node, context: RuleContext): OneHop | undefined {
  if (!canAwait(call)) return undefined;
  const { hops, fixes } = made(context);
  for (const way of hops) {
    const hop = way.around(call);
    if (hop === undefined) continue;
    const known = fixes.get(hop.first) ?? new Map<Node, OneHop | undefined>();
    fixes.set(hop.first, known);
    if (!known.has(hop.last)) {
      const fix = fixFor(hop, context);
      known.set(hop.last, fix === undefined ? undefined : { fix, hop });
    }
    const found = known.get(hop.last);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether all that blocks in a statement is one expression, which needs no function of its own. */
function isOneQuestion({ first, last, calls }: Hop, context: RuleContext): boolean {
  const whole = first === last && calls[0] !== undefined ? expressionInThread(calls[0], made(context).movable, context)?.at : undefined;
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

function fixFor(hop: Hop, context: RuleContext): Fix | undefined {
  if (isOneQuestion(hop, context)) return undefined;
  const alone = hop.first === hop.last ? checkedCall(hop.first, context) : undefined;
  if (alone !== undefined) return checkedInThread(alone, context);
  const exchange = exchangeOf(hop, context.module);
  if (exchange === undefined || givesOpenFile(hop, exchange.results, context) || usesWhatIsClosed(hop)) return undefined;
  const builder = new FixBuilder(context);
  const upgrades: Upgrade[] = [];
  for (const statement of within(hop, "if_statement")) {
    const checked = checkedCall(statement, context);
    const lines = checked === undefined ? undefined : upgrade(checked, builder);
    if (lines !== undefined) upgrades.push(lines);
  }
  const name = nameFor(hop, exchange.results, context);
  if (!runStretchInThread(builder, hop, exchange, name, upgrades)) return undefined;
  const title = `Run ${hop.first === hop.last ? "it all" : "these statements"} in one thread`;
  const race = racesOf(hop, context);
  return builder.build(
    race === undefined ? { title, applicability: "safe" } : { title, applicability: "unsafe", annotation: race, differs: "other tasks may come in between" },
  );
}

/** Whether a `with` around would close what the thread works with, where its task is cancelled. */
function usesWhatIsClosed(hop: Hop): boolean {
  return [...within(hop, "identifier")].some((id) => id.field !== "attribute" && openedAround(id, hop.first) !== undefined);
}

/** Whether a file that is opened in the thread would be used on the event loop. */
function givesOpenFile(hop: Hop, results: readonly string[], context: RuleContext): boolean {
  return hop.calls.some((call) => results.includes(openedName(call, context) ?? ""));
}

function opensForOthers(statement: Node, context: RuleContext): boolean {
  return [...within({ first: statement, last: statement }, "call")].some((call) => openedName(call, context) !== undefined);
}
