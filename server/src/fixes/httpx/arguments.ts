import type { Node } from "../../syntax/tree";
import { convertAuth } from "./auth";
import { bodyKind, filesAreTyped, hasTextFile, holdsNone, mayHoldNone, sentVariously, urlHasQuery } from "./body";
import { CannotMove, type Moving, named, type Request, type Shared } from "./moving";
import { BODILESS } from "./requests-facts";

/** What becomes of one argument. */
type Change = { readonly kind: "keep"; readonly name?: string; readonly value?: string } | { readonly kind: "drop" };

/** An expression that gives a response. */
export interface Received {
  readonly call: Node;
  /** Whether its body has still to be read. */
  readonly streamed: boolean;
}

/** A call as the async client sends it. */
export interface Sent extends Received {
  readonly request: Request;
  /** The client's method. */
  readonly method: string;
  /** An argument put in front of the others: the HTTP method. */
  readonly lead: string | undefined;
  readonly changes: ReadonlyMap<Node, Change>;
  /** The timeout as httpx takes it, and the argument that states it. */
  readonly timeout: (Shared & { readonly argument: Node }) | undefined;
  readonly redirects: { readonly follow: boolean | Shared; readonly argument: Node | undefined };
  /** What the client must be opened with. */
  readonly options: ReadonlyMap<string, Shared & { readonly argument: Node }>;
}

interface Given {
  readonly name: string;
  readonly argument: Node;
  readonly value: Node;
  readonly positional: boolean;
}

/** Says how a call is sent by httpx. @throws CannotMove where an argument has no counterpart */
export function convertArguments(request: Request, moving: Moving): Sent {
  const given = givenArguments(request);
  return moving.from === "requests"
    ? new RequestsArguments(request, given, moving).convert()
    : httpxArguments(request, given);
}

function givenArguments({ call, row }: Request): readonly Given[] {
  const list = call.child("arguments");
  if (list?.kind !== "argument_list") throw new CannotMove("its argument is a generator");
  const parameters = row.parameters ?? [];
  let position = 0;
  return list.named.map((argument) => {
    if (argument.kind.endsWith("splat"))
      throw new CannotMove(`${argument.text} may hold arguments that httpx takes elsewhere`);
    if (argument.kind === "keyword_argument")
      return { name: argument.child("name")!.text, argument, value: argument.child("value")!, positional: false };
    const name = parameters[position++];
    if (name === undefined) throw new CannotMove(`it has more positional arguments than ${row.name}() takes`);
    return { name, argument, value: argument, positional: true };
  });
}

class RequestsArguments {
  readonly #changes = new Map<Node, Change>();
  readonly #options = new Map<string, Shared & { readonly argument: Node }>();
  #timeout: Sent["timeout"];
  #streamed = false;
  #redirects: Sent["redirects"];
  #hasBody = false;

  constructor(
    readonly request: Request,
    readonly given: readonly Given[],
    readonly moving: Moving,
  ) {
    this.#redirects = { follow: request.method !== "head", argument: undefined };
  }

  convert(): Sent {
    if (this.#isGiven("data") && this.#isGiven("json"))
      throw new CannotMove("it has both data and json, of which requests sends only one");
    for (const given of this.given) this.#convertOne(given);
    const { method } = this.request;
    if (this.#hasBody && ["put", "patch", "delete", "request"].includes(method) && this.#redirects.follow !== false)
      this.moving.notes.add("a redirected PUT, PATCH or DELETE keeps its body");
    const needsRequest = this.#hasBody && BODILESS.has(method);
    const lead =
      (this.#streamed || needsRequest) && method !== "request"
        ? `${this.moving.quote}${method.toUpperCase()}${this.moving.quote}`
        : undefined;
    if (lead !== undefined && this.given.some((one) => one.name === "url" && !one.positional)) {
      const url = this.given.find((one) => one.name === "url")!;
      if (this.given[0] !== url) throw new CannotMove("its url is not its first argument");
      this.#changes.set(url.argument, { kind: "keep", value: url.value.text });
    }
    return {
      call: this.request.call,
      request: this.request,
      method: this.#streamed ? "stream" : needsRequest ? "request" : method,
      lead,
      changes: this.#changes,
      timeout: this.#timeout,
      redirects: this.#redirects,
      options: this.#options,
      streamed: this.#streamed,
    };
  }

  #isGiven(name: string): boolean {
    return this.given.some((one) => one.name === name && one.value.kind !== "none");
  }

  #convertOne(given: Given): void {
    const { name, value } = given;
    if (value.kind === "none" && !["timeout", "method", "url"].includes(name)) return this.#drop(given);
    switch (name) {
      case "method":
      case "url":
        return;
      case "params":
        return this.#params(given);
      case "data":
        return this.#data(given);
      case "json":
        this.#hasBody = true;
        this.moving.notes.add("JSON is sent without spaces");
        return this.#keep(given, "json");
      case "files":
        this.#hasBody = true;
        if (hasTextFile(value)) throw new CannotMove("httpx takes files in binary mode only");
        if (value.kind !== "dictionary") this.moving.notes.add("files must be open in binary mode");
        if (!filesAreTyped(value)) this.moving.notes.add("files are sent with the type and name that httpx guesses");
        return this.#keep(given, "files");
      case "headers":
        if (holdsNone(value, this.moving.context.infer)) throw new CannotMove("httpx takes no header that is None");
        if (mayHoldNone(value, this.moving.context.infer))
          this.moving.notes.add("a header that is None raises an error");
        return this.#keep(given, "headers");
      case "auth":
        return this.#auth(given);
      case "timeout":
        return this.#setTimeout(given);
      case "allow_redirects":
        return this.#allowRedirects(given);
      case "stream":
        if (value.kind !== "true" && value.kind !== "false")
          throw new CannotMove("whether it streams is known only when it runs");
        this.#streamed = value.kind === "true";
        return this.#drop(given);
      case "verify":
      case "cert":
      case "cookies":
      case "proxies":
        return this.#option(given);
      case "hooks":
        throw new CannotMove("httpx has hooks for the whole client, and they are async");
      default:
        throw new CannotMove(`httpx has nothing for ${name}=`);
    }
  }

  #keep(given: Given, name: string, value?: string): void {
    const change: Change = {
      kind: "keep",
      ...(given.positional || name !== given.name ? { name } : {}),
      ...(value === undefined ? {} : { value }),
    };
    this.#changes.set(given.argument, change);
  }

