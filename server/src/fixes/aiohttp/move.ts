import { seconds } from "../time-limit";
import { freshName } from "../builder";
import type { Offer } from "../fix";
import { usesOf, boundValue } from "../httpx/bindings";
import { CannotMove, finish, type MoveContext, type Moving, movingOf, named } from "../httpx/moving";
import type { Gathered } from "../httpx/requests";
import { clientInScope } from "../httpx/reuse";
import { sharesLine, smallestRun } from "../httpx/run";
import { isReadyAt } from "../httpx/settle";
import type { Kind } from "../../syntax/kinds.generated";
import type { Node } from "../../syntax/tree";
import { convertArguments, type Sent } from "./arguments";
import { convertHandlers } from "./handlers";
import { convertResponse } from "./response";
import { statementIn, statementOf } from "../../syntax/statements";

/** A request and the statements that its response must stay open for. */
export interface Exchange {
  readonly sent: Sent;
  readonly statement: Node;
  readonly last: Node;
  /** The variable that holds the response; undefined where the call is used as it stands. */
  readonly name: string | undefined;
}

/**
 * Moves the plain requests of a function to aiohttp: each response in an `async with` of its own. @throws CannotMove
 */
export function moveToAiohttp(
  title: string,
  { requests, sessions, foreign }: Gathered,
  definition: Node,
  context: MoveContext,
): Offer {
  if (foreign.length > 0 || sessions.length > 0 || requests.some((request) => request.session !== undefined))
    throw new CannotMove("a session of requests differs too much from aiohttp's");
  const moving = movingOf({ from: "requests", to: "aiohttp" }, requests[0]!.call, definition, context);
  const exchanges = requests.map((request) => exchangeOf(convertArguments(request, moving), moving));
  mustBeApart(exchanges);
  const session = openSession(exchanges, moving);
  for (const exchange of exchanges) writeExchange(exchange, session, moving);
  convertHandlers(
    requests.map((request) => request.call),
    moving,
  );
  for (const work of moving.later) work();
  moving.rewriter.emit(moving.builder);
  return finish(title, moving);
}

/** @throws CannotMove where two responses would have to be open in one statement */
export function mustBeApart(exchanges: readonly Exchange[]): void {
  if (exchanges.some((one, i) => i > 0 && one.statement === exchanges[i - 1]!.statement))
    throw new CannotMove("one statement sends several requests");
}

/** @throws CannotMove where what is done with the response can't be done while it is open */
export function exchangeOf(sent: Sent, moving: Moving): Exchange {
  const { call } = sent.request;
  const statement = statementOf(call);
  const siblings = statement.parent?.named ?? [];
  const index = siblings.indexOf(statement);
  if (sharesLine(statement, siblings[index + 1]) || sharesLine(siblings[index - 1], statement))
    throw new CannotMove("another statement stands on its line");
  const assignment =
    call.parent?.kind === "assignment" && call.parent.child("left")?.kind === "identifier" ? call.parent : undefined;
  if (assignment?.parent === statement && statement.kind === "expression_statement")
    return heldExchange(sent, statement, assignment.child("left")!.text, moving);
  if (!isEvaluatedFirst(call, statement))
    throw new CannotMove("its response is used in a place that aiohttp's can't be");
  return { sent, statement, last: statement, name: undefined };
}

function heldExchange(sent: Sent, statement: Node, name: string, moving: Moving): Exchange {
  const { call } = sent.request;
  const users = usesOf(name, moving.function, moving.context).filter((use) =>
    use.reaching.some((binding) => boundValue(binding) === call),
  );
  let last = statement;
  for (const use of users) {
    if (use.reaching.some((binding) => boundValue(binding) !== call))
      throw new CannotMove(`${name} may also hold what no request has given`);
    const user = statementIn(statement.parent!, use.node);
    if (user === undefined || user.start < statement.start)
      throw new CannotMove("its response is read outside of the block that asks for it");
    if (user.end > last.end) last = user;
    convertResponse(use.node, moving);
  }
  return { sent, statement, last, name };
}

const WHOLE_STATEMENTS: ReadonlySet<Kind> = new Set(["expression_statement", "return_statement"]);
const FIRST_PARTS: Readonly<Record<string, string>> = {
  attribute: "object",
  call: "function",
  subscript: "value",
  assignment: "right",
  await: "",
};

/** Whether nothing of its statement runs before the call, and it surely runs. */
function isEvaluatedFirst(call: Node, statement: Node): boolean {
  if (!WHOLE_STATEMENTS.has(statement.kind)) return false;
  for (let node = call; node !== statement; node = node.parent!) {
    const around = node.parent!;
    if (around !== statement && around.kind !== "parenthesized_expression" && FIRST_PARTS[around.kind] !== node.field)
      return false;
  }
  return true;
}

/** A session that sends requests. */
interface Session {
  readonly name: string;
  /** Whether it holds the timeout that the requests stated. */
  readonly hasTimeout: boolean;
}

/** The session that sends all requests: one that is there, or a new one around them. */
function openSession(exchanges: readonly Exchange[], moving: Moving): Session {
  const calls = exchanges.map((one) => one.sent.request.call);
  const reused = clientInScope(calls, moving.function, "aiohttp.ClientSession", moving.context);
  if (reused !== undefined) {
    moving.notes.add(`requests share the headers, cookies and timeout of ${reused}`);
    return { name: reused, hasTimeout: false };
  }
  const run = smallestRun([...calls, ...exchanges.map((one) => one.last)], moving.function);
  const first = exchanges[0]!.sent.timeout;
  const shared =
    first !== undefined &&
    exchanges.every((one) => one.sent.timeout?.text === first.text) &&
    isReadyAt(first.node, run.first.start, moving);
  const limit = seconds(moving.context.settings.defaultTimeout);
  if (!shared && exchanges.some((one) => one.sent.timeout === undefined))
    moving.notes.add(`requests give up after ${limit} seconds`);
  const timeout = shared ? first.text : `${named(moving, "aiohttp.ClientTimeout", calls[0]!)}(total=${limit})`;
  const session = freshName(moving.context, "session", calls[0]!);
  if (calls.length > 1) moving.notes.add("cookies that a server sets go with later requests");
  const head = `async with ${named(moving, "aiohttp.ClientSession", calls[0]!)}`;
  const header = `${head}(timeout=${timeout}) as ${session}:`;
  const at = header.indexOf("total=") + "total=".length;
  moving.rewriter.wrap(run.first, run.last, header, shared ? undefined : { start: at, end: at + limit.length });
  return { name: session, hasTimeout: shared };
}

export function writeExchange({ sent, statement, last, name }: Exchange, session: Session, moving: Moving): void {
  const { rewriter, context } = moving;
  const { call, method } = sent.request;
  const args = [
    ...sent.args,
    ...(sent.timeout === undefined || session.hasTimeout ? [] : [`timeout=${sent.timeout.text}`]),
  ];
  const isUnused = name === undefined && call.parent === statement && statement.kind === "expression_statement";
  const response = name ?? freshName(context, "response", call);
  const header = `async with ${session.name}.${method}(${args.join(", ")})${isUnused ? ":" : ` as ${response}:`}`;
  if (name === undefined && !isUnused) {
    convertResponse(call, moving);
    rewriter.wrap(statement, statement, header);
    rewriter.replace(call, response);
    return;
  }
  rewriter.indentAfter(statement, last);
  moving.later.push(() => {
    const indentation = rewriter.indentationAt(statement.start);
    const body = last === statement ? `${rewriter.lineBreak}${indentation}${rewriter.unit}pass` : "";
    rewriter.replace(statement, header + body);
  });
}
