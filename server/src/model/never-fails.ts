import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import { leavesFunction } from "./decorators";
import { decoratorsOf, docstringOf, isGenerator, ownNodes } from "./definitions";
import { referenceElsewhere } from "./elsewhere";
import type { Infer } from "./infer";
import type { Reference } from "./reference";

/** What waits for the time to pass. */
const SLEEPS: ReadonlySet<string> = new Set(["asyncio.sleep", "trio.sleep", "anyio.sleep"]);

/** What waits for room in memory alone. */
const IN_MEMORY: ReadonlySet<string> = new Set(["Queue", "LifoQueue", "PriorityQueue"].map((name) => `asyncio.${name}.put`));

const SAYS_SO = /\b(?:never|does(?:n't| not)) raises?\b/i;

/** Longer chains of functions that do nothing but await another are not followed. */
const MAX_CALLS = 8;

/** Where errors come from that are expected: what is waited for, and what is raised. */
const MAY_FAIL: ReadonlySet<Kind> = new Set(["await", "raise_statement", "for_statement", "for_in_clause", "with_statement"]);
const AWAIT: ReadonlySet<Kind> = new Set(["await"]);

/** Whether a call gives a coroutine that hands on no error of what it waits for: it catches all of them, or waits for others like it. */
export function neverFails(call: Node, infer: Infer): boolean {
  const callee = call.kind === "call" ? call.child("function") : undefined;
  return callee !== undefined && neverFailsWhenCalled(callee, infer);
}

/** Whether a call is of a function of the file under a decorator that may take its errors, and log them. */
export function hasErrorsTaken(call: Node, infer: Infer): boolean {
  const callee = call.kind === "call" ? call.child("function") : undefined;
  const value = callee === undefined ? undefined : infer.value(callee);
  return value?.kind === "function" && decoratorsOf(value.definition.node).some((decorator) => !leavesFunction(decorator, infer));
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

  /** @param isSafeElsewhere whether a function of another file never fails */
  constructor(
    readonly infer: Infer,
    readonly isSafeElsewhere: (reference: Reference) => boolean,
  ) {}

  isSafeToCall(callee: Node): boolean {
    const object = callee.child("object");
    const type = object === undefined ? undefined : this.infer.instanceOf(object);
    if (type !== undefined && IN_MEMORY.has(`${type}.${callee.child("attribute")?.text ?? ""}`)) return true;
    const value = this.infer.value(callee);
    if (value?.kind === "function") return this.isSafe(value.definition.node);
    const reference = referenceElsewhere(value);
    return reference !== undefined && this.isSafeElsewhere(reference);
  }

  isSafe(function_: Node): boolean {
    if (!function_.hasToken("async") || isGenerator(function_) || this.#asked.size >= MAX_CALLS) return false;
    if (this.#asked.has(function_) || SAYS_SO.test(docstringOf(function_)?.text ?? "")) return true;
    // What awaits nothing fails, if ever, before anything else has run.
    if (ownNodes(function_, AWAIT)[Symbol.iterator]().next().done === true) return false;
    this.#asked.add(function_);
    const isSafe = this.#catchesAll(function_);
    this.#asked.delete(function_);
    return isSafe;
  }

  #catchesAll(function_: Node): boolean {
    for (const node of ownNodes(function_, MAY_FAIL)) {
      if (node.isNamed && !this.#isCaught(node, function_) && this.#mayFail(node)) return false;
    }
    return true;
  }

  #mayFail(node: Node): boolean {
    switch (node.kind) {
      case "await":
        return node.named[0]?.kind !== "call" || !(this.#restsBeforeRetry(node) || this.isSafeToCall(node.named[0].child("function")!));
      case "raise_statement":
        return !passesCancellationOn(node);
      case "with_statement":
        return node.hasToken("async") && !holdsOnly(node);
      default:
        return node.hasToken("async");
    }
  }

  /** `except Exception: await asyncio.sleep(1)`, before what failed is tried again. */
  #restsBeforeRetry(awaiting: Node): boolean {
    const statement = awaiting.parent;
    if (statement?.kind !== "expression_statement" || statement.parent?.parent?.kind !== "except_clause") return false;
    return SLEEPS.has(this.infer.callee(awaiting.named[0]!) ?? "");
  }

  /** Whether a handler around takes whatever a place raises, and raises nothing itself. */
  #isCaught(node: Node, function_: Node): boolean {
    let child = node;
    for (const around of node.ancestors()) {
      if (around === function_) return false;
      if (around.kind === "try_statement" && child.field === "body" && this.#catchesErrors(around)) return true;
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

/** A semaphore or lock, as those have names: nothing is opened that could be missing. */
function holdsOnly(statement: Node): boolean {
  const items = statement.children.find((child) => child.kind === "with_clause")?.named ?? [];
  return items.length > 0 && items.every((item) => ["identifier", "attribute"].includes(item.child("value")?.kind ?? ""));
}

/** `except CancelledError: raise`: that a cancellation is passed on is no error. */
function passesCancellationOn(raise: Node): boolean {
  const clause = raise.named.length === 0 ? raise.closest("except_clause", "function_definition") : undefined;
  return clause?.kind === "except_clause" && /Cancell?ed/i.test(clause.child("value")?.text ?? "");
}
