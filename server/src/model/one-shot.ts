import { RUNNERS } from "./library/modules";
import type { Row } from "./library/row";
import { CALLS, LOOPS, YIELDS } from "../syntax/node-kinds";
import type { Node } from "../syntax/tree";
import { isGivenToCommandLine, makesCommand } from "./command-line";
import { decoratorsOf, ownNodes } from "./definitions";
import { asyncFunctionAround, executionOf } from "./execution";
import type { Infer } from "./infer";
import { isGivenToQueue, makesJob } from "./jobs";
import { isGivenToApplication, isOver, isStartup } from "./startup";

/** Longer chains of callers, and of what they call, are not followed. */
const MAX_CALLERS = 10;
const MAX_CALLED = 4;

/**
 * What an unknown function or method starts by its name, so that something is on the loop afterwards: a server, a
 * client, a worker. A word that goes on is another one: `startswith`, `runtime`, `connection`.
 */
export const STARTS =
  /^_*(?:[Aa]?[Ss]tart(?:up)?|[Rr]un|[Ss]erve|[Ll]isten|[Cc]onnect|[Ll]ogin|[Ss]ubscribe|[Ss]pawn|[Ll]aunch|[Ss]ubmit|[Ss]chedule|create_?[Tt]ask|ensure_?[Ff]uture|add_?[Jj]ob|open_connection|call_soon|call_later|[Pp]oll)(?:s|ing)?(?![a-z])/;

/**
 * What an `async with` is called that holds something for its block, and runs nothing beside it: a session of a
 * database, a transaction, a lock.
 */
const HOLDS =
  /(?:^|_|[a-z\d])(?:sessions?|connection|conn|transaction|begin|acquire|lock|semaphore|cursor)(?:_?maker|local|_?factory)?$/i;

/** What the table knows to open a connection: it leaves no work behind that others wait for. */
const CONNECTS = /(?:^|\.)(?:connect|create_pool|open_connection)$/;

/**
 * Whether nothing else is on the event loop when a node runs, so that nobody is kept waiting by it: its function is
 * only ever run by `asyncio.run()` and its kind, or before a web application serves anybody, and nothing has been
 * started before. Says no where that isn't clear.
 */
export function keepsNobodyWaiting(node: Node, infer: Infer): boolean {
  const around = asyncFunctionAround(node);
  if (around === undefined) return false;
  let search = searches.get(infer);
  if (search === undefined) searches.set(infer, (search = new Search(infer)));
  return search.isAlone(node, around);
}

/**
 * Whether a function is what a program is: a command of a command line, or all that the file does with it is to run it
 * as the only one of its loop.
 */
export function isProgram(function_: Node, infer: Infer): boolean {
  let search = searches.get(infer);
  if (search === undefined) searches.set(infer, (search = new Search(infer)));
  return search.isProgram(function_);
}

/** What a function says by itself of what is on the loop when it calls others. */
export interface OwnStarts {
  /** Whether it starts anything, other than by functions of the project that it calls. */
  readonly starts: boolean;
  readonly calls: readonly { readonly callee: Node; readonly alone: boolean; readonly repeated: boolean }[];
}

/** What a function starts by itself, and what it calls: awaited before that, or otherwise. */
export function ownStartsOf(function_: Node, infer: Infer): OwnStarts {
  const search = new Search(infer, false);
  const calls = [...ownNodes(function_, CALLS)].flatMap((call) => {
    const callee = call.child("function");
    return callee === undefined
      ? []
      : [{ callee, alone: search.isAwaitedAlone(call, function_), repeated: isInLoop(call, function_) }];
  });
  return { starts: search.startsByItself(function_), calls };
}

/** What is run as the only one of its loop by a call outside of async code: `main` of `asyncio.run(main())`. */
export function runBy(call: Node, infer: Infer): Node | undefined {
  const given = call.child("arguments")?.named[0];
  if (given === undefined || executionOf(call).kind === "async" || !new Search(infer).isRunner(call)) return undefined;
  return given.kind === "call" ? given.child("function") : given;
}

/**
 * Whether a coroutine function is a command of a command line, or registered to run before an application serves
 * anybody.
 */
