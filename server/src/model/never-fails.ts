import { AWAITS, CALLS } from "../syntax/node-kinds";
import type { Node } from "../syntax/tree";
import { leavesFunction } from "./decorators";
import { decoratorsOf, docstringOf, isGenerator, ownNodes } from "./definitions";
import { referenceElsewhere } from "./elsewhere";
import { suspends } from "./idle";
import type { Infer } from "./infer";
import { isIdle, isSleep, MAY_FAIL } from "./only-sleeps";
import type { Reference } from "./reference";
import type { FunctionSummary, Reliance } from "./summary";
import { catchesErrors, managersElsewhere, suppressesErrors, takesErrorsOfBlock } from "./takes-errors";
import type { FunctionDefinition } from "./values";

/** What waits for room in memory alone. */
const IN_MEMORY: ReadonlySet<string> = new Set(
  ["Queue", "LifoQueue", "PriorityQueue"].map((name) => `asyncio.${name}.put`),
);

/** What a queue is called that nobody says more of. */
const QUEUE = /queue|_q$|^q$/i;

/** What only one holds at a time, or some, as those have names. */
const LOCK = /(?:^|_)(?:lock|mutex|sem|semaphore)$/i;

/** What a queue of asyncio says at once: who keeps one elsewhere has to be waited for. */
const AT_ONCE = /^(?:empty|full|qsize|task_done|get_nowait|put_nowait)$/;

/** What a handler tells of an error with, by its name: that it may fail itself is nothing to count on. */
const TELLS =
  /^_*(?:send|notify|publish|broadcast|emit|reply|answer|respond|report|log|mark|set_\w*(?:error|status))(?:_|$)/;

