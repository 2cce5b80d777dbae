import type { Finding, Related, Rule, RuleContext } from "./contract";
import { asyncLibraryAt } from "../fixes/async-library";
import { awaited, canAwait, runInThread } from "../fixes/awaiting";
import { FixBuilder } from "../fixes/builder";
import type { Finish } from "../fixes/finish";
import type { Offer } from "../fixes/fix";
import { isForOldPython } from "../model/branches";
import { decoratorsOf, ownNodes } from "../model/definitions";
import { asyncFunctionAround, runsAtTopOfCell } from "../model/execution";
import { libraryRow, type Row } from "../model/library/index";
import { callsOf, IN_NOTEBOOK, word, wordWhere } from "../model/mentions";
import { YIELDS } from "../syntax/node-kinds";
import { isOneOf } from "../syntax/literals";
import { letsNobodyIn } from "../model/idle";
import type { Node } from "../syntax/tree";
import { isEnding } from "./support/when/at-start";
import { type BlockingCall, blockingCall, blockingMessage } from "./support/blocking/blocking-call";
import { beforePlainEndpoint } from "./support/blocking/endpoint";
import { offersInThread } from "./support/blocking/in-thread";
import { letsLoopsNest } from "./support/blocking/second-loop";
import { threadInstead } from "./support/blocking/thread-instead";
import { weightOfEnd } from "./support/blocking/told-to-end";

function isAcquire(row: Row): boolean {
  return row.blocks === "wait" && row.name.endsWith(".acquire");
}

export const blockingWait: Rule = {
  name: "blocking-wait",
  kinds: ["call", "with_item"],
  stallsLoop: true,
  needs: [
    [word("async"), IN_NOTEBOOK],
    [...callsOf((row) => row.blocks === "wait"), ...wordWhere("with", isAcquire)],
  ],
  check(node, context) {
    return node.kind === "call" ? checkCall(node, context) : checkHeldLock(node, context);
  },
};

function checkCall(call: Node, context: RuleContext): Finding | undefined {
  if (runsAtTopOfCell(call)) {
    const row = context.infer.row(call);
    return row?.nestsLoop === true && call.parent?.kind !== "await" ? checkNested(call, row, [], context) : undefined;
  }
  const blocking = blockingCall(call, context, "wait");
  if (blocking === undefined || endsService(blocking)) return undefined;
  if (blocking.row.nestsLoop !== true && isEnding(call, blocking.function, context)) return undefined;
  const { row, related, act } = blocking;
  if (row.nestsLoop === true) return checkNested(call, row, related, context);
  const severity = weightOfEnd(call, row, blocking.function);
  return {
    at: call,
    message: blockingMessage(blocking),
    ...(severity === undefined ? {} : { severity }),
    related,
    // Of two branches the one is shown that a new Python takes.
    act: act && { ...act, share: isForOldPython(call, blocking.function) ? 0 : 1 },
    fixes: () => beforePlainEndpoint(blocking.function, context, () => offers(blocking, context)),
  };
}

/**
 * `self.pool.shutdown()` behind the yield of what manages the object: whoever used it is done, and the program as well,
 * most of the time.
 */
function endsService({ call, row, function: function_ }: BlockingCall): boolean {
  const object = call.child("function")?.child("object");
  if (
    !row.name.endsWith(".shutdown") ||
    object?.child("object")?.text !== "self" ||
    decoratorsOf(function_).length === 0
  )
    return false;
  for (const pause of ownNodes(function_, YIELDS)) if (pause.end <= call.start) return true;
  return false;
}

/** A loop that is run where one is running: in a coroutine, or in a notebook, whose kernel has one. */
function checkNested(call: Node, row: Row, related: readonly Related[], context: RuleContext): Finding | undefined {
  if (letsLoopsNest(call, context.infer)) return undefined;
  return {
    at: call,
    message: `${calledName(row)} raises ${row.raises ?? "RuntimeError"} here: an event loop is running already`,
    related,
    fails: true,
    fixes: () => (row.awaitsFirst === true ? awaitInstead(call, context) : []),
  };
}

