import { namesVariable } from "../../syntax/identifiers";
import { isAsNew } from "../../config/locked";
import type { Node } from "../../syntax/tree";
import { seconds } from "../time-limit";
import type { Sent } from "./arguments";
import { scopeOf } from "./bindings";
import { CannotMove, type Moving, named, type Shared } from "./moving";

/** What a client is opened with, and what each call still says for itself. */
export interface Settled {
  /** Keyword arguments of the client, in order. */
  readonly client: readonly string[];
  /** The number of seconds among them that nobody has chosen yet. */
  readonly chosen: string | undefined;
  /** Arguments to be dropped from a call, and those to be added. */
  readonly calls: ReadonlyMap<Sent, { readonly drop: readonly Node[]; readonly add: readonly string[] }>;
}

/**
 * Shares out timeouts, redirects and connection settings between a client and its calls.
 *
 * @param isReady whether what a call is given is known, and the same, where the client is opened
 * @param stated what the client is opened with in any case
 */
export function settle(
  sent: readonly Sent[],
  isReady: (value: Node) => boolean,
  moving: Moving,
  stated: ReadonlyMap<string, Shared> = new Map(),
): Settled {
  const calls = new Map(sent.map((one) => [one, { drop: [] as Node[], add: [] as string[] }]));
  const client: string[] = [];
  const chosen = settleTimeout(sent, isReady, moving, client, (one) =>
    calls.get(one)!.drop.push(one.timeout!.argument),
  );
  settleRedirects(sent, client, calls);
  for (const [name, value] of settleOptions(sent, isReady, stated, moving, calls))
    client.push(...clientOption(name, value, moving));
  return { client, chosen, calls };
}

/** As `settle`, for a client that takes the place of a session: one of httpx is opened as it was. */
export function settleOpened(
  sent: readonly Sent[],
  isReady: (value: Node) => boolean,
  moving: Moving,
  stated: ReadonlyMap<string, Shared>,
): Settled {
  if (moving.from === "requests") return settle(sent, isReady, moving, stated);
  return { client: [], chosen: undefined, calls: new Map(sent.map((one) => [one, { drop: [], add: [] }])) };
}

/** For a client that is there already, each call says all for itself. */
export function settleReused(sent: readonly Sent[]): Settled {
  const calls = new Map(
    sent.map((one) => [
      one,
      {
        drop: [] as Node[],
        add: one.redirects.follow === true && one.redirects.argument === undefined ? ["follow_redirects=True"] : [],
      },
    ]),
  );
  return { client: [], chosen: undefined, calls };
}

function settleTimeout(
  sent: readonly Sent[],
  isReady: (value: Node) => boolean,
  moving: Moving,
  client: string[],
  drop: (one: Sent) => void,
): string | undefined {
  const first = sent.find((one) => one.timeout !== undefined)?.timeout;
  const all = sent.every((one) => one.timeout !== undefined);
  if (first !== undefined && all && isReady(first.node)) {
    client.push(`timeout=${first.text}`);
    // What reads alike may be something else in another function or file.
    for (const one of sent) if (one.timeout!.text === first.text && isReady(one.timeout!.node)) drop(one);
    return undefined;
  }
  // Where httpx has waited five seconds so far, it does so still, but says it.
  const limit = seconds(moving.from === "requests" ? moving.context.settings.defaultTimeout : 5);
  client.push(`timeout=${limit}`);
  if (moving.from === "requests" && !all) moving.notes.add(`requests give up after ${limit} seconds`);
  return limit;
}

function settleRedirects(
  sent: readonly Sent[],
  client: string[],
  calls: Map<Sent, { drop: Node[]; add: string[] }>,
): void {
  const all = sent.length > 0 && sent.every((one) => one.redirects.follow === true);
  if (all) client.push("follow_redirects=True");
  for (const one of sent) {
    const { follow, argument } = one.redirects;
    if (argument !== undefined && (all || follow === false)) calls.get(one)!.drop.push(argument);
    if (argument === undefined && follow === true && !all) calls.get(one)!.add.push("follow_redirects=True");
  }
}

