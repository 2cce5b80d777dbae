import type { Finding, Rule, RuleContext } from "./contract";
import { canAwait, runInThread } from "../fixes/awaiting";
import type { Offer } from "../fixes/fix";
import { callsOf, word } from "../model/mentions";
import type { Node } from "../syntax/tree";
import { type BlockingCall, blockingCall } from "./support/blocking/blocking-call";
import { isDecodedAlready } from "./support/values/decoded";
import { beforePlainEndpoint } from "./support/blocking/endpoint";
import { bindingsOf } from "./support/values/origin";
import { isForWhoeverAsks } from "./support/when/how-often";
import { isInMemory } from "./support/values/in-memory";
import { inOneHop } from "./support/one-hop/index";
import { readMeanwhile } from "./support/blocking/read-meanwhile";
import { endlessLoop, giveWay } from "./support/blocking/endless-loop";

export const cpuBoundCall: Rule = {
  name: "cpu-bound-call",
  kinds: ["call", "while_statement", "for_statement"],
  stallsLoop: true,
  needs: [
    [word("async")],
    [...callsOf((row) => row.blocks === "cpu"), word("while"), ...callsOf((row) => row.endless === true)],
  ],
  check(node, context) {
    return node.kind === "call" ? checkCall(node, context) : checkLoop(node, context);
  },
};

function checkCall(call: Node, context: RuleContext): Finding | undefined {
  const blocking = blockingCall(call, context, "cpu");
  if (blocking === undefined || isDecodedAlready(call, blocking.row.name, blocking.function, context)) return undefined;
  return {
    at: call,
    ...worthOf(blocking, context),
    message: `${blocking.row.name}() computes on the event loop: nothing else runs while it waits for ${blocking.row.waitsFor ?? "the result"}`,
    related: blocking.related,
    // What is read with a library and written with it is one load.
    act: { what: blocking.row.name.split(".", 1)[0]!, within: blocking.function },
    fixes: () => beforePlainEndpoint(blocking.function, context, () => offers(blocking, context)),
  };
}

/** A whole file that whoever asks has sent may be as large as he likes, while all others wait. */
function worthOf(blocking: BlockingCall, context: RuleContext): Pick<Finding, "severity" | "atLeast"> {
  if (parsesFromMemory(blocking, context) || writesSomeRows(blocking, context)) return { severity: "hint" };
  const isLarge = blocking.row.ofAnySize === true && isForWhoeverAsks(blocking.function, context);
  return isLarge ? { atLeast: "warning" } : {};
}

/** `DataFrame(results).to_json()`, for nobody who asks for more of them. */
function writesSomeRows({ call, row, function: function_ }: BlockingCall, context: RuleContext): boolean {
  const table = row.lightForRows === true ? call.child("function")?.child("object") : undefined;
  if (table === undefined || isForWhoeverAsks(function_, context)) return false;
  const values =
    table.kind === "identifier"
      ? bindingsOf(table, context).map(({ source }) => (source.kind === "expression" ? source.value : undefined))
      : [table];
  return values.length > 0 && values.every((value) => value?.kind === "call" && isMade(value, context));
}

/** A call of the class itself: what is read from a file a function gives. */
function isMade(call: Node, { infer }: RuleContext): boolean {
  return infer.callee(call) === infer.instanceOf(call);
}

/** `ElementTree.parse(io.BytesIO(answer))`: one document that came in one piece, for a parser in C, is no load. */
function parsesFromMemory({ call, row }: BlockingCall, context: RuleContext): boolean {
  const [given] = call.child("arguments")?.named ?? [];
  if (row.lightInMemory === true) return isInMemory(given, context);
  return row.lightForText === true && given?.kind === "call" && isOneText(given, context);
}

/** `io.StringIO(answer)`, of a text that a parameter holds or an attribute of one: it didn't come from a file or a server here. */
function isOneText(buffer: Node, context: RuleContext): boolean {
  const [text] = buffer.child("arguments")?.named ?? [];
  if (context.infer.callee(buffer) !== "io.StringIO" || text?.kind !== "identifier") return false;
  return bindingsOf(text, context).every(({ source }) => {
    if (source.kind === "parameter") return true;
    return source.kind === "expression" && source.value.kind === "attribute" && !HOLDS_BODY.test(source.value.text);
  });
}

/** What an answer of a server holds, of whatever size. */
const HOLDS_BODY = /\.(?:text|content|body|data)$/;

function offers({ call, row }: BlockingCall, context: RuleContext): readonly Offer[] {
  if (!canAwait(call)) return [];
  const fix = inOneHop(call, context)?.fix ?? runInThread(call, context);
  if (fix === undefined) return [];
  const meanwhile = readMeanwhile(call, context);
  if (row.releasesGil === true && meanwhile === undefined) return [fix];
  const annotation = [
    fix.annotation,
    row.releasesGil === true
      ? undefined
      : "The thread may hold the interpreter lock: other tasks run, but slower than beside a process pool",
    meanwhile,
  ];
  return [
    {
      ...fix,
      applicability: "unsafe",
      differs: fix.differs ?? (meanwhile === undefined ? "others run, but slower" : "others may read half a file"),
      annotation: annotation.filter((part) => part !== undefined).join("; "),
    },
  ];
}

function checkLoop(loop: Node, context: RuleContext): Finding | undefined {
  const endless = endlessLoop(loop, context);
  if (endless === undefined) return undefined;
  return {
    at: { from: loop.children[0]!, to: endless.head },
    message: "This loop never awaits and never ends: once it runs, no other task does",
    fixes: () => giveWay(loop, endless, context),
  };
}
