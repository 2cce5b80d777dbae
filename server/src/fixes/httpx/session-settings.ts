import { awaited, canAwait } from "../awaiting";
import { originOf } from "./body";
import { convertAuth } from "./auth";
import { usesOf } from "./bindings";
import { CannotMove, type Moving, named, type Shared } from "./moving";
import { isSending } from "./requests";
import { CLIENT_OPTIONS, COOKIE_MEMBERS, SAME_SESSION_MEMBERS } from "./requests-facts";
import type { Node } from "../../syntax/tree";

/** What a client is told when it is made, with the statement that told it the session. */
export type Option = Shared & { readonly statement: Node };

/** A session whose settings are read. */
export interface Configured {
  /** How the code calls it. */
  readonly name: string;
  /** The statement that makes it; undefined where it isn't made in this file. */
  readonly statement: Node | undefined;
  /** Whether a statement sets it up behind that one, before anything else can happen to it. */
  isSetUpBy(statement: Node): boolean;
}

/** What enters a session, and the counterparts of any client, which are awaited. */
const AWAITED_MEMBERS: ReadonlyMap<string, string> = new Map([
  ["__enter__", "__aenter__"],
  ["__exit__", "__aexit__"],
]);

/** Whether a call of a session's method is awaited once that is a client, though it sends nothing. */
export function isAwaitedMember(name: string): boolean {
  return name === "close" || AWAITED_MEMBERS.has(name);
}

/**
 * The name of a member of a session, and its call where it is called.
 *
 * @throws CannotMove for a method that sends where it isn't known to: whoever is given it calls it without an `await`
 */
export function memberUsed(
  access: Node,
  session: Configured,
  moving: Moving,
): { readonly member: string; readonly call: Node | undefined } {
  const member = access.child("attribute")!.text;
  const call = access.parent?.kind === "call" && access.field === "function" ? access.parent : undefined;
  if (isSending(member, moving.from))
    throw new CannotMove(`${session.name}.${member} ${call === undefined ? "is handed on" : "isn't known to send"}`);
  return { member, call };
}

/** What is done with a session besides sending: what sets it up goes to where its client is made, or stays as it is. */
export class SessionSettings {
  /** Calls that close it. */
  readonly closes: Node[] = [];
  /** Calls of its `__enter__` and `__exit__`. */
  readonly entries: Node[] = [];
  /** Settings that a client takes only when it is made. */
  readonly options = new Map<string, Option>();
  /** Statements that only set it up, and go. */
  readonly statements = new Set<Node>();

  constructor(readonly session: Configured) {}

  /** @throws CannotMove where httpx has nothing for a member that is read, called or set */
  take(access: Node, moving: Moving): void {
    const { member, call } = memberUsed(access, this.session, moving);
    if (call !== undefined && isAwaitedMember(member)) (member === "close" ? this.closes : this.entries).push(call);
    else if (moving.from !== "requests") return;
    else if (member === "mount" && call !== undefined) this.#mount(call, moving);
    else this.#member(access, member, moving);
    if (this.options.has("transport") && this.options.size > 1)
      throw new CannotMove("httpx takes these settings for the transport");
  }

  #member(access: Node, member: string, moving: Moving): void {
    const outer = access.parent;
    const value = outer?.kind === "assignment" && access.field === "left" ? outer.child("right") : undefined;
    if (SAME_SESSION_MEMBERS.has(member)) {
      if (member === "auth" && value !== undefined) convertAuth(value, moving);
      if (member === "params") convertParams(access, moving);
      if (member === "cookies") convertCookies(access, moving);
      return;
    }
    if (!CLIENT_OPTIONS.has(member)) throw new CannotMove(`an httpx client has no ${member}`);
    const given = value ?? updatedWith(access, member);
    const statement = (value === undefined ? outer?.parent : outer)?.parent;
    if (
      given === undefined ||
      statement?.kind !== "expression_statement" ||
      !this.session.isSetUpBy(statement) ||
      this.options.has(member)
    )
      throw new CannotMove(
        `${this.session.name}.${member} changes while it is used, and httpx takes it when the client is made`,
      );
    this.#takeOption(member, { text: given.text, node: given, statement });
  }

  #takeOption(name: string, option: Option): void {
    if (this.session.statement !== undefined && isBoundBetween(this.session.statement, option))
      throw new CannotMove(`${this.session.name}.${name} is given what is not known yet where the session is made`);
    this.options.set(name, option);
    this.statements.add(option.statement);
  }

  /** `session.mount(prefix, HTTPAdapter(max_retries=N))`: the client's transport tries again. */
  #mount(call: Node, moving: Moving): void {
    const { infer } = moving.context;
    const [prefix, adapter] = call.child("arguments")!.named;
    const made = adapter === undefined ? undefined : originOf(adapter, infer);
    const statement = call.parent;
    if (made?.kind !== "call" || infer.callee(made) !== "requests.adapters.HTTPAdapter")
      throw new CannotMove("an httpx client has no adapters");
    if (
      statement?.kind !== "expression_statement" ||
      !this.session.isSetUpBy(statement) ||
      !/^["']https?:\/\/["']$/.test(prefix?.text ?? "")
    )
      throw new CannotMove("an httpx client has no adapters but for all that it sends");
    this.statements.add(statement);
    const retries = retriesOf(made, moving);
    const text =
      retries === undefined
        ? undefined
        : `${named(moving, `${moving.to}.AsyncHTTPTransport`, call)}(retries=${retries.text})`;
    const before = this.options.get("transport");
    if (before !== undefined && before.text !== text) throw new CannotMove("its adapters differ");
    const isFirst = before === undefined && text !== undefined;
    if (isFirst) this.options.set("transport", { text, node: retries!, statement });
    else moving.rewriter.removeStatement(statement);
    if (made !== adapter && adapter?.kind === "identifier" && before === undefined)
      this.#removeAdapter(adapter, made, moving);
  }

  /** The variable of an adapter goes where it was for mounting alone. */
  #removeAdapter(name: Node, made: Node, moving: Moving): void {
    if (moving.function.kind !== "function_definition")
      throw new CannotMove("its adapter is held by a variable of the module");
    const statement = made.parent?.parent;
    const uses = usesOf(name.text, moving.function, moving.context);
    const onlyMounted = uses.every(
      ({ node }) => node.parent?.parent?.child("function")?.child("attribute")?.text === "mount",
    );
    if (statement?.kind !== "expression_statement" || made.parent?.kind !== "assignment" || !onlyMounted)
      throw new CannotMove("its adapter is used elsewhere too");
    if (!this.statements.has(statement)) moving.rewriter.removeStatement(statement);
    this.statements.add(statement);
  }
}

