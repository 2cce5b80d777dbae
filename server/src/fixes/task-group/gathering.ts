import type { Infer } from "../../model/infer";
import type { Kind } from "../../syntax/kinds.generated";
import type { Node } from "../../syntax/tree";
import type { Bound } from "./bound";

/** A coroutine that is started, alone or as a task: `f()`, `create_task(f())`. */
export interface Spawn {
  /** The whole expression. */
  readonly node: Node;
  /** The coroutine in it. */
  readonly coroutine: Node;
  /** The `create_task(...)` around it. */
  readonly create: Node | undefined;
  /** What is started in the coroutine's place, where that is another. */
  readonly written?: string;
  /** Whether it is known to be a coroutine, which is all that a TaskGroup takes. */
  readonly sure: boolean;
}

/** One argument of gather(), or one item of a list of coroutines. */
export type Part =
  | { readonly kind: "one"; readonly node: Node; readonly spawn: Spawn }
  /** `*[f(x) for x in xs]`; `node` is the comprehension. */
  | { readonly kind: "each"; readonly node: Node; readonly spawn: Spawn }
  /** `*map(f, xs)`; `node` is the call of map. Without a function the items are the coroutines. */
  | {
      readonly kind: "map";
      readonly node: Node;
      readonly function: Node | undefined;
      readonly iterable: Node;
      readonly sure: boolean;
    }
  /** A name, or a starred one, that was given its coroutines or tasks further up. */
  | { readonly kind: "name"; readonly node: Node; readonly starred: boolean }
  /** Something that a TaskGroup can't take, or may not. */
  | { readonly kind: "other"; readonly node: Node; readonly reason: string };

/**
 * `await gather(...)`, `await wait(...)`, `[await task for task in tasks]` or a loop that awaits one after the other.
 */
export interface Gathering {
  /** What is replaced by the results. */
  readonly awaiting: Node;
  /** What waits: the call, or the same as `awaiting`. */
  readonly call: Node;
  readonly how: "gathers" | "waits" | "awaits";
  readonly parts: readonly Part[];
  /** The limit of the wait_for() around it. */
  readonly timeout?: Node;
  /** The value of `return_exceptions`, unless it is False. */
  readonly returnExceptions: Node | undefined;
  /** What the coroutines are held back by; it is made above the group. */
  readonly bound?: Bound;
}

const COMPREHENSIONS: ReadonlySet<Kind> = new Set(["list_comprehension", "generator_expression"]);
const CONTAINERS: ReadonlySet<string> = new Set(["list", "tuple"]);

/** The awaited call as one that waits for several coroutines together. */
export function readGathering(awaiting: Node, infer: Infer): Gathering | undefined {
  const call = awaiting.named[0];
  const args = call?.child("arguments");
  if (call?.kind !== "call" || args?.kind !== "argument_list") return undefined;
  const row = infer.row(call);
  const how = row?.tasks;
  if (how === "gathers") return readGather(awaiting, call, args, infer);
  if (row?.bounds === "first argument") return readBounded(awaiting, args, infer);
  return how === "waits" ? readWait(awaiting, call, args, infer) : undefined;
}

/** A loop or comprehension that does nothing but await the items of a list. */
export function readAwaitedItems(node: Node): Gathering | undefined {
  const [first, ...others] = node.kind === "for_statement" ? [node] : node.named.slice(1);
  if (first === undefined || others.length > 0 || first.hasToken("async") || node.child("alternative") !== undefined)
    return undefined;
  const [item, items] = [first.child("left"), first.child("right")];
  const awaited = onlyAwaitIn(node.child("body"));
  if (item?.kind !== "identifier" || items?.kind !== "identifier" || awaited?.named[0]?.text !== item.text)
    return undefined;
  return {
    awaiting: node,
    call: node,
    how: "awaits",
    parts: [{ kind: "name", node: items, starred: true }],
    returnExceptions: undefined,
  };
}

/** The `await` that is all of a comprehension's element, or of a block. */
function onlyAwaitIn(body: Node | undefined): Node | undefined {
  const statement = body?.kind === "block" && body.named.length === 1 ? body.named[0] : undefined;
  const only = statement?.kind === "expression_statement" && statement.named.length === 1 ? statement.named[0] : body;
  return only?.kind === "await" ? only : undefined;
}

function readGather(awaiting: Node, call: Node, args: Node, infer: Infer): Gathering | undefined {
  let returnExceptions: Node | undefined;
  const parts: Part[] = [];
  for (const argument of args.named) {
    if (argument.kind !== "keyword_argument") {
      parts.push(...(argument.kind === "list_splat" ? readStarred(argument, infer) : [readPart(argument, infer)]));
      continue;
    }
    const value = argument.child("value");
    if (argument.child("name")?.text !== "return_exceptions") return undefined;
    if (value?.kind !== "false") returnExceptions = value;
  }
  return { awaiting, call, how: "gathers", parts, returnExceptions };
}

/** `wait_for(gather(...), timeout)`. */
function readBounded(awaiting: Node, args: Node, infer: Infer): Gathering | undefined {
  const [call, limit, ...others] = args.named;
  const inner = call?.kind === "call" ? call.child("arguments") : undefined;
  if (
    call === undefined ||
    limit === undefined ||
    others.length > 0 ||
    inner?.kind !== "argument_list" ||
    infer.row(call)?.tasks !== "gathers"
  )
    return undefined;
  const isKeyword = limit.kind === "keyword_argument";
  const timeout = isKeyword ? limit.child("value") : limit;
  if (timeout === undefined || (isKeyword && limit.child("name")?.text !== "timeout") || limit.kind.endsWith("splat"))
    return undefined;
  const gathering = readGather(awaiting, call, inner, infer);
  return gathering === undefined ? undefined : { ...gathering, timeout };
}