export function isRunFirst(function_: Node, infer: Infer): boolean {
  return decoratorsOf(function_).some((decorator) => isStartup(decorator) || makesCommand(decorator, infer));
}

/** Many findings of one function ask the same of it. */
const searches = new WeakMap<Infer, Search>();

/** The calls of a function that may start something, as far down as somebody has asked. */
interface Starters {
  readonly calls: Iterator<Node>;
  next: Node | undefined;
  readonly found: Node[];
}

/** What was found out of functions while the same ones are under question, as it depends on these. */
class Known {
  readonly starters = new Map<Node, Starters>();
  readonly starting = new Map<Node, boolean>();
  readonly entered = new Map<Node, boolean>();
}

/** What a function's own calls may start: something by themselves, or what functions of the file do. */
interface OwnCalls {
  readonly start: boolean;
  readonly called: ReadonlySet<Node>;
}

class Search {
  /** Functions under question: one that comes back to itself through its callers is not alone. */
  readonly #asked = new Set<Node>();
  readonly #knownFirst = new Known();
  readonly #ownCalls = new Map<Node, OwnCalls>();
  readonly #firstYields = new Map<Node, Node | undefined>();

  /** @param followsCalls whether functions of the file that are called are looked at too */
  constructor(
    readonly infer: Infer,
    readonly followsCalls = true,
  ) {}

  isAlone(node: Node, function_: Node, known = this.#knownFirst): boolean {
    if (this.#asked.size > MAX_CALLERS || this.#asked.has(function_) || this.#startsBefore(node, function_, known))
      return false;
    const firstYield = this.#firstYield(function_);
    if (firstYield !== undefined && firstYield.start < node.end) return false;
    let alone = known.entered.get(function_);
    if (alone !== undefined) return alone;
    this.#asked.add(function_);
    alone = this.#isEnteredAlone(function_, firstYield);
    this.#asked.delete(function_);
    known.entered.set(function_, alone);
    return alone;
  }

  #firstYield(function_: Node): Node | undefined {
    if (!this.#firstYields.has(function_)) this.#firstYields.set(function_, firstOf(ownNodes(function_, YIELDS)));
    return this.#firstYields.get(function_);
  }

  #isEnteredAlone(function_: Node, firstYield: Node | undefined): boolean {
    const decorators = decoratorsOf(function_);
    if (
      decorators.some(
        (decorator) => isStartup(decorator) || makesCommand(decorator, this.infer) || makesJob(decorator, this.infer),
      )
    )
      return true;
    const uses = this.#usesOf(function_);
    if (uses.some((use) => isGivenToQueue(use, this.infer))) return true;
    if (firstYield !== undefined || decorators.length > 0) return uses.length > 0 && uses.every(isGivenToApplication);
    // What no code of the file uses is there for other files.
    if (uses.length === 0) return this.infer.runsAlone(function_);
    const known = new Known();
    return uses.every(
      (use) => isGivenToApplication(use) || isGivenToCommandLine(use, this.infer) || this.#isRunAlone(use, known),
    );
  }

  isProgram(function_: Node): boolean {
    if (decoratorsOf(function_).some((decorator) => makesCommand(decorator, this.infer))) return true;
    const uses = this.#usesOf(function_);
    return uses.length > 0 && uses.every((use) => isGivenToCommandLine(use, this.infer) || this.#isGivenToRunner(use));
  }

  isAwaitedAlone(call: Node, function_: Node): boolean {
    const firstYield = this.#firstYield(function_);
    return (
      call.parent?.kind === "await" &&
      (firstYield === undefined || call.end <= firstYield.start) &&
      !this.#startsBefore(call, function_, this.#knownFirst)
    );
  }

  /** Where the file names the function, but for its definition. */
  #usesOf(function_: Node): readonly Node[] {
    const name = function_.child("name");
    if (name === undefined) return [];
    const isMethod = this.infer.module.function(function_).owner !== undefined;
    return [...this.infer.identifiersIfFew(name.text)].flatMap((id) => {
      if (id.field === "name" && ["keyword_argument", "function_definition"].includes(id.parent?.kind ?? "")) return [];
      if ((id.field === "attribute") !== isMethod) return [];
      const use = isMethod ? id.parent! : id;
      const value = this.infer.value(use);
      // What may be the method is a use of it that nobody knows.
      const isUse = value === undefined ? isMethod : value.kind === "function" && value.definition.node === function_;
      return isUse ? [use] : [];
    });
  }

