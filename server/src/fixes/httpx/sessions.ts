import type { Node } from "../../syntax/tree";
import type { Sent } from "./arguments";
import { type Use, usesOf } from "./bindings";
import { CannotMove, type Moving, named } from "./moving";
import { onlyItem, type Session } from "./requests";
import { sharesLine } from "./run";
import { awaitClose, SessionSettings } from "./session-settings";
import { isReadyAt, settleOpened, type Settled } from "./settle";
import { statementIn } from "../../syntax/statements";

/** What is known of a session from its uses. */
interface Usage {
  readonly uses: readonly Use[];
  readonly settings: SessionSettings;
}

/** Makes a session an async client, and says how its calls are written. */
export function convertSession(session: Session, sent: readonly Sent[], moving: Moving): Settled {
  const { uses, settings } = usageOf(session, sent, moving);
  const settled = settleOpened(
    sent,
    (value) => isReadyAt(value, session.statement.start, moving),
    moving,
    settings.options,
  );
  for (const { statement } of settings.options.values()) moving.rewriter.removeStatement(statement);
  writeCreation(session.creation, settled, moving);
  if (session.form === "with") {
    onlyItem(session.statement);
    moving.rewriter.insertBefore(session.statement, "async ");
    for (const close of settings.closes) awaitClose(close, moving);
  } else {
    openByStatement(session, uses, settings, moving);
  }
  return settled;
}

function usageOf(session: Session, sent: readonly Sent[], moving: Moving): Usage {
  const uses = usesOf(session.name, moving.function, moving.context);
  const calls = new Set(sent.map((one) => one.request.callee));
  const suite = session.form === "with" ? session.statement.child("body") : session.statement.parent;
  const settings = new SessionSettings({
    name: session.name,
    statement: session.statement,
    isSetUpBy: (statement) => statement.parent === suite,
  });
  for (const { node, nested } of uses) {
    const access = node.parent;
    if (access?.kind !== "attribute" || node.field !== "object") throw new CannotMove(`${session.name} is handed on`);
    if (nested) throw new CannotMove(`${session.name} is used by a function within`);
    if (!calls.has(access)) settings.take(access, moving);
  }
  if (settings.entries.length > 0) throw new CannotMove(`${session.name} is entered by a call`);
  return { uses, settings };
}

/**
 * Rewrites the call that makes a session to one that makes a client. @throws CannotMove for arguments that this takes
 * otherwise
 */
export function writeCreation(creation: Node, settled: Settled, moving: Moving): void {
  const { rewriter } = moving;
  const callee = creation.child("function")!;
  const args = creation.child("arguments")!;
  rewriter.replace(callee, named(moving, `${moving.to}.AsyncClient`, creation));
  if (moving.from !== "requests") return convertClientArguments(args, moving);
  if (args.named.length > 0) throw new CannotMove("its session is made with arguments");
  moving.later.push(() => {
    const text = `(${settled.client.join(", ")})`;
    const at = settled.chosen === undefined ? -1 : text.indexOf(`timeout=${settled.chosen}`) + "timeout=".length;
    rewriter.replaceRange(
      args.start,
      args.end,
      text,
      at < 0 ? undefined : { start: at, end: at + settled.chosen!.length },
    );
  });
}

/** A sync client of httpx takes what the async one takes, but for what does the work. */
function convertClientArguments(args: Node, moving: Moving): void {
  for (const argument of args.named) {
    const name = argument.child("name")?.text;
    if (argument.kind !== "keyword_argument")
      throw new CannotMove(`${argument.text} may hold what only a sync client takes`);
    if (name === "event_hooks" || name === "app" || name === "mounts" || name === "auth") {
      const value = argument.child("value")!;
      if (
        name === "auth" &&
        (value.kind === "tuple" || moving.context.infer.callee(value)?.startsWith(moving.from) === true)
      )
        continue;
      if (name === "auth") moving.notes.add("a class of auth must not rely on sync_auth_flow");
      else throw new CannotMove(`${name}= is made for a sync client`);
    }
    if (name !== "transport") continue;
    const transport = argument.child("value")!;
    const callee = transport.kind === "call" ? transport.child("function") : undefined;
    if (callee === undefined || moving.context.infer.name(callee) !== `${moving.from}.HTTPTransport`)
      throw new CannotMove("transport= is made for a sync client");
    moving.rewriter.replace(callee, named(moving, `${moving.to}.AsyncHTTPTransport`, transport));
  }
}

/**
 * `session = Session()` becomes `async with ... as session:` around its uses, or stays where the code closes it in its
 * own way.
 */
function openByStatement(
  session: Session,
  uses: readonly Use[],
  { closes, statements }: SessionSettings,
  moving: Moving,
): void {
  const { statement, creation, name } = session;
  const { rewriter } = moving;
  const block = statement.parent!;
  const users = uses.map(({ node }) => {
    const user = statementIn(block, node);
    if (user === undefined || user.start < statement.start)
      throw new CannotMove(`${name} is used outside of the block that makes it`);
    return user;
  });
  const siblings = block.named;
  const lastUser = users.reduce((a, b) => (b.end > a.end ? b : a), statement);
  const close = closes.length === 1 ? closes[0]! : undefined;
  const closing =
    close?.parent?.kind === "expression_statement" && close.parent.parent === block && close.parent === lastUser
      ? close.parent
      : undefined;
  if (closes.length > 0 && closing === undefined) {
    for (const one of closes) awaitClose(one, moving);
    return;
  }
  if (
    sharesLine(statement, siblings[siblings.indexOf(statement) + 1]) ||
    sharesLine(siblings[siblings.indexOf(statement) - 1], statement)
  )
    throw new CannotMove("another statement stands on its line");
  const kept = users.filter((user) => user !== closing && !statements.has(user));
  const last = kept.reduce((a, b) => (b.end > a.end ? b : a), statement);
  if (last === statement) throw new CannotMove(`${name} is never used`);
  if (closing !== undefined) rewriter.removeStatement(closing);
  rewriter.replaceRange(statement.start, creation.start, "async with ");
  rewriter.insertAfter(creation, ` as ${name}:`);
  rewriter.indentAfter(statement, last);
}