/** What is called, as it reads in a message: an object that is called itself reads as its class. */
function calledName({ name }: Row): string {
  return `${name.replace(/\.__call__$/, "()")}()`;
}

/** What methods are called that bring an object to its end. */
const ENDS_OBJECT = /^_*(?:async_?|a)?(?:__aexit__|stop|close|shut_?down|terminate|tear_?down)$/;

/** Whether a method brings its object to an end: who would take a lock then was stopped before, most of the time. */
function endsObject(method: Node | undefined): boolean {
  return ENDS_OBJECT.test(method?.child("name")?.text ?? "");
}

function messageOfLock(lock: string, twin: string): string {
  return libraryRow(lock)?.threads === "its own"
    ? `${lock} held over an await lets other tasks of this thread in and keeps other threads out: await behind the block`
    : `${lock} held over an await can stop the event loop for good: ${twin} keeps tasks apart without blocking`;
}

/**
 * `with lock:` around an await: the task is suspended with the lock, and whoever takes it next stops the loop for good.
 */
function checkHeldLock(item: Node, context: RuleContext): Finding | undefined {
  const statement = item.closest("with_statement");
  const value = item.child("value");
  const lock = value?.kind === "as_pattern" ? value.named[0] : value;
  const body = statement?.child("body");
  if (statement === undefined || lock === undefined || body === undefined || statement.hasToken("async"))
    return undefined;
  const name = context.infer.instanceOf(lock);
  if (name === undefined || libraryRow(`${name}.acquire`)?.blocks !== "wait") return undefined;
  const around = asyncFunctionAround(statement);
  const pause = around === undefined ? undefined : firstPause(body, around, context);
  if (pause === undefined) return undefined;
  const twin = libraryRow(`${name}.acquire`)?.twins?.[0] ?? "asyncio.Lock";
  return {
    at: lock,
    message: messageOfLock(name, twin),
    ...(endsObject(around) ? { severity: "information" } : {}),
    related: [{ at: pause, message: "other tasks run here, with the lock held" }],
    fixes: () => [
      {
        kind: "refusal",
        title: `Use an ${twin}`,
        reason: `Everything that uses the lock has to change with it, and threads can't share an ${twin}`,
      },
    ],
  };
}

/**
 * Where the function itself gives way to other tasks within a block. What is over in one step, awaited or not, lets
 * nobody in.
 */
function firstPause(body: Node, function_: Node, { infer }: RuleContext): Node | undefined {
  for (const node of body.descendants("await", "for_statement", "with_statement")) {
    const given = node.kind === "await" ? node.named[0] : undefined;
    if (node.kind === "await" ? given === undefined || letsNobodyIn(given, infer) : !node.hasToken("async")) continue;
    if (asyncFunctionAround(node) === function_) return node;
  }
  return undefined;
}

function offers(blocking: BlockingCall, context: RuleContext): readonly Offer[] {
  const { call, row } = blocking;
  if (!canAwait(call)) return [];
  if (row.lazy === true) return offersInThread(blocking, context);
  const owner = libraryRow(row.name.slice(0, row.name.lastIndexOf(".")));
  if (owner?.threads === "its own") {
    return [
      {
        kind: "refusal",
        title: "Wait in a thread",
        reason: `${owner.name} belongs to the thread that took it: use ${row.twins?.[0] ?? "asyncio's own"}, where only tasks share it`,
      },
    ];
  }
  // Where the threads of the loop are the pool's, the one that waits is one of those that are waited for.
  if (row.name.endsWith("Executor.shutdown") && context.infer.isSaid("set_default_executor")) {
    return [
      {
        kind: "refusal",
        title: "Wait in a thread",
        reason:
          "the loop may have its threads of this pool, which can't wait for itself: use loop.shutdown_default_executor()",
      },
    ];
  }
  const instead = row.name === "threading.Thread.join" ? threadInstead(call, context) : undefined;
  if (instead !== undefined) return [instead];
  const isFuture = row.twins?.includes("asyncio.wrap_future") === true;
  if (isFuture && isToldWhenDone(call, blocking.function)) return [ALREADY_DONE];
  const finish = isFuture && !isOwnWork(call, context) ? ENDED_BY_OTHERS : {};
  const fixes = [
    isFuture ? awaitFuture(call, row, finish, context) : undefined,
    runInThread(call, context, { title: "Wait in a thread", ...finish }),
  ];
  return fixes.filter((fix) => fix !== undefined);
}