const SAYS_SO = /\b(?:never|does(?:n't| not)) raises?\b/i;

/** Longer chains of functions that do nothing but await another are not followed. */
const MAX_CALLS = 8;

/**
 * Whether a call gives a coroutine that hands on no error of what it waits for: it catches all of them, or waits for
 * others like it.
 */
export function neverFails(call: Node, infer: Infer): boolean {
  const callee = call.kind === "call" ? call.child("function") : undefined;
  if (callee === undefined) return false;
  return infer.row(call)?.neverFails === true || neverFailsWhenCalled(callee, infer);
}

/** Whether a call is of a function of the file under a decorator that may take its errors, and log them. */
export function hasErrorsTaken(call: Node, infer: Infer): boolean {
  const callee = call.kind === "call" ? call.child("function") : undefined;
  const value = callee === undefined ? undefined : infer.value(callee);
  return (
    value?.kind === "function" &&
    decoratorsOf(value.definition.node).some((decorator) => !leavesFunction(decorator, infer))
  );
}

/**
 * Whether a call gives a coroutine of whose errors nothing is lost: it never fails, only sleeps between what it does in
 * a loop, or does something later whose error it expects and leaves at that (`await sleep(60)`, then a deletion that
 * may find nothing).
 */
export function losesNoErrors(call: Node, infer: Infer): boolean {
  const callee = call.kind === "call" ? call.child("function") : undefined;
  const isSafe: Elsewhere = (references) => references.some((one) => infer.coroutineElsewhere(one).losesNoErrors);
  const search = new Search(infer, isSafe, true);
  return callee !== undefined && search.isSafeToCall(callee);
}

/** The same of a function that somebody else calls. */
export function neverFailsWhenCalled(function_: Node, infer: Infer): boolean {
  const isSafe: Elsewhere = (references) => references.some((one) => infer.coroutineElsewhere(one).neverFails);
  return new Search(infer, isSafe).isSafeToCall(function_);
}

/** The functions of other files by which alone a coroutine function may fail, or may lose errors where nobody waits. */
type ErrorsBy = Pick<FunctionSummary, "failsBy" | "losesBy">;

export const UNKNOWN_ERRORS = { failsBy: undefined, losesBy: undefined } as const satisfies ErrorsBy;

/**
 * Of a coroutine function; of a context manager none, where it takes whatever its block raises.
 *
 * @param isManager whether a decorator makes one of the function
 */
export function errorsBy({ node, async, name }: FunctionDefinition, isManager: boolean, infer: Infer): ErrorsBy {
  if (isManager || name === "__exit__")
    return takesErrorsOfBlock(node, infer) ? { failsBy: [], losesBy: [] } : UNKNOWN_ERRORS;
  return async ? { failsBy: unsafeBy(node, infer, false), losesBy: unsafeBy(node, infer, true) } : UNKNOWN_ERRORS;
}

function unsafeBy(function_: Node, infer: Infer, mayBeLater: boolean): Reliance | undefined {
  const by = new Map<string, readonly Reference[]>();
  const isSafeElsewhere: Elsewhere = (references) => {
    by.set(references.join("\n"), references);
    return true;
  };
  return new Search(infer, isSafeElsewhere, mayBeLater).isSafe(function_) ? [...by.values()] : undefined;
}

/** Whether one of some coroutine functions of other files never fails, or a context manager takes all errors. */
type Elsewhere = (references: readonly Reference[]) => boolean;

class Search {
  /**
   * @param mayBeLater whether nobody waits for it: what is done later, or again and again, may fail as it expects then,
   *   and what was told may be raised as well
   * @param asked the functions that are being looked at: one that comes back to itself fails by nothing else
   */
  constructor(
    readonly infer: Infer,
    readonly isSafeElsewhere: Elsewhere,
    readonly mayBeLater = false,
    readonly asked = new Set<Node>(),
  ) {}

  isSafeToCall(callee: Node): boolean {
    const object = callee.child("object");
    const type = object === undefined ? undefined : this.infer.instanceOf(object);
    if (type !== undefined && IN_MEMORY.has(`${type}.${callee.child("attribute")?.text ?? ""}`)) return true;
    if (type === undefined && this.#putsInMemory(callee)) return true;
    const value = this.infer.value(callee);
    if (value?.kind === "function") return this.isSafe(value.definition.node);
    const reference = referenceElsewhere(value);
    return reference !== undefined && this.isSafeElsewhere([reference]);
  }

  /** `queue.put(item)` in a file that makes queues of asyncio, and all of them without a limit: it never waits. */
  #putsInMemory(callee: Node): boolean {
    const object = callee.child("attribute")?.text === "put" ? callee.child("object") : undefined;
    if (object === undefined || !QUEUE.test((object.child("attribute") ?? object).text)) return false;
    const made = [...this.infer.identifiersIfFew("Queue")].flatMap((id) => {
      const named = id.field === "attribute" ? id.parent! : id;
      return named.field === "function" && named.parent?.kind === "call" ? [named.parent] : [];
    });
    return (
      made.length > 0 &&
      made.every(
        (call) => this.infer.callee(call) === "asyncio.Queue" && (call.child("arguments")?.named.length ?? 0) === 0,
      )
    );
  }

  isSafe(function_: Node): boolean {
    if (!function_.hasToken("async") || isGenerator(function_) || this.asked.size >= MAX_CALLS) return false;
    if (this.asked.has(function_) || SAYS_SO.test(docstringOf(function_)?.text ?? "")) return true;
    // What awaits nothing fails, if ever, before anything else has run.
    if (!suspends(function_)) return false;
    this.asked.add(function_);
    const isSafe = this.#catchesAll(function_);
    this.asked.delete(function_);
    return isSafe;
  }

  #catchesAll(function_: Node): boolean {
    for (const node of ownNodes(function_, MAY_FAIL)) {
      if (this.#isCaught(node, function_)) continue;
      const managers = this.#managersAround(node, function_);
      if (managers.length === 0 ? this.#mayFail(node) : !this.#isTaken(node, managers)) return false;
    }
    return true;
  }

  /** Whether a place fails in nothing that this file doesn't know, or context managers of others around it take that. */
  #isTaken(node: Node, managers: readonly Reference[]): boolean {
    const here = new Search(this.infer, () => false, this.mayBeLater, this.asked);
    if (!here.#mayFail(node)) return true;
    const callee = node.kind === "await" ? node.named[0]?.child("function") : undefined;
    const awaited = callee === undefined ? undefined : referenceElsewhere(this.infer.value(callee));
    return this.isSafeElsewhere(awaited === undefined ? managers : [...managers, awaited]);
  }

  #managersAround(node: Node, function_: Node): readonly Reference[] {
    const managers: Reference[] = [];
    let child = node;
    for (const around of node.ancestors()) {
      if (around === function_) break;
      if (around.kind === "with_statement" && child.field === "body" && !around.hasToken("async"))
        managers.push(...managersElsewhere(around, this.infer));
      child = around;
    }
    return managers;
  }

  #mayFail(node: Node): boolean {
    switch (node.kind) {
      case "await":
        return (
          node.named[0]?.kind !== "call" ||
          !(
            this.#waitsInMemory(node.named[0]) ||
            this.#isHarmless(node, node.named[0]) ||
            this.isSafeToCall(node.named[0].child("function")!)
          )
        );
      case "raise_statement":
        return (
          !passesCancellationOn(node) && !(this.mayBeLater && (raisesWhatIsTold(node) || refusesToStartTwice(node)))
        );
      case "with_statement":
        return node.hasToken("async") && !holdsOnly(node);
      default:
        return node.hasToken("async");
    }
  }

  /**
   * `except Exception: await asyncio.sleep(1)`, before what failed is tried again, or `await send(error)`, so that
   * others hear of it.
   */
  #isHarmless(awaiting: Node, call: Node): boolean {
    if (this.mayBeLater && this.#sleeps(awaiting) && this.#standsBetweenRounds(awaiting)) return true;
    if (awaiting.parent?.kind !== "expression_statement") return false;
    const clause = awaiting.closest("except_clause", "function_definition");
    if (clause?.kind === "except_clause" && (this.#tells(call) || isGivenError(call, clause)))
      return clause.parent !== undefined && catchesErrors(clause.parent, this.infer);
    if (this.mayBeLater && this.#isStartOfTasks(call)) return true;
    if (!this.#sleeps(awaiting)) return false;
    return awaiting.parent.parent?.parent?.kind === "except_clause" || (this.mayBeLater && this.#goesOnAfter(awaiting));
  }

  /** `await lock.acquire()`, or `await queue.get()` of one that the function asks what only asyncio's own say at once. */
  #waitsInMemory(call: Node): boolean {
    const callee = call.child("function");
    const object = callee?.child("object");
    if (object === undefined || call.child("arguments")?.named.length !== 0) return false;
    const method = callee?.child("attribute")?.text ?? "";
    const name = (object.child("attribute") ?? object).text;
    if (method === "acquire") return LOCK.test(name);
    return method === "get" && QUEUE.test(name) && isAskedAtOnce(object);
  }

  #sleeps(awaiting: Node): boolean {
    return isSleep(awaiting.named[0], this.infer);
  }

  #tells(call: Node): boolean {
    const callee = call.child("function");
    return TELLS.test((callee?.child("attribute") ?? callee)?.text ?? "");
  }

  /**
   * Whether a sleep is one of a loop that only writes something down, or something else is waited for behind it: alone
   * it stands for work to come.
   */
  #goesOnAfter(awaiting: Node): boolean {
    const function_ = awaiting.closest("function_definition");
    if (function_ === undefined) return false;
    for (const other of ownNodes(function_, AWAITS)) if (!this.#sleeps(other)) return other.start > awaiting.end;
    if (awaiting.closest("while_statement", "function_definition") === function_) return this.#onlyStarts(function_);
    return [...ownNodes(function_, CALLS)].every(isIdle);
  }

  /** Whether a sleep stands in a loop, all of whose work a handler takes the errors of, round by round. */
  #standsBetweenRounds(awaiting: Node): boolean {
    const loop = awaiting.closest("while_statement", "for_statement", "function_definition");
    if (loop === undefined || loop.kind === "function_definition") return false;
    const rounds = loop.child("body")?.named ?? [];
    const guarded = rounds.filter((one) => one.kind === "try_statement" && catchesErrors(one, this.infer));
    return (
      guarded.length > 0 &&
      rounds.every((one) => guarded.includes(one) || [...one.descendants("call")].every((call) => this.#isNoWork(call)))
    );
  }

  /** A call that only looks at something or writes it down, or takes the next thing out of a queue. */
  #isNoWork(call: Node): boolean {
    const object = call.child("function")?.child("object");
    return (
      isIdle(call) ||
      this.#saysHowLong(call) ||
      this.#waitsInMemory(call) ||
      (object !== undefined && isOfQueue(call, object.text))
    );
  }

  /** `sleep(CONFIG.get("interval", 1))`: what a sleep is told. */
  #saysHowLong(call: Node): boolean {
    for (const around of call.ancestors()) {
      if (around.kind === "block") return false;
      if (around.kind === "call" && isSleep(around, this.infer)) return true;
    }
    return false;
  }

  /** A call of a coroutine function of the file that awaits nothing, and only starts tasks. */
  #isStartOfTasks(call: Node): boolean {
    const value = this.infer.value(call.child("function")!);
    if (value?.kind !== "function") return false;
    const { node } = value.definition;
    return node.hasToken("async") && [...ownNodes(node, AWAITS)].length === 0 && this.#onlyStarts(node);
  }

  /** Whether all that a function does is to start tasks, beside sleeping and writing that down. */
  #onlyStarts(function_: Node): boolean {
    const calls = [...ownNodes(function_, CALLS)];
    const starts = calls.filter((call) => this.infer.row(call)?.tasks === "starts");
    return (
      starts.length > 0 &&
      calls.every((call) => isIdle(call) || isOfTask(call) || starts.some((one) => one.contains(call)))
    );
  }

  /** Whether a handler around takes whatever a place raises, and raises nothing itself. */
  #isCaught(node: Node, function_: Node): boolean {
    let child = node;
    for (const around of node.ancestors()) {
      if (around === function_) return false;
      if (
        around.kind === "try_statement" &&
        child.field === "body" &&
        (catchesErrors(around, this.infer) || this.#isLeftAtThat(around, function_))
      )
        return true;
      if (around.kind === "with_statement" && child.field === "body" && suppressesErrors(around, this.infer))
        return true;
      child = around;
    }
    return false;
  }

  /**
   * Whether what is done after a while is let be where it fails as expected: all handlers of an error pass, or log it.
   */
  #isLeftAtThat(statement: Node, function_: Node): boolean {
    if (!this.mayBeLater) return false;
    const [first] = ownNodes(function_, AWAITS);
    if (first === undefined || !this.#sleeps(first) || first.start > statement.start) return false;
    const handlers = statement.named.filter((clause) => clause.kind === "except_clause");
    return (
      handlers.length > 0 &&
      handlers.every((clause) => [...clause.descendants("raise_statement", "await")].length === 0)
    );
  }
}

