import { awaited, canAwait } from "../awaiting";
import type { Node } from "../../syntax/tree";
import type { Sent } from "./arguments";
import { convertAuth } from "./auth";
import { type Use, usesOf } from "./bindings";
import { originOf } from "./body";
import { CannotMove, type Moving, named, type Shared } from "./moving";
import { CLIENT_OPTIONS, SAME_SESSION_MEMBERS } from "./requests-facts";
import { onlyItem, type Session } from "./requests";
import { sharesLine } from "./run";
import { settle, type Settled } from "./settle";
import { statementIn } from "../../syntax/statements";

/** What is known of a session from its uses. */
interface Usage {
  readonly uses: readonly Use[];
  readonly closes: readonly Node[];
  /** Settings that a client takes only when it is made, with the statements that set them. */
  readonly options: ReadonlyMap<string, Shared & { readonly statement: Node }>;
  /** Statements that only set the session up. */
  readonly settings: ReadonlySet<Node>;
}

/** Makes a session an async client, and says how its calls are written. */
export function convertSession(session: Session, sent: readonly Sent[], moving: Moving): Settled {
  const usage = usageOf(session, sent, moving);
  const settled =
    moving.from === "requests"
      ? settle(sent, session.statement.start, moving, usage.options)
      : { client: [], chosen: undefined, calls: new Map(sent.map((one) => [one, { drop: [], add: [] }])) };
  for (const { statement } of usage.options.values()) moving.rewriter.removeStatement(statement);
  writeCreation(session, settled, moving);
  if (session.form === "with") {
    onlyItem(session.statement);
    moving.rewriter.insertBefore(session.statement, "async ");
    for (const close of usage.closes) awaitClose(close, moving);
  } else {
    openByStatement(session, usage, moving);
  }
  return settled;
}

function usageOf(session: Session, sent: readonly Sent[], moving: Moving): Usage {
  const uses = usesOf(session.name, moving.function, moving.context);
  const calls = new Set(sent.map((one) => one.request.callee));
  const closes: Node[] = [];
  const options = new Map<string, Shared & { readonly statement: Node }>();
  const settings = new Set<Node>();
  for (const { node, nested } of uses) {
    const access = node.parent;
    if (access?.kind !== "attribute" || node.field !== "object") throw new CannotMove(`${session.name} is handed on`);
    if (nested) throw new CannotMove(`${session.name} is used by a function within`);
    if (calls.has(access)) continue;
    const member = access.child("attribute")!.text;
    const call = access.parent?.kind === "call" && access.field === "function" ? access.parent : undefined;
    if (member === "close" && call !== undefined) closes.push(call);
    else if (member === "mount" && call !== undefined && moving.from === "requests") settings.add(convertMount(session, call, options, moving));
    else if (moving.from === "requests") convertMember(session, access, member, options, moving);
  }
  for (const { statement } of options.values()) settings.add(statement);
  if (options.has("transport") && options.size > 1) throw new CannotMove("httpx takes these settings for the transport");
  return { uses, closes, options, settings };
}

function convertMember(session: Session, access: Node, member: string, options: Map<string, Shared & { readonly statement: Node }>, moving: Moving): void {
  const outer = access.parent;
  if (SAME_SESSION_MEMBERS.has(member)) {
    const call = outer?.parent?.kind === "call" && outer.child("attribute")?.text === "get_dict" ? outer.parent : undefined;
    if (call !== undefined) moving.rewriter.insertBefore(call, "dict(").replaceRange(access.end, call.end, ")");
    if (member === "auth" && outer?.kind === "assignment" && access.field === "left") convertAuth(outer.child("right")!, moving);
    return;
  }
  if (!CLIENT_OPTIONS.has(member)) throw new CannotMove(`an httpx client has no ${member}`);
  const value = outer?.kind === "assignment" && access.field === "left" ? outer.child("right") : undefined;
  const statement = outer?.parent;
  const follows = session.form === "with" ? statement?.parent === session.statement.child("body") : statement?.parent === session.statement.parent;
  if (value === undefined || statement?.kind !== "expression_statement" || !follows || options.has(member))
    throw new CannotMove(`${session.name}.${member} changes while it is used, and httpx takes it when the client is made`);
  options.set(member, { text: value.text, node: value, statement });
}