const ALREADY_DONE: Offer = {
  kind: "refusal",
  title: "Await the future",
  reason: "A callback tells when it is done: if that is waited for before, nothing is left to wait for",
};

/** A future that somebody else may have cancelled: of asyncio's errors the one for that is no `Exception`. */
const ENDED_BY_OTHERS = {
  applicability: "unsafe",
  annotation: "Where the future was cancelled, asyncio.CancelledError is raised, which except Exception doesn't catch",
  differs: "a cancelled future's error",
} as const;

/** Whether a function has a callback told, before a call, that the future is done. */
function isToldWhenDone(call: Node, function_: Node): boolean {
  const future = call.child("function")?.child("object")?.text;
  return [...function_.descendants("attribute")].some(
    (one) =>
      one.start < call.start &&
      one.child("attribute")?.text === "add_done_callback" &&
      one.child("object")?.text === future,
  );
}

/** Whether a future stands for work that this function has given to a pool, and is told to nobody else. */
function isOwnWork(call: Node, { infer, module }: RuleContext): boolean {
  const future = call.child("function")?.child("object");
  if (future?.kind === "call") return infer.row(future)?.name.endsWith("Executor.submit") === true;
  const scope = future?.kind === "identifier" ? module.scopes(future.tree).of(future) : undefined;
  const bindings = scope?.kind === "function" ? (scope.bindings.get(future!.text) ?? []) : [];
  const isSubmitted = bindings.every(
    ({ source }) =>
      source.kind === "expression" &&
      source.value.kind === "call" &&
      infer.row(source.value)?.name.endsWith("Executor.submit") === true,
  );
  return bindings.length > 0 && isSubmitted && [...infer.usesOf(future!)].every(asksOnly);
}

/** Whether a use of a future only asks it something. */
function asksOnly(use: Node): boolean {
  if (use.field === "left") return true;
  const asked = use.field === "object" ? use.parent?.child("attribute")?.text : undefined;
  return asked !== undefined && /^(?:result|exception|done|running)$/.test(asked);
}

/** `future.result()` becomes `await asyncio.wrap_future(future)`. */
function awaitFuture(call: Node, row: Row, finish: Partial<Finish>, context: RuleContext): Offer | undefined {
  const callee = call.child("function");
  const future = callee?.child("object");
  if (
    future === undefined ||
    callee === undefined ||
    asyncLibraryAt(context, call) !== "asyncio" ||
    !row.name.endsWith(".result") ||
    call.child("arguments")?.named.length !== 0
  )
    return undefined;
  const builder = new FixBuilder(context);
  const wrap = builder.need("asyncio.wrap_future", call);
  if (wrap === undefined) return undefined;
  const [before, after] = awaited(call, "\0").split("\0") as [string, string];
  builder.insertBefore(future, `${before}${wrap}(`).edit(call, future.end, call.end, `)${after}`);
  return builder.build({ title: "Await the future", applicability: "safe", ...finish });
}

/** `asyncio.run(main())` becomes `await main()`. */
function awaitInstead(call: Node, context: RuleContext): readonly Offer[] {
  const given = call.child("arguments")?.named ?? [];
  const [coroutine] = given;
  if (
    coroutine === undefined ||
    given.length !== 1 ||
    !canAwait(call) ||
    isOneOf(coroutine, "keyword_argument", "list_splat", "dictionary_splat")
  )
    return [];
  const builder = new FixBuilder(context);
  const plain = isOneOf(coroutine, "call", "identifier", "attribute", "subscript", "parenthesized_expression");
  const [before, after] = awaited(call, "\0").split("\0") as [string, string];
  builder.edit(call, call.start, coroutine.start, plain ? before : `${before}(`);
  builder.edit(call, coroutine.end, call.end, plain ? after : `)${after}`);
  return [builder.build({ title: "Await it instead", applicability: "safe" })];
}
