import type { Node } from "../../syntax/tree";
import type { Received } from "./arguments";
import { boundValue, isOptionalParameter, possibleValues, scopeOf, usesOf } from "./bindings";
import { CannotMove, type Moving } from "./moving";
import { onlyItem } from "./requests";
import type { Reading, Responses } from "./response";
import { sharesLine } from "./run";
import { statementIn } from "../../syntax/statements";

/**
 * Rewrites what a function does with the responses of its requests. Returns the last statements that read a streamed
 * one: as long as that, its client must stay open.
 */
export function convertReceived(
  all: readonly Received[],
  responses: Responses,
  moving: Moving,
): ReadonlyMap<Received, Node> {
  const extents = new Map<Received, Node>();
  const names = new Set<string>();
  const readings = new Map<Received, Reading>(all.map((sent) => [sent, { whole: false, piecewise: false }]));
  for (const sent of all) {
    const { call } = sent;
    const inWith = withOf(call) !== undefined;
    if (sent.streamed && !inWith && moving.from !== "requests")
      throw new CannotMove("it streams outside of a with statement");
    if (!inWith && !sent.streamed) responses.convert(call, { streamed: false, optional: false, nested: false });
    const name = inWith ? aliasOf(call) : boundName(call);
    if (name !== undefined) names.add(name);
  }
  for (const name of names) convertUses(name, all, readings, responses, moving);
  for (const sent of all) {
    const statement = withOf(sent.call);
    if (statement !== undefined) convertWith(sent, statement, readings.get(sent)!, moving);
    else if (sent.streamed) extents.set(sent, convertStream(sent, readings.get(sent)!, moving));
  }
  return extents;
}

/** The variable that a `with` statement gives a call's response to. */
function aliasOf(call: Node): string | undefined {
  const alias = call.parent?.child("alias")?.named[0];
  if (alias !== undefined && alias.kind !== "identifier")
    throw new CannotMove("its with statement unpacks the response");
  return alias?.text;
}

function withOf(call: Node): Node | undefined {
  const item = call.parent?.kind === "as_pattern" ? call.parent.parent : call.parent;
  return item?.kind === "with_item" ? item.closest("with_statement") : undefined;
}

/** The variable that a call's response goes to. */
function boundName(call: Node): string | undefined {
  let node = call;
  for (let parent = node.parent; parent !== undefined; node = parent, parent = node.parent) {
    if (parent.kind === "named_expression") return parent.child("name")!.text;
    if (parent.kind === "assignment" && node.field === "right")
      return parent.child("left")?.kind === "identifier" ? parent.child("left")!.text : undefined;
    if (
      parent.kind !== "parenthesized_expression" &&
      parent.kind !== "conditional_expression" &&
      parent.kind !== "boolean_operator"
    )
      return undefined;
  }
  return undefined;
}

/**
 * Rewrites the uses of a variable that holds a response. @throws CannotMove where it may hold something else as well
 */
function convertUses(
  name: string,
  all: readonly Received[],
  readings: ReadonlyMap<Received, Reading>,
  responses: Responses,
  moving: Moving,
): void {
  const calls = new Map(all.map((one) => [one.call, one]));
  const scope = scopeOf(moving.function, moving.context);
  if (scope.globals.has(name) || scope.nonlocals.has(name)) throw new CannotMove(`${name} is a name of others too`);
  for (const use of usesOf(name, moving.function, moving.context)) {
    const bindings = use.reaching.filter((binding) => binding.source.kind !== "deletion");
    const values = bindings.flatMap((binding): readonly (Node | undefined)[] => {
      const value = boundValue(binding);
      return value === undefined ? [undefined] : possibleValues(value);
    });
    const sent = values.flatMap((value) => (value === undefined ? [] : (calls.get(value) ?? [])));
    const first = sent[0];
    if (first === undefined) continue;
    const others = values.filter((value) => value === undefined || !calls.has(value));
    if (sent.length > 1 && sent.some((one) => one.streamed))
      throw new CannotMove(`${name} holds one of several responses, and one is streamed`);
    if (others.some((value) => value?.kind !== "none"))
      throw new CannotMove(`${name} may also hold what no request has given`);
    responses.convert(use.node, {
      streamed: first.streamed,
      optional: others.length > 0,
      nested: use.nested,
      reading: readings.get(first)!,
    });
  }
}