/** What is done with a task that was started, or to start one. */
function isOfTask(call: Node): boolean {
  const callee = call.child("function");
  return /^(?:add_done_callback|done|set_name|add|discard|get_(?:running|event)_loop)$/.test(
    (callee?.child("attribute") ?? callee)?.text ?? "",
  );
}

/** Whether the function around calls something on an object that is said at once, and doesn't wait for it. */
function isAskedAtOnce(object: Node): boolean {
  const function_ = object.closest("function_definition");
  return function_ !== undefined && [...ownNodes(function_, CALLS)].some((call) => isOfQueue(call, object.text));
}

function isOfQueue(call: Node, queue: string): boolean {
  const callee = call.child("function");
  return (
    call.parent?.kind !== "await" &&
    callee?.child("object")?.text === queue &&
    AT_ONCE.test(callee.child("attribute")?.text ?? "")
  );
}

/** A semaphore or lock, as those have names: nothing is opened that could be missing. */
function holdsOnly(statement: Node): boolean {
  const items = statement.children.find((child) => child.kind === "with_clause")?.named ?? [];
  return (
    items.length > 0 && items.every((item) => ["identifier", "attribute"].includes(item.child("value")?.kind ?? ""))
  );
}

/** `except Exception as error: await on_error(error)` */
function isGivenError(call: Node, clause: Node): boolean {
  const name = clause.child("value")?.child("alias")?.text;
  if (name === undefined) return false;
  for (const id of call.child("arguments")?.descendants("identifier") ?? []) if (id.text === name) return true;
  return false;
}