  /** `asyncio.run(main())`, `trio.run(main)`, or `await main()` in a function that is alone there. */
  #isRunAlone(use: Node, known: Known): boolean {
    const call = use.field === "function" && use.parent?.kind === "call" ? use.parent : undefined;
    const given = call ?? use;
    if (call !== undefined && given.parent?.kind === "await") {
      const caller = asyncFunctionAround(call);
      return caller !== undefined && this.isAlone(call, caller, known);
    }
    return this.#isGivenToRunner(use);
  }

  /** `asyncio.wait_for(main(), timeout=60)`, of what stands in it. */
  #withLimit(given: Node): Node {
    const list = given.parent;
    const limit = list?.kind === "argument_list" && list.named[0] === given ? list.parent : undefined;
    return limit?.kind === "call" && this.infer.row(limit)?.bounds === "first argument" ? limit : given;
  }

  #isGivenToRunner(use: Node): boolean {
    const given = this.#withLimit(use.field === "function" && use.parent?.kind === "call" ? use.parent : use);
    const { parent } = given;
    const runner = parent?.kind === "argument_list" && parent.named[0] === given ? parent.parent : undefined;
    return (
      runner?.kind === "call" &&
      executionOf(runner).kind !== "async" &&
      (this.isRunner(runner) || this.#passesToRunner(runner))
    );
  }

  /**
   * Whether a call is of a plain function of the file that runs what it is given first: `def run(main):
   * asyncio.run(main)`.
   */
  #passesToRunner(call: Node): boolean {
    const callee = call.child("function");
    const value = callee === undefined ? undefined : this.infer.value(callee);
    if (value?.kind !== "function" || value.definition.async || value.definition.owner !== undefined) return false;
    const parameter = value.definition.node.child("parameters")?.named[0];
    const name = (parameter?.child("name") ?? parameter?.named[0] ?? parameter)?.text;
    return [...ownNodes(value.definition.node, CALLS)].some((inner) => {
      const given = inner.child("arguments")?.named[0];
      const passed = given?.kind === "call" ? given.child("function") : given;
      return passed?.kind === "identifier" && passed.text === name && this.isRunner(inner);
    });
  }

  isRunner(call: Node): boolean {
    return this.infer.row(call)?.nestsLoop === true || RUNNERS.has(this.infer.callee(call) ?? "");
  }

  /** Whether anything may be on the loop that was started in the function before a node, or stands open around it. */
  #startsBefore(node: Node, function_: Node, known: Known): boolean {
    let end = node.start;
    for (let around = node.parent; around !== undefined && around !== function_; around = around.parent) {
      // What a loop does behind the node comes before it in the next round.
      if (LOOPS.has(around.kind)) end = around.end;
      if (around.kind === "for_statement" && around.hasToken("async")) return true;
      const isInBody =
        around.kind === "with_statement" && around.hasToken("async") && (around.child("body")?.contains(node) ?? false);
      if (isInBody && !this.#holdsNothing(around)) return true;
    }
    const isBefore = (call: Node): boolean =>
      call.start < end && !call.contains(node) && !isOver(call, node.start, function_);
    const starters = startersOf(function_, known);
    if (starters.found.some(isBefore)) return true;
    for (let call = starters.next; call !== undefined && call.start < end; call = starters.next) {
      starters.next = following(starters.calls);
      if (!this.#mayStart(call, known)) continue;
      starters.found.push(call);
      if (isBefore(call)) return true;
    }
    return false;
  }

  /** Whether all that a `with` opens is known, and runs nothing. */
  #holdsNothing(statement: Node): boolean {
    const items = statement.children.find((child) => child.kind === "with_clause")?.named ?? [];
    return items.every((item) => {
      const value = item.child("value");
      const opened = value?.kind === "as_pattern" ? value.named[0] : value;
      const row = opened?.kind === "call" ? this.infer.row(opened) : undefined;
      if (row !== undefined) return row.tasks !== "group" && row.tasks !== "scope within";
      const named = opened?.kind === "call" ? opened.child("function") : opened;
      return HOLDS.test((named?.child("attribute") ?? named)?.text ?? "");
    });
  }

  #mayStart(call: Node, known: Known): boolean {
    const started = this.#startedBy(call);
    if (typeof started === "boolean") return started;
    if (!this.followsCalls) return false;
    let starts = known.starting.get(started);
    if (starts === undefined) known.starting.set(started, (starts = this.#startsWithin(started, 1)));
    return starts;
  }

  /** Whether a call may start something, or the function of the file that it calls, which may. */
  #startedBy(call: Node): boolean | Node {
    const row = this.infer.row(call);
    const awaited = call.parent?.kind === "await";
    const told = row === undefined ? undefined : startsByRow(row, awaited);
    if (told !== undefined) return told;
    const callee = call.child("function");
    const value = callee === undefined ? undefined : this.infer.value(callee);
    if (value?.kind === "function") return value.definition.node;
    if (STARTS.test((callee?.child("attribute") ?? callee)?.text ?? "")) return true;
    return awaited && (call.child("arguments")?.named ?? []).some((argument) => this.#isCallback(argument));
  }

  startsByItself(function_: Node): boolean {
    return this.#ownCallsOf(function_).start;
  }

  #startsWithin(function_: Node, depth: number): boolean {
    if (this.#asked.has(function_)) return false;
    const { start, called } = this.#ownCallsOf(function_);
    if (start) return true;
    if (depth >= MAX_CALLED) return called.size > 0;
    this.#asked.add(function_);
    const starts = [...called].some((inner) => this.#startsWithin(inner, depth + 1));
    this.#asked.delete(function_);
    return starts;
  }

  /** Read once, however often the function is called. */
  #ownCallsOf(function_: Node): OwnCalls {
    let own = this.#ownCalls.get(function_);
    if (own === undefined) this.#ownCalls.set(function_, (own = this.#readOwnCalls(function_)));
    return own;
  }

  #readOwnCalls(function_: Node): OwnCalls {
    const called = new Set<Node>();
    for (const call of ownNodes(function_, CALLS)) {
      const started = this.#startedBy(call);
      if (started === true && !isOver(call, function_.end, function_)) return { start: true, called };
      if (typeof started !== "boolean") called.add(started);
    }
    return { start: false, called };
  }

  #isCallback(argument: Node): boolean {
    const given = argument.kind === "keyword_argument" ? argument.child("value") : argument;
    return given !== undefined && (given.kind === "lambda" || this.infer.value(given)?.kind === "function");
  }
}