function settleOptions(
  sent: readonly Sent[],
  isReady: (value: Node) => boolean,
  stated: ReadonlyMap<string, Shared>,
  moving: Moving,
  calls: Map<Sent, { drop: Node[]; add: string[] }>,
): ReadonlyMap<string, Shared> {
  const options = new Map(stated);
  for (const name of new Set(sent.flatMap((one) => [...one.options.keys()]))) {
    const values = sent.map((one) => one.options.get(name));
    const first = values.find((value) => value !== undefined)!;
    const same = values.every((value) => value?.text === first.text) && !options.has(name);
    if (same && values.every((value) => isReady(value!.node))) {
      options.set(name, first);
    } else if (name === "cookies") {
      moving.notes.add("cookies of a single request are deprecated in httpx");
      for (const one of sent)
        if (one.options.has(name)) calls.get(one)!.add.push(`cookies=${one.options.get(name)!.text}`);
    } else {
      throw new CannotMove(
        same
          ? `${name} is not known yet where the client is opened`
          : `${name} differs between its requests, and httpx takes it for the client`,
      );
    }
  }
  return options;
}

/** Whether an expression gives the same where the client is opened. */
export function isReadyAt(node: Node, openedAt: number, moving: Moving): boolean {
  if (
    [...node.subtree()].some(
      (part) => part.kind === "await" || part.kind === "named_expression" || part.kind === "call",
    )
  )
    return false;
  const scope = scopeOf(moving.function, moving.context);
  for (const id of node.subtree()) {
    if (id.kind !== "identifier" || !namesVariable(id)) continue;
    const bindings = scope.bindings.get(id.text) ?? [];
    if (bindings.some((binding) => binding.source.kind !== "parameter" && binding.node.end > openedAt)) return false;
  }
  return true;
}

function clientOption(name: string, value: Shared, moving: Moving): readonly string[] {
  if (moving.from !== "requests") return [`${name}=${value.text}`];
  if (name === "proxies") return proxyOptions(value.node, moving);
  if (name === "verify") return [`verify=${verifyValue(value.node, moving)}`];
  return [`${name}=${value.text}`];
}

function verifyValue(value: Node, moving: Moving): string {
  const { infer } = moving.context;
  if (value.kind === "string" || value.kind === "concatenated_string" || infer.instanceOf(value) === "str") {
    return `${named(moving, "ssl.create_default_context", value)}(cafile=${value.text})`;
  }
  const known = infer.value(value);
  const isSwitch =
    ["not_operator", "comparison_operator"].includes(value.kind) ||
    (known?.kind === "literal" && ["true", "false"].includes(known.node.kind)) ||
    infer.instanceOf(value) === "bool";
  if (!isSwitch) moving.notes.add("a path as verify is deprecated in httpx");
  return value.text;
}

/** httpx takes a proxy so from 0.26 on. */
function needsProxies({ context, to, notes }: Moving): void {
  if (to !== "httpx") return;
  const isNew = isAsNew(context.settings.locked, to, "0.26");
  if (isNew === false) throw new CannotMove("the project's httpx is older than 0.26, and takes proxies in another way");
  if (isNew === undefined) notes.add("a proxy needs httpx 0.26 or newer");
}

/** `{"http": a, "https": a}` is one proxy, others are mounted by scheme. */
function proxyOptions(value: Node, moving: Moving): readonly string[] {
  const known = moving.context.infer.value(value);
  const mapping = known?.kind === "literal" ? known.node : value;
  if (
    mapping.kind !== "dictionary" ||
    mapping.named.some((pair) => pair.kind !== "pair" || pair.child("key")?.kind !== "string")
  )
    throw new CannotMove("its proxies are not known here");
  const pairs = mapping.named.map((pair) => ({
    scheme: pair
      .child("key")!
      .text.slice(1, -1)
      .replace(/:\/\/$/, ""),
    proxy: pair.child("value")!,
  }));
  if (pairs.length === 0) return [];
  if (pairs.some(({ scheme }) => !/^(?:https?|all)(?::\/\/.+)?$/.test(scheme)))
    throw new CannotMove("httpx has no such proxy");
  const schemes = pairs.map(({ scheme }) => scheme);
  const single =
    pairs.every(({ proxy }) => proxy.text === pairs[0]!.proxy.text) &&
    (schemes.includes("all") || (schemes.includes("http") && schemes.includes("https"))) &&
    pairs.length <= 2;
  needsProxies(moving);
  if (single) return [`proxy=${pairs[0]!.proxy.text}`];
  const transport = named(moving, `${moving.to}.AsyncHTTPTransport`, value);
  const { quote } = moving;
  const key = (scheme: string): string => `${quote}${scheme.includes("://") ? scheme : `${scheme}://`}${quote}`;
  return [
    `mounts={${pairs.map(({ scheme, proxy }) => `${key(scheme)}: ${proxy.kind === "none" ? "None" : `${transport}(proxy=${proxy.text})`}`).join(", ")}}`,
  ];
}