/**
 * Rewrites the uses of a parameter that is given a response. @throws CannotMove where it may hold something else as
 * well
 */
export function convertParameter(name: string, responses: Responses, moving: Moving): void {
  for (const { node, nested, reaching } of usesOf(name, moving.function, moving.context)) {
    const given = reaching.filter(({ source }) => source.kind === "parameter");
    if (given.length === 0) continue;
    if (given.length < reaching.length) throw new CannotMove(`${name} may also hold what no request has given`);
    responses.convert(node, { streamed: false, optional: given.some(isOptionalParameter), nested });
  }
}

function convertWith(sent: Received, statement: Node, reading: Reading, moving: Moving): void {
  const { rewriter } = moving;
  const item = onlyItem(statement);
  const body = statement.child("body")!;
  if (statement.hasToken("async")) throw new CannotMove("its with statement is async already");
  if (sharesLine(item, body)) throw new CannotMove("its with statement stands on one line");
  if (sent.streamed) {
    rewriter.insertBefore(statement, "async ");
    readWhole(aliasOf(sent.call), body.named[0]!, reading, moving);
    return;
  }
  // An httpx response that is read already needs no `with`.
  const { call } = sent;
  const alias = aliasOf(call);
  const colon = statement.children.find((child) => child.kind === ":" && child.start >= item.end)!;
  rewriter.replaceRange(statement.start, call.start, alias === undefined ? "" : `${alias} = `);
  rewriter.replaceRange(call.end, colon.end, "");
  rewriter.dedent(colon.start, body);
}

/** `r = requests.get(..., stream=True)` becomes `async with client.stream(...) as r:` around the uses of `r`. */
function convertStream(sent: Received, reading: Reading, moving: Moving): Node {
  const { call } = sent;
  const assignment = call.parent?.kind === "assignment" ? call.parent : undefined;
  const statement = assignment?.parent;
  const name = assignment?.child("left");
  if (statement?.kind !== "expression_statement" || name?.kind !== "identifier")
    throw new CannotMove("its streamed response is not held by a variable");
  const block = statement.parent!;
  const siblings = block.named;
  const index = siblings.indexOf(statement);
  if (sharesLine(statement, siblings[index + 1]) || sharesLine(siblings[index - 1], statement))
    throw new CannotMove("another statement stands on its line");
  const users = usesOf(name.text, moving.function, moving.context).filter((use) =>
    use.reaching.some((binding) => boundValue(binding) === call),
  );
  const statements = users.map(({ node }) => statementIn(block, node));
  if (statements.length === 0 || statements.some((user) => user === undefined || user.start < statement.start))
    throw new CannotMove("its streamed response is read outside of the block that opens it");
  const last = statements.reduce((a, b) => (b!.end > a!.end ? b : a))!;
  const { rewriter } = moving;
  rewriter.replaceRange(statement.start, call.start, "async with ");
  rewriter.insertAfter(call, ` as ${name.text}:`);
  rewriter.indentAfter(statement, last);
  readWhole(name.text, siblings[index + 1]!, reading, moving);
  return last;
}

/** A streamed body must be fetched before it is read as a whole. */
function readWhole(name: string | undefined, first: Node, reading: Reading, moving: Moving): void {
  if (!reading.whole || moving.from !== "requests" || name === undefined) return;
  if (reading.piecewise) throw new CannotMove("the response is streamed, and read as a whole too");
  const { rewriter } = moving;
  moving.later.push(() =>
    rewriter.insertBefore(first, `await ${name}.aread()${rewriter.lineBreak}${rewriter.indentationAt(first.start)}`),
  );
}