/** Whether the table says that a call starts something, or that it doesn't. */
function startsByRow({ name, tasks, blocks, runsElsewhere }: Row, awaited: boolean): boolean | undefined {
  // What a thread or another process does is not on the loop: `pool.submit(work)`.
  if (runsElsewhere !== undefined) return false;
  if (tasks !== undefined) return tasks !== "scope" && !(awaited && (tasks === "gathers" || tasks === "waits"));
  return blocks !== undefined || CONNECTS.test(name) ? false : undefined;
}

function isInLoop(node: Node, function_: Node): boolean {
  for (const around of node.ancestors()) {
    if (around === function_) return false;
    if (LOOPS.has(around.kind)) return true;
  }
  return false;
}

function startersOf(function_: Node, known: Known): Starters {
  let starters = known.starters.get(function_);
  if (starters === undefined) {
    const calls = ownNodes(function_, CALLS)[Symbol.iterator]();
    known.starters.set(function_, (starters = { calls, next: following(calls), found: [] }));
  }
  return starters;
}

function firstOf(nodes: Iterable<Node>): Node | undefined {
  for (const node of nodes) return node;
  return undefined;
}

function following(nodes: Iterator<Node>): Node | undefined {
  const { done, value } = nodes.next();
  return done === true ? undefined : value;
}