  #drop(given: Given): void {
    this.#changes.set(given.argument, { kind: "drop" });
  }

  #params(given: Given): void {
    const { infer } = this.moving.context;
    const url = this.given.find((one) => one.name === "url")?.value;
    const query = url === undefined ? "unknown" : urlHasQuery(url, infer);
    if (query === "yes")
      throw new CannotMove("httpx replaces the query in its URL by params, where requests joins them");
    if (query === "unknown") this.moving.notes.add("params replace a query that the URL has");
    if (sentVariously(given.value, infer))
      this.moving.notes.add("in params, None is sent as an empty value and True as true");
    this.#keep(given, "params");
  }

  #data(given: Given): void {
    this.#hasBody = true;
    switch (bodyKind(given.value, this.moving.context.infer)) {
      case "form":
        if (sentVariously(given.value, this.moving.context.infer))
          this.moving.notes.add("in data, None is sent as an empty value and True as true");
        return this.#keep(given, "data");
      case "content":
        return this.#keep(given, "content");
      case "pairs":
        throw new CannotMove("httpx's async client takes no list of pairs as data");
      case "stream":
        throw new CannotMove("httpx's async client takes no file or generator as data");
      case "unknown":
        this.moving.notes.add("data must be a mapping (text and bytes go to content)");
        return this.#keep(given, "data");
    }
  }

  #auth(given: Given): void {
    convertAuth(given.value, this.moving);
    this.#keep(given, "auth");
  }

  #setTimeout(given: Given): void {
    const { value, argument } = given;
    const known = this.moving.context.infer.value(value);
    const literal = known?.kind === "literal" ? known.node : value;
    let text = value.text;
    if (literal.kind === "tuple") {
      const [connect, read] =
        literal === value ? literal.named.map((one) => one.text) : [`${value.text}[0]`, `${value.text}[1]`];
      if (literal.named.length !== 2 || connect === undefined || read === undefined)
        throw new CannotMove("its timeout is no pair");
      text = `${named(this.moving, `${this.moving.to}.Timeout`, value)}(${read}, connect=${connect})`;
    } else if (value.kind === "call" && this.moving.context.infer.callee(value)?.startsWith("urllib3.") === true) {
      throw new CannotMove("its timeout is made for urllib3");
    } else if (!isNumber(literal) && !isNumberType(this.moving.context.infer.instanceOf(value))) {
      this.moving.notes.add("a (connect, read) pair as timeout no longer bounds sending");
    }
    this.#timeout = { text, node: value, argument };
    this.#keep(given, "timeout", text);
  }

  #allowRedirects(given: Given): void {
    const { value, argument } = given;
    const follow = value.kind === "true" ? true : value.kind === "false" ? false : { text: value.text, node: value };
    this.#redirects = { follow, argument };
    this.#changes.set(argument, { kind: "keep", name: "follow_redirects" });
  }

  #option(given: Given): void {
    const { name, value, argument } = given;
    if (name !== "verify" || value.kind !== "true")
      this.#options.set(name, { text: value.text, node: value, argument });
    this.#drop(given);
  }
}

function isNumber(node: Node): boolean {
  return node.kind === "integer" || node.kind === "float" || node.kind === "none";
}

function isNumberType(name: string | undefined): boolean {
  return name === "int" || name === "float";
}

/** What the functions of httpx take and the methods of its client don't. */
const HTTPX_CLIENT_ARGUMENTS: ReadonlySet<string> = new Set([
  "verify",
  "cert",
  "cookies",
  "proxy",
  "proxies",
  "trust_env",
]);

function httpxArguments(request: Request, given: readonly Given[]): Sent {
  const changes = new Map<Node, Change>();
  const options = new Map<string, Shared & { readonly argument: Node }>();
  let timeout: Sent["timeout"];
  let redirects: Sent["redirects"] = { follow: false, argument: undefined };
  if (request.session === undefined) {
    for (const { name, value, argument } of given) {
      const shared = { text: value.text, node: value, argument };
      if (HTTPX_CLIENT_ARGUMENTS.has(name)) {
        options.set(name, shared);
        changes.set(argument, { kind: "drop" });
      } else if (name === "timeout") {
        timeout = shared;
      } else if (name === "follow_redirects") {
        redirects = { follow: value.kind === "true" ? true : value.kind === "false" ? false : shared, argument };
      }
    }
  }
  return {
    call: request.call,
    request,
    method: request.method,
    lead: undefined,
    changes,
    timeout,
    redirects,
    options,
    streamed: request.method === "stream",
  };
}
