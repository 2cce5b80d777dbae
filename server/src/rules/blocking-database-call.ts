import type { Rule, RuleContext } from "./contract";
import { canAwait, runInThread } from "../fixes/awaiting";
import type { Offer, Refusal } from "../fixes/fix";
import { libraryRow, type Row } from "../model/library/index";
import { callsOf, word } from "../model/mentions";
import type { Node } from "../syntax/tree";
import { isSettingUp } from "./support/when/at-start";
import { type BlockingCall, blockingCall, messageWithTwin } from "./support/blocking/blocking-call";
import { staysInMemory } from "./support/values/in-memory";
import { beforePlainEndpoint } from "./support/blocking/endpoint";
import { chainInThread } from "./support/blocking/in-thread";
import { callsBehind } from "./support/values/origin-chain";

export const blockingDatabaseCall: Rule = {
  name: "blocking-database-call",
  kinds: ["call"],
  stallsLoop: true,
  needs: [[word("async")], callsOf((row) => row.blocks === "database")],
  check(call, context) {
    const blocking = blockingCall(call, context, "database");
    // Of a chain, what is called last stands for all of it.
    if (blocking === undefined || isDatabaseCall(nextOf(call), context)) return undefined;
    const isHint = isSettingUp(call, blocking.function, context) || staysInMemory(call, context, "of parameters too");
    return {
      at: call,
      message: messageWithTwin(blocking),
      stalledBy: blocking.row.name,
      ...(isHint ? { severity: "hint" } : {}),
      related: blocking.related,
      act: blocking.act,
      fixes: () => beforePlainEndpoint(blocking.function, context, () => offers(blocking, context)),
    };
  },
};

function offers({ call, row }: BlockingCall, context: RuleContext): readonly Offer[] {
  if (!canAwait(call)) return [];
  const twin = row.twins?.[0] ?? "an async driver";
  if (row.lazy === true)
    return [
      refuse(`Its results come one by one: use ${twin}, or move the loop into a function for asyncio.to_thread()`),
    ];
  const owner = ownerOf(row);
  const threads = owner?.threads === "its own" && mayLeaveItsThread(call, context) ? "one at a time" : owner?.threads;
  if (threads === "its own")
    return [
      refuse(
        `${owner!.name} keeps to the thread that made it: use ${twin}, or do all of it in one function for asyncio.to_thread()`,
      ),
    ];
  const finish =
    threads === undefined
      ? { applicability: "safe" as const }
      : {
          applicability: "unsafe" as const,
          annotation: "No other task may use the connection until the thread is done",
          differs: "one task per connection",
        };
  const fix = isDatabaseCall(previousOf(call), context)
    ? chainInThread(call, context, finish)
    : runInThread(call, context, finish);
  return fix === undefined ? [] : [fix];
}

/** The call of a method of what this call gives. */
function nextOf(call: Node): Node | undefined {
  const outer = call.parent?.kind === "attribute" && call.field === "object" ? call.parent.parent : undefined;
  return outer?.kind === "call" && call.parent?.field === "function" ? outer : undefined;
}

/** The call whose result this call's method belongs to. */
function previousOf(call: Node): Node | undefined {
  const object = call.child("function")?.child("object");
  return object?.kind === "call" ? object : undefined;
}

function isDatabaseCall(call: Node | undefined, context: RuleContext): boolean {
  return call !== undefined && context.infer.row(call)?.blocks === "database";
}

function refuse(reason: string): Refusal {
  return { kind: "refusal", title: "Run in a thread", reason };
}

/** Of the class that a method belongs to and that of what it gives, the one that is bound more closely to a thread. */
function ownerOf(row: Row): Row | undefined {
  const around = libraryRow(row.name.slice(0, Math.max(0, row.name.lastIndexOf("."))));
  const given = row.returns === undefined ? undefined : libraryRow(row.returns);
  const closely = [around, given].filter((one) => one?.kind === "class");
  return (
    closely.find((one) => one?.threads === "its own") ?? closely.find((one) => one?.threads !== undefined) ?? closely[0]
  );
}

/** Whether a connection of sqlite3 was told that other threads may use it. */
function mayLeaveItsThread(call: Node, context: RuleContext): boolean {
  for (const made of callsBehind(call, context)) {
    for (const argument of made.child("arguments")?.named ?? []) {
      if (argument.kind === "keyword_argument" && argument.child("name")?.text === "check_same_thread")
        return argument.child("value")?.kind === "false";
    }
  }
  return false;
}