/**
 * The parameters of a client are set as a whole: `session.params.update(more)` becomes `session.params =
 * session.params.merge(more)`.
 */
function convertParams(access: Node, { rewriter }: Moving): void {
  const method = access.parent;
  if (method?.kind === "subscript" && method.parent?.kind === "assignment" && method.field === "left")
    throw new CannotMove("the parameters of an httpx client are set as a whole");
  if (
    method?.kind !== "attribute" ||
    access.field !== "object" ||
    ["get", "items", "keys", "values"].includes(method.child("attribute")!.text)
  )
    return;
  const call = method.parent;
  if (
    method.child("attribute")!.text !== "update" ||
    call?.parent?.kind !== "expression_statement" ||
    call.child("arguments")?.named.length !== 1
  )
    throw new CannotMove("the parameters of an httpx client are set as a whole");
  rewriter.insertBefore(call, `${access.text} = `).replace(method.child("attribute")!, "merge");
}

function convertCookies(access: Node, { rewriter }: Moving): void {
  const method = access.parent;
  const member =
    method?.kind === "attribute" && access.field === "object" ? method.child("attribute")!.text : undefined;
  if (member === "get_dict" && method!.parent?.kind === "call")
    rewriter.insertBefore(method!.parent, "dict(").replaceRange(access.end, method!.parent.end, ")");
  else if (member !== undefined && !COOKIE_MEMBERS.has(member))
    throw new CannotMove(`the cookies of an httpx client have no ${member}`);
}

/** What `session.proxies.update({...})` adds to a mapping that is empty till then. */
function updatedWith(access: Node, member: string): Node | undefined {
  const method = access.parent;
  const call = method?.kind === "attribute" && method.child("attribute")?.text === "update" ? method.parent : undefined;
  const given = call?.kind === "call" && method?.field === "function" ? call.child("arguments")!.named : [];
  return member === "proxies" && given.length === 1 && given[0]!.kind !== "keyword_argument" ? given[0] : undefined;
}

/**
 * How often an adapter tries again; undefined where it doesn't. @throws CannotMove where it does more than connect
 * again
 */
function retriesOf(made: Node, moving: Moving): Node | undefined {
  const { infer } = moving.context;
  let retries: Node | undefined;
  for (const argument of made.child("arguments")!.named) {
    const name = argument.child("name")?.text;
    if (name === "pool_connections" || name === "pool_maxsize")
      moving.notes.add("connections are kept within httpx's own limits");
    else if (name === "max_retries") retries = argument.child("value")!;
    else throw new CannotMove(`httpx has nothing for HTTPAdapter(${argument.text})`);
  }
  if (retries === undefined) return undefined;
  const policy = originOf(retries, infer);
  if (policy.kind === "call")
    throw new CannotMove(
      `httpx tries nothing but connecting again, which ${policy.child("function")!.text}(...) is more than`,
    );
  if (retries.kind !== "integer") throw new CannotMove("how often its adapter tries again isn't known here");
  moving.notes.add("only connecting is tried again");
  return retries;
}

/** Whether a statement between that of a session and that of a setting binds anything that the setting is made of. */
export function isBoundBetween(statement: Node, option: Option): boolean {
  const names = new Set([...option.node.subtree()].flatMap((part) => (part.kind === "identifier" ? [part.text] : [])));
  const siblings = statement.parent?.named ?? [];
  return siblings
    .filter((one) => one.start > statement.start && one.end < option.statement.start)
    .some((one) =>
      [...one.descendants("assignment", "named_expression")].some((assignment) => {
        const target = assignment.child("left") ?? assignment.child("name");
        const bound = target?.kind === "attribute" ? target.child("attribute") : target;
        return bound !== undefined && names.has(bound.text);
      }),
    );
}

/**
 * `session.close()` becomes `await session.aclose()`, and so on.
 *
 * @param close what the method is called that closes a client
 */
export function awaitClose(call: Node, moving: Moving, close = "aclose"): void {
  if (!canAwait(call)) throw new CannotMove("it is closed where nothing can be awaited");
  const [before, after] = awaited(call, "\0").split("\0") as [string, string];
  const member = call.child("function")!.child("attribute")!;
  moving.rewriter
    .insertBefore(call, before)
    .replace(member, member.text === "close" ? close : AWAITED_MEMBERS.get(member.text)!);
  if (after !== "") moving.rewriter.insertAfter(call, after);
}
