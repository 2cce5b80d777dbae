import type { Rule, RuleContext } from "./contract";
import { FixBuilder } from "../fixes/builder";
import type { Fix, Offer } from "../fixes/fix";
import { failsLater, seconds, timeoutValue } from "../fixes/time-limit";
import { libraryRow, type Timeout } from "../model/library/index";
import { ownNodes } from "../model/definitions";
import { namesOf } from "../model/mentions";
import { rememberedOf } from "../model/remembered";
import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import { requestsOfClient } from "./support/timeouts/client-requests";
import { whyNoTotal } from "./support/timeouts/large-answers";
import { argumentFor, isReplaced, type NetworkCall, networkCall } from "./support/timeouts/network-call";
import { isOnlyUse, noLimit, type NoLimit } from "./support/timeouts/no-limit";
import { commentBehind, inWords } from "./support/when/on-purpose";
import { isOfTerminal } from "./support/when/terminal";
import { isBounded } from "./support/timeouts/time-limits";

/** Longer arguments are named by their parameter in messages. */
const LONGEST = 40;

export const disabledTimeout: Rule = {
  name: "disabled-timeout",
  kinds: ["call"],
  needs: [namesOf((row) => row.timeout !== undefined)],
  check(node, context) {
    const call = networkCall(node, context);
    const timeout = call?.row.timeout;
    if (call === undefined || timeout === undefined || timeout.inAsyncCode === true || isReplaced(call, timeout))
      return undefined;
    const stated = argumentFor(call, timeout.parameter);
    if (stated.kind !== "given") return undefined;
    const none = noLimit(stated.value, timeout, context);
    if (none === undefined || isBounded(node, context, true) || [stated.value, ...none.nodes].some(isSaid))
      return undefined;
    const { text } = stated.argument;
    const said = text.length > LONGEST || /[\r\n]/.test(text) ? timeout.parameter : text;
    const origin = none.nodes[0];
    const meant = isStream(call, context);
    return {
      at: stated.argument,
      // A stream may be quiet for long: only connecting misses its limit.
      ...(meant || isOfTerminal(node, context) ? { severity: "hint" } : {}),
      message: `${said} asks to wait for ever when ${call.row.waitsFor ?? "the server"} stalls${meant ? ", to connect as well: a stream may need that to be read, and no more" : ""}`,
      // Branches of one function that make the same client are one thing to decide.
      act:
        call.row.kind === "class"
          ? { what: call.row.name, within: node.closest("function_definition") ?? "file" }
          : undefined,
      related:
        none.through === undefined || origin === undefined ? [] : [{ at: origin, message: "no limit is set here" }],
      fixes: () => repairs(call, timeout, stated.value, none, context),
    };
  },
};

/** How comments say that a limit is left out on purpose. */
const NONE = /\b(?:no|without|never|disabled?|infinite|unlimited|off)\b/i;
const LIMIT = /\b(?:time-?outs?|limits?)\b/i;

/** Whether a comment at the end of the line, or on the line above, says that there is to be no limit. */
function isSaid(value: Node): boolean {
  const { text } = value.tree;
  const start = text.lastIndexOf("\n", value.start - 1) + 1;
  const above = text.slice(text.lastIndexOf("\n", start - 2) + 1, start).trim();
  return [commentBehind(value), above.startsWith("#") ? inWords(above) : ""].some(
    (comment) => NONE.test(comment) && LIMIT.test(comment),
  );
}

/** What a client is asked for that waits for whatever others publish. */
const SUBSCRIBES = ["pubsub", "PubSub"] as const;

/** Whether a client hands subscriptions out, and the file speaks of these: what they listen to may be quiet for ever. */
function servesSubscriptions({ row }: NetworkCall, { infer }: RuleContext): boolean {
  const made = row.kind === "class" ? row.name : row.returns;
  return (
    made !== undefined && libraryRow(`${made}.pubsub`) !== undefined && SUBSCRIBES.some((name) => infer.isSaid(name))
  );
}