/** `session.mount(prefix, HTTPAdapter(max_retries=N))`: the client's transport tries again. */
function convertMount(session: Session, call: Node, options: Map<string, Shared & { readonly statement: Node }>, moving: Moving): Node {
  const { infer } = moving.context;
  const [prefix, adapter] = call.child("arguments")!.named;
  const made = adapter === undefined ? undefined : originOf(adapter, infer);
  const argument = made?.kind === "call" && infer.callee(made) === "requests.adapters.HTTPAdapter" ? made.child("arguments")!.named : [];
  const retries = argument.length === 1 && argument[0]!.child("name")?.text === "max_retries" ? argument[0]!.child("value")! : undefined;
  const statement = call.parent;
  const follows = statement?.parent === (session.form === "with" ? session.statement.child("body") : session.statement.parent);
  if (retries?.kind !== "integer" || statement?.kind !== "expression_statement" || !follows || !/^["']https?:\/\/["']$/.test(prefix?.text ?? ""))
    throw new CannotMove("an httpx client has no adapters");
  const text = `${named(moving, `${moving.to}.AsyncHTTPTransport`, call)}(retries=${retries.text})`;
  const before = options.get("transport");
  if (before !== undefined && before.text !== text) throw new CannotMove("its adapters differ");
  moving.notes.add("only connecting is tried again");
  if (before === undefined) options.set("transport", { text, node: retries, statement });
  else moving.rewriter.removeStatement(statement);
  if (made !== adapter && adapter?.kind === "identifier" && before === undefined) removeAdapter(adapter, made!, moving);
  return statement;
}

/** The variable of an adapter goes where it was for mounting alone. */
function removeAdapter(name: Node, made: Node, moving: Moving): void {
  const statement = made.parent?.parent;
  const uses = usesOf(name.text, moving.function, moving.context);
  const onlyMounted = uses.every(({ node }) => node.parent?.parent?.child("function")?.child("attribute")?.text === "mount");
  if (statement?.kind !== "expression_statement" || made.parent?.kind !== "assignment" || !onlyMounted)
    throw new CannotMove("its adapter is used elsewhere too");
  moving.rewriter.removeStatement(statement);
}

function writeCreation(session: Session, settled: Settled, moving: Moving): void {
  const { creation } = session;
  const { rewriter } = moving;
  const callee = creation.child("function")!;
  const args = creation.child("arguments")!;
  rewriter.replace(callee, named(moving, `${moving.to}.AsyncClient`, creation));
  if (moving.from !== "requests") return convertClientArguments(args, moving);
  if (args.named.length > 0) throw new CannotMove("its session is made with arguments");
  moving.later.push(() => {
    const text = `(${settled.client.join(", ")})`;
    const at = settled.chosen === undefined ? -1 : text.indexOf(`timeout=${settled.chosen}`) + "timeout=".length;
    rewriter.replaceRange(args.start, args.end, text, at < 0 ? undefined : { start: at, end: at + settled.chosen!.length });
  });
}

/** A sync client of httpx takes what the async one takes, but for what does the work. */
function convertClientArguments(args: Node, moving: Moving): void {
  for (const argument of args.named) {
    const name = argument.child("name")?.text;
    if (argument.kind !== "keyword_argument") throw new CannotMove(`${argument.text} may hold what only a sync client takes`);
    if (name === "event_hooks" || name === "app" || name === "mounts" || name === "auth") {
      const value = argument.child("value")!;
      if (name === "auth" && (value.kind === "tuple" || moving.context.infer.callee(value)?.startsWith(moving.from) === true)) continue;
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

/** `session = Session()` becomes `async with ... as session:` around its uses, or stays where the code closes it in its own way. */
function openByStatement(session: Session, usage: Usage, moving: Moving): void {
  const { statement, creation, name } = session;
  const { rewriter } = moving;
  const block = statement.parent!;
  const users = usage.uses.map(({ node }) => {
    const user = statementIn(block, node);
    if (user === undefined || user.start < statement.start) throw new CannotMove(`${name} is used outside of the block that makes it`);
    return user;
  });
  const siblings = block.named;
  const lastUser = users.reduce((a, b) => (b.end > a.end ? b : a), statement);
  const close = usage.closes.length === 1 ? usage.closes[0]! : undefined;
  const closing = close?.parent?.kind === "expression_statement" && close.parent.parent === block && close.parent === lastUser ? close.parent : undefined;
  if (usage.closes.length > 0 && closing === undefined) {
    for (const one of usage.closes) awaitClose(one, moving);
    return;
  }
  if (sharesLine(statement, siblings[siblings.indexOf(statement) + 1]) || sharesLine(siblings[siblings.indexOf(statement) - 1], statement))
    throw new CannotMove("another statement stands on its line");
  const kept = users.filter((user) => user !== closing && !usage.settings.has(user));
  const last = kept.reduce((a, b) => (b.end > a.end ? b : a), statement);
  if (last === statement) throw new CannotMove(`${name} is never used`);
  if (closing !== undefined) rewriter.removeStatement(closing);
  rewriter.replaceRange(statement.start, creation.start, "async with ");
  rewriter.insertAfter(creation, ` as ${name}:`);
  rewriter.indentAfter(statement, last);
}

function awaitClose(call: Node, moving: Moving): void {
  if (!canAwait(call)) throw new CannotMove("it is closed where nothing can be awaited");
  const [before, after] = awaited(call, "\0").split("\0") as [string, string];
  moving.rewriter.insertBefore(call, before).replace(call.child("function")!.child("attribute")!, "aclose");
  if (after !== "") moving.rewriter.insertAfter(call, after);
}