/** Only a wait for all of them, for as long as it takes: nothing else has a counterpart. */
function readWait(awaiting: Node, call: Node, args: Node, infer: Infer): Gathering | undefined {
  const [tasks, ...others] = args.named;
  if (tasks === undefined || others.length > 0 || tasks.kind === "keyword_argument") return undefined;
  const parts = tasks.kind === "list_splat" ? undefined : readItems(tasks, infer);
  return parts === undefined ? undefined : { awaiting, call, how: "waits", parts, returnExceptions: undefined };
}

function readStarred(splat: Node, infer: Infer): readonly Part[] {
  const value = splat.named[0];
  if (value === undefined) return [];
  return (
    readItems(value, infer) ?? [
      { kind: "other", node: value, reason: "it isn't known what the starred argument holds" },
    ]
  );
}

/** The coroutines that an iterable holds. */
function readItems(written: Node, infer: Infer): readonly Part[] | undefined {
  const node = unparenthesized(written);
  if (COMPREHENSIONS.has(node.kind)) {
    const body = node.child("body");
    const part = body === undefined ? undefined : readPart(body, infer);
    return part?.kind === "one"
      ? [{ kind: "each", node, spawn: part.spawn }]
      : [
          {
            kind: "other",
            node,
            reason: part?.kind === "other" ? part.reason : "the items are not known to be coroutines",
          },
        ];
  }
  if (CONTAINERS.has(node.kind))
    return node.named.flatMap((item) =>
      item.kind === "list_splat" ? readStarred(item, infer) : [readPart(item, infer)],
    );
  if (node.kind === "identifier") return [{ kind: "name", node, starred: true }];
  const map = node.kind === "call" && infer.callee(node) === "map" ? node.child("arguments")?.named : undefined;
  if (
    map?.length !== 2 ||
    map.some((argument) => argument.kind === "list_splat") ||
    !["identifier", "attribute"].includes(map[0]!.kind)
  )
    return undefined;
  const callee = infer.value(map[0]!);
  const result = callee === undefined ? undefined : infer.result(callee);
  return [{ kind: "map", node, function: map[0]!, iterable: map[1]!, sure: result?.kind === "awaitable" }];
}

/** One coroutine as it is given to gather() or put into a list. */
export function readPart(written: Node, infer: Infer): Part {
  const node = unparenthesized(written);
  if (node.kind === "identifier") {
    return infer.value(node)?.kind === "awaitable"
      ? { kind: "one", node, spawn: { node, coroutine: node, create: undefined, sure: true } }
      : { kind: "name", node, starred: false };
  }
  if (node.kind !== "call")
    return { kind: "other", node, reason: "create_task() takes coroutines alone, which this may not be" };
  if (infer.row(node)?.tasks === "starts") return readCreate(node, infer);
  return readCall(node, infer);
}

/** A call as what is given to create_task(). */
function readCall(node: Node, infer: Infer): Part {
  const row = infer.row(node);
  const value = infer.value(node);
  const other = (gives: string): Part => ({
    kind: "other",
    node,
    reason: `create_task() takes coroutines alone, and ${gives}`,
  });
  // What the table knows to be awaited without being a coroutine is a future.
  const isFuture = row !== undefined && row.use !== "await" && row.use !== "await or async with";
  if (isFuture || (value !== undefined && value.kind !== "awaitable"))
    return other(`${row?.name ?? node.child("function")?.text ?? "this"}() gives something else`);
  if (value === undefined && row === undefined && startsByName(node))
    return other(`${node.child("function")!.text}() gives a task, as its name says`);
  return {
    kind: "one",
    node,
    spawn: {
      node,
      coroutine: node,
      create: undefined,
      sure: value !== undefined && row?.use !== "await or async with",
    },
  };
}

const STARTS: ReadonlySet<string> = new Set(["add", "create", "ensure", "make", "schedule", "spawn", "start"]);
const STARTED: ReadonlySet<string> = new Set(["future", "job", "task"]);

/** `self.create_background_task(...)`, `engine.get_queue_task()`: it gives what runs already. */
function startsByName(call: Node): boolean {
  const callee = call.child("function");
  const isHandedOut = callee?.kind === "attribute" && call.child("arguments")?.named.length === 0;
  const words = ((callee?.child("attribute") ?? callee)?.text ?? "").split("_");
  const last = words.pop() ?? "";
  if (last === "executor" && words.at(-1) === "in") return true;
  return STARTED.has(last) && words.some((word) => STARTS.has(word) || (isHandedOut && word === "get"));
}

function readCreate(create: Node, infer: Infer): Part {
  const [coroutine, ...others] = create.child("arguments")?.named ?? [];
  const other: Part = { kind: "other", node: create, reason: "what the task runs is not known to be a coroutine" };
  if (coroutine === undefined || coroutine.kind === "keyword_argument" || coroutine.kind.endsWith("splat"))
    return other;
  if (
    others.some(
      (argument) =>
        argument.kind !== "keyword_argument" || !["name", "context"].includes(argument.child("name")?.text ?? ""),
    )
  )
    return other;
  // create_task() itself takes nothing but coroutines; ensure_future() takes futures too.
  const sure = infer.row(create)?.parameters?.[0] === "coro" || infer.value(coroutine)?.kind === "awaitable";
  if (!sure && coroutine.kind !== "call") return other;
  return { kind: "one", node: create, spawn: { node: create, coroutine, create, sure } };
}

export function unparenthesized(node: Node): Node {
  let inner = node;
  while (inner.kind === "parenthesized_expression" && inner.named.length === 1 && inner.children.length === 3)
    inner = inner.named[0]!;
  return inner;
}
