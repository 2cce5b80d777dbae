import { CannotMove, type Moving, named } from "../httpx/moving";
import { type Configured, isAwaitedMember, isBoundBetween, memberUsed, type Option } from "../httpx/session-settings";
import type { Node } from "../../syntax/tree";

/** Why a setting of requests has no place in a session of aiohttp. */
const NO_PLACE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    params: "an aiohttp session has no params",
    proxies: "aiohttp takes a proxy with each request",
    cert: "aiohttp takes a certificate in an SSL context",
    hooks: "aiohttp has no hooks",
    mount: "an aiohttp session has no adapters",
    max_redirects: "aiohttp takes max_redirects with each request",
  }),
);

/** What is done with a session besides sending, where one of aiohttp takes its place. */
export class AiohttpSettings {
  readonly closes: Node[] = [];
  readonly entries: Node[] = [];
  /** What the new session is made with, by the names of its arguments. */
  readonly options = new Map<string, Option>();

  constructor(readonly session: Configured) {}

  /** @throws CannotMove where aiohttp has nothing for a member that is read, called or set */
  take(access: Node, moving: Moving): void {
    const { member, call } = memberUsed(access, this.session, moving);
    if (call !== undefined && isAwaitedMember(member)) {
      (member === "close" ? this.closes : this.entries).push(call);
      return;
    }
    const given =
      access.parent?.kind === "assignment" && access.field === "left" ? access.parent.child("right") : undefined;
    switch (member) {
      case "headers":
        // They can be changed while the session is used, but not be others.
        if (given === undefined) return;
        throw new CannotMove("the headers of an aiohttp session are changed, and not set");
      case "cookies":
        return convertCookies(access, moving);
      case "auth":
        if (given?.kind !== "tuple") break;
        return this.#option("auth", `${named(moving, "aiohttp.BasicAuth", given)}${given.text}`, access, given);
      case "trust_env":
        if (given === undefined) break;
        return this.#option("trust_env", given.text, access, given);
      case "verify":
        if (given?.kind !== "false") break;
        return this.#option("connector", `${named(moving, "aiohttp.TCPConnector", given)}(ssl=False)`, access, given);
      default:
    }
    throw new CannotMove(NO_PLACE.get(member) ?? `an aiohttp session has nothing for ${access.text} as it is used`);
  }

  #option(name: string, text: string, access: Node, node: Node): void {
    const statement = access.parent?.parent;
    if (statement?.kind !== "expression_statement" || !this.session.isSetUpBy(statement) || this.options.has(name))
      throw new CannotMove(`${access.text} changes while it is used, and aiohttp takes it when the session is made`);
    const option = { text, node, statement };
    if (this.session.statement !== undefined && isBoundBetween(this.session.statement, option))
      throw new CannotMove(`${access.text} is given what is not known yet where the session is made`);
    this.options.set(name, option);
  }
}

/** `session.cookies.set(name, value)` becomes `session.cookie_jar.update_cookies({name: value})`. */
function convertCookies(access: Node, { rewriter }: Moving): void {
  const method = access.parent;
  const call = method?.kind === "attribute" && access.field === "object" ? method.parent : undefined;
  const args = call?.kind === "call" && method?.field === "function" ? call.child("arguments") : undefined;
  const name = method?.child("attribute");
  const given = args?.named ?? [];
  const arePlain = given.every(({ kind }) => kind !== "keyword_argument" && !kind.endsWith("splat"));
  if (args === undefined || name === undefined || !arePlain)
    throw new CannotMove("an aiohttp session has a cookie jar");
  if (name.text === "update" && given.length === 1) rewriter.replace(name, "update_cookies");
  else if (name.text === "set" && given.length === 2)
    rewriter
      .replace(name, "update_cookies")
      .replaceRange(args.start, args.end, `({${given[0]!.text}: ${given[1]!.text}})`);
  else throw new CannotMove(`the cookie jar of an aiohttp session has no ${name.text}`);
  rewriter.replace(access.child("attribute")!, "cookie_jar");
}
