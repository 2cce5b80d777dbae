import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import { leavesFunction } from "./decorators";
import { decoratorsOf, docstringOf, isGenerator, ownNodes } from "./definitions";
import { referenceElsewhere } from "./elsewhere";
import { suspends } from "./idle";
import type { Infer } from "./infer";
import type { Reference } from "./reference";

/** What waits for the time to pass. */
const SLEEPS: ReadonlySet<string> = new Set(["asyncio.sleep", "trio.sleep", "anyio.sleep"]);

/** What waits for room in memory alone. */
const IN_MEMORY: ReadonlySet<string> = new Set(
  ["Queue", "LifoQueue", "PriorityQueue"].map((name) => `asyncio.${name}.put`),
);

/** What a queue is called that nobody says more of. */
const QUEUE = /queue|_q$|^q$/i;

/** What a handler tells of an error with, by its name: that it may fail itself is nothing to count on. */
const TELLS =
  /^_*(?:send|notify|publish|broadcast|emit|reply|answer|respond|report|log|mark|set_\w*(?:error|status))(?:_|$)/;

const SAYS_SO = /\b(?:never|does(?:n't| not)) raises?\b/i;

/** Longer chains of functions that do nothing but await another are not followed. */
const MAX_CALLS = 8;

/** Where errors come from that are expected: what is waited for, and what is raised. */
const MAY_FAIL: ReadonlySet<Kind> = new Set([
  "await",
  "raise_statement",
  "for_statement",
  "for_in_clause",
  "with_statement",
]);
const AWAIT: ReadonlySet<Kind> = new Set(["await"]);
const CALLS: ReadonlySet<Kind> = new Set(["call"]);

/**
 * Whether a call gives a coroutine that hands on no error of what it waits for: it catches all of them, or waits for
 * others like it.
 */
export function neverFails(call: Node, infer: Infer): boolean {
  const callee = call.kind === "call" ? call.child("function") : undefined;
  return callee !== undefined && neverFailsWhenCalled(callee, infer);
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
  const search = new Search(infer, (reference) => infer.coroutineElsewhere(reference).neverFails, true);
  return callee !== undefined && search.isSafeToCall(callee);
}

/**
 * Whether a call gives a coroutine of the file that only sleeps and then cancels another task: the loop's timer holds it,
 * and nothing of that fails.
 */
export function onlyCancelsLater(call: Node, infer: Infer): boolean {
  const callee = call.kind === "call" ? call.child("function") : undefined;
  const value = callee === undefined ? undefined : infer.value(callee);
  if (value?.kind !== "function" || !value.definition.node.hasToken("async")) return false;
  const { node } = value.definition;
  let sleeps = 0;
  for (const one of ownNodes(node, MAY_FAIL)) {
    const [awaited] = one.kind === "await" ? one.named : [];
    if (awaited?.kind === "call" && SLEEPS.has(infer.callee(awaited) ?? "")) sleeps++;
    else if (one.kind === "raise_statement" || one.kind === "await" || one.hasToken("async")) return false;
    else if (one.kind === "with_statement") return false;
  }
  const calls = [...ownNodes(node, CALLS)];
  return (
    sleeps > 0 && calls.some(cancelsTask) && calls.every((one) => isIdle(one) || cancelsTask(one) || asksTask(one))
  );
}

/** The same of a function that somebody else calls. */
export function neverFailsWhenCalled(function_: Node, infer: Infer): boolean {
  return new Search(infer, (reference) => infer.coroutineElsewhere(reference).neverFails).isSafeToCall(function_);
}

/** The functions of other files by which alone a coroutine function may fail; undefined where it may by itself. */
export function failsBy(function_: Node, infer: Infer): readonly Reference[] | undefined {
  const by = new Set<Reference>();
  const search = new Search(infer, (reference) => {
    by.add(reference);
    return true;
  });
  return search.isSafe(function_) ? [...by] : undefined;
}

class Search {
  /** One that comes back to itself fails by nothing else. */
  readonly #asked = new Set<Node>();

  /**
   * @param isSafeElsewhere whether a function of another file never fails
   * @param mayBeLater whether what is done later, or again and again, may fail as it expects
   */
  constructor(
    readonly infer: Infer,
    readonly isSafeElsewhere: (reference: Reference) => boolean,
    readonly mayBeLater = false,
  ) {}

  isSafeToCall(callee: Node): boolean {
    const object = callee.child("object");
    const type = object === undefined ? undefined : this.infer.instanceOf(object);
    if (type !== undefined && IN_MEMORY.has(`${type}.${callee.child("attribute")?.text ?? ""}`)) return true;
    if (type === undefined && this.#putsInMemory(callee)) return true;
    const value = this.infer.value(callee);
    if (value?.kind === "function") return this.isSafe(value.definition.node);
    const reference = referenceElsewhere(value);
    return reference !== undefined && this.isSafeElsewhere(reference);
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
    if (!function_.hasToken("async") || isGenerator(function_) || this.#asked.size >= MAX_CALLS) return false;
    if (this.#asked.has(function_) || SAYS_SO.test(docstringOf(function_)?.text ?? "")) return true;
    // What awaits nothing fails, if ever, before anything else has run.
    if (!suspends(function_)) return false;
    this.#asked.add(function_);
    const isSafe = this.#catchesAll(function_);
    this.#asked.delete(function_);
    return isSafe;
  }

  #catchesAll(function_: Node): boolean {
    for (const node of ownNodes(function_, MAY_FAIL)) {
      if (!this.#isCaught(node, function_) && this.#mayFail(node)) return false;
    }
    return true;
  }

  #mayFail(node: Node): boolean {
    switch (node.kind) {
      case "await":
        return (
          node.named[0]?.kind !== "call" ||
          !(this.#isHarmless(node, node.named[0]) || this.isSafeToCall(node.named[0].child("function")!))
        );
      case "raise_statement":
        return !passesCancellationOn(node);
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
    if (awaiting.parent?.kind !== "expression_statement") return false;
    const clause = awaiting.closest("except_clause", "function_definition");
    if (clause?.kind === "except_clause" && this.#tells(call))
      return clause.parent !== undefined && this.#catchesErrors(clause.parent);
    if (this.mayBeLater && this.#isStartOfTasks(call)) return true;
    if (!this.#sleeps(awaiting)) return false;
    return awaiting.parent.parent?.parent?.kind === "except_clause" || (this.mayBeLater && this.#goesOnAfter(awaiting));
  }

  #sleeps(awaiting: Node): boolean {
    const [call] = awaiting.named;
    return call?.kind === "call" && SLEEPS.has(this.infer.callee(call) ?? "");
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
    for (const other of ownNodes(function_, AWAIT)) if (!this.#sleeps(other)) return other.start > awaiting.end;
    if (awaiting.closest("while_statement", "function_definition") === function_) return this.#onlyStarts(function_);
    return [...ownNodes(function_, CALLS)].every(isIdle);
  }

  /** A call of a coroutine function of the file that awaits nothing, and only starts tasks. */
  #isStartOfTasks(call: Node): boolean {
    const value = this.infer.value(call.child("function")!);
    if (value?.kind !== "function") return false;
    const { node } = value.definition;
    return node.hasToken("async") && [...ownNodes(node, AWAIT)].length === 0 && this.#onlyStarts(node);
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
        (this.#catchesErrors(around) || this.#isLeftAtThat(around, function_))
      )
        return true;
      if (around.kind === "with_statement" && child.field === "body" && this.#suppressesErrors(around)) return true;
      child = around;
    }
    return false;
  }

  #catchesErrors(statement: Node): boolean {
    return statement.named.some((clause) => {
      if (clause.kind !== "except_clause") return false;
      const value = clause.child("value");
      const written = value?.kind === "as_pattern" ? value.named[0] : value;
      if (written === undefined) return true;
      return (written.kind === "tuple" ? written.named : [written]).some((type) => this.#isAnyError(type));
    });
  }

  /**
   * Whether what is done after a while is let be where it fails as expected: all handlers of an error pass, or log it.
   */
  #isLeftAtThat(statement: Node, function_: Node): boolean {
    if (!this.mayBeLater) return false;
    const [first] = ownNodes(function_, AWAIT);
    if (first === undefined || !this.#sleeps(first) || first.start > statement.start) return false;
    const handlers = statement.named.filter((clause) => clause.kind === "except_clause");
    return (
      handlers.length > 0 &&
      handlers.every((clause) => [...clause.descendants("raise_statement", "await")].length === 0)
    );
  }

  /** `with suppress(Exception):` */
  #suppressesErrors(statement: Node): boolean {
    const items = statement.children.find((child) => child.kind === "with_clause")?.named ?? [];
    return items.some((item) => {
      const call = item.child("value");
      if (call?.kind !== "call" || this.infer.callee(call) !== "contextlib.suppress") return false;
      return (call.child("arguments")?.named ?? []).some((type) => this.#isAnyError(type));
    });
  }

  #isAnyError(type: Node): boolean {
    return ["Exception", "BaseException"].includes(this.infer.name(type) ?? "");
  }
}

/** A call that looks at something, sleeps, or writes something down. */
function isIdle(call: Node): boolean {
  const callee = call.child("function");
  return /^(?:print\w*|debug|info|warning|error|log|is_set|sleep|rand\w*|uniform|time|monotonic)$/.test(
    (callee?.child("attribute") ?? callee)?.text ?? "",
  );
}

/** `self._task.cancel()`: what a task, a future or a timer does of itself never fails. */
function cancelsTask(call: Node): boolean {
  return isCalledOnTask(call, /^cancel$/);
}

function asksTask(call: Node): boolean {
  return isCalledOnTask(call, /^(?:done|cancelled)$/);
}

const TASK = /(?:^|_)(?:task|future|fut|timer|timer_handle)$/;

function isCalledOnTask(call: Node, method: RegExp): boolean {
  const callee = call.child("function");
  const object = callee?.child("object");
  return (
    method.test(callee?.child("attribute")?.text ?? "") && TASK.test((object?.child("attribute") ?? object)?.text ?? "")
  );
}

/** What is done with a task that was started, or to start one. */
function isOfTask(call: Node): boolean {
  const callee = call.child("function");
  return /^(?:add_done_callback|done|set_name|add|discard|get_(?:running|event)_loop)$/.test(
    (callee?.child("attribute") ?? callee)?.text ?? "",
  );
}

/** A semaphore or lock, as those have names: nothing is opened that could be missing. */
function holdsOnly(statement: Node): boolean {
  const items = statement.children.find((child) => child.kind === "with_clause")?.named ?? [];
  return (
    items.length > 0 && items.every((item) => ["identifier", "attribute"].includes(item.child("value")?.kind ?? ""))
  );
}

/** `except CancelledError: raise`: that a cancellation is passed on is no error. */
function passesCancellationOn(raise: Node): boolean {
  const clause = raise.named.length === 0 ? raise.closest("except_clause", "function_definition") : undefined;
  return clause?.kind === "except_clause" && /Cancell?ed/i.test(clause.child("value")?.text ?? "");
}