/** `except Exception as error: log.exception("failed"); future.set_exception(error); raise` */
function raisesWhatIsTold(raise: Node): boolean {
  const clause = raise.named.length === 0 ? raise.closest("except_clause", "function_definition") : undefined;
  if (clause?.kind !== "except_clause") return false;
  for (const call of clause.descendants("call")) if (call.end < raise.start && tellsError(call)) return true;
  return false;
}

/** `if self.task: raise RuntimeError("already running")`, before anything is awaited: then nothing is done that could be lost. */
function refusesToStartTwice(raise: Node): boolean {
  const function_ = raise.closest("function_definition");
  if (function_ === undefined || !/\balready\b/i.test(raise.text)) return false;
  for (const awaiting of ownNodes(function_, AWAITS)) if (awaiting.start < raise.start) return false;
  return true;
}

function tellsError(call: Node): boolean {
  if (/^(?:exception|set_exception)$/.test(call.child("function")?.child("attribute")?.text ?? "")) return true;
  return (call.child("arguments")?.named ?? []).some(
    (argument) => argument.child("name")?.text === "exc_info" && argument.child("value")?.kind !== "false",
  );
}

/** `except CancelledError: raise`: that a cancellation is passed on is no error. */
function passesCancellationOn(raise: Node): boolean {
  const clause = raise.named.length === 0 ? raise.closest("except_clause", "function_definition") : undefined;
  return clause?.kind === "except_clause" && /Cancell?ed/i.test(clause.child("value")?.text ?? "");
}