/** Whether what a call gives, or what is asked for on a client that it makes, is read bit by bit as it comes. */
function isStream(call: NetworkCall, context: RuleContext): boolean {
  const { row } = call;
  if (row.name.endsWith(".stream") || servesSubscriptions(call, context)) return true;
  const requests = row.kind === "class" ? requestsOfClient(call.call, row, context) : [call.call];
  return requests.some((request) => isReadAsItComes(request, context));
}

const LOOPS: ReadonlySet<Kind> = new Set(["for_statement"]);

/** Methods that give what comes bit by bit, and that open what stays open. */
const COMES_IN_BITS = /^(?:stream|ws_connect|iter_any|a?iter_(?:lines|text|raw|sse))$/;

/** Whether a request is one of a stream, or its function reads bit by bit for ever, or as long as somebody sends. */
function isReadAsItComes(request: Node, { infer }: RuleContext): boolean {
  const method = request.child("function")?.child("attribute")?.text ?? "";
  if (COMES_IN_BITS.test(method) || infer.row(request)?.staysOpen === true) return true;
  const function_ = request.closest("function_definition");
  return function_ !== undefined && readsInBits(function_);
}

const readsInBits = rememberedOf((function_) => {
  for (const loop of ownNodes(function_, LOOPS))
    if (COMES_IN_BITS.test(loop.child("right")?.child("function")?.child("attribute")?.text ?? "")) return true;
  return false;
});

function repairs(
  call: NetworkCall,
  timeout: Timeout,
  value: Node,
  none: NoLimit,
  context: RuleContext,
): readonly Offer[] {
  if (isStream(call, context)) {
    return [
      {
        kind: "refusal",
        title: "Set a limit",
        reason: "A stream may be quiet for long: limit connecting alone, and leave reading open",
      },
    ];
  }
  const isOfAll = call.row.kind === "class" && timeout.each !== true;
  const reason = isOfAll ? whyNoTotal(call.call, context) : undefined;
  if (reason !== undefined) return [{ kind: "refusal", title: "Set a limit", reason }];
  const { defaultTimeout } = context.settings;
  const builder = new FixBuilder(context);
  const atOrigin = none.nodes.length > 0 && (none.through === undefined || isOnlyUse(none.through, context));
  const title =
    atOrigin && none.set !== undefined
      ? fillSet(builder, none.set, none.nodes, defaultTimeout)
      : setValue(builder, call, timeout, atOrigin ? none.nodes[0]! : value, defaultTimeout);
  if (title === undefined) return [];
  const fix: Fix = builder.build({ title, applicability: "unsafe", ...failsLater(defaultTimeout) });
  return [fix];
}

/** Writes the API's own kind of value in the place of a node. */
function setValue(
  builder: FixBuilder,
  call: NetworkCall,
  timeout: Timeout,
  node: Node,
  limit: number,
): string | undefined {
  const value = timeoutValue(builder, timeout, limit, call.call);
  if (value === undefined) return undefined;
  builder.replace(node, value.text).placeholder(value.selection.start, value.selection.end);
  return `Set ${timeout.parameter}=${value.text}`;
}

/** Writes numbers into a set of limits; the first parameter of an empty one, which bounds all. */
function fillSet(builder: FixBuilder, set: NetworkCall, nodes: readonly Node[], limit: number): string | undefined {
  const number = seconds(limit);
  if (nodes.length === 1 && nodes[0] === set.call) {
    const [first] = set.row.limits ?? [];
    const args = set.call.child("arguments");
    if (first === undefined || args === undefined) return undefined;
    const text = `${args.named.length > 0 ? ", " : ""}${first}=${number}`;
    builder.edit(args, args.end - 1, args.end - 1, text).placeholder(text.length - number.length, text.length);
  } else {
    for (const node of nodes) builder.replace(node, number).placeholder(0, number.length);
  }
  return `Set a limit of ${limit} seconds`;
}
