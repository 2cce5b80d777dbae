import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import { decoratorsOf, ownNodes } from "./definitions";
import { isForDebugging } from "./for-debugging";
import type { Inference } from "./infer/inference";
import { isOneOfMany } from "./one-of-many";
import { rememberedOf } from "./remembered";
import { IFS } from "../syntax/node-kinds";

const LOOPS: ReadonlySet<Kind> = new Set(["for_statement", "while_statement", "for_in_clause"]);

/** What stands around a call that says how often it is made. */
const TELLING: readonly Kind[] = [...LOOPS, "except_clause", "if_statement"];

/** What keeps a function's results: it runs once for what it is given. */
const CACHES: ReadonlySet<string> = new Set([
  "functools.cache",
  "functools.lru_cache",
  "functools.cached_property",
  "django.utils.functional.cached_property",
  "cachetools.cached",
  "cachetools.func.lru_cache",
  "cachetools.func.ttl_cache",
]);

/** What a flag is called that says that something was done before. */
const DONE =
  /(?:^|_)(?:(?:is|was|been|already|has)_)?(?:loaded|initiali[sz]ed|inited|init_done|ready|set_?up|configured|started|done|registered|installed|imported|prepared|patched|warned|migrated|downloaded|populated|cached|logged|opened|connected)$/i;

/** The same of what is asked before it is brought up again: `if not self.is_listening(): self.start()`. */
const UP = /(?:^|_)(?:listening|running|alive)$/i;

/** What a method is called that gives an object what it lacks. */
const LOADS = /^_*(?:load|init|initiali[sz]e|read|set_?up|ensure|prepare)(?:_|$)/i;

/**
 * Whether a call is made once in a while at most, however often its function runs: where an error is dealt with, where
 * what it gives isn't there yet (`if self.known is None: self.known = load()`), behind what returns once it was there
 * (`if self.loaded: return`), for one kind of object of many, or where somebody looks for a fault.
 */
export function isMadeOnce(call: Node, function_: Node): boolean {
  for (let around = call.closest(...TELLING); around !== undefined; around = around.closest(...TELLING)) {
    if (!function_.contains(around)) break;
    // What is done in rounds is done as seldom as the loop is.
    if (LOOPS.has(around.kind)) continue;
    if (around.kind === "except_clause") return true;
    if (around.child("consequence")?.contains(call) !== true) continue;
    if (isMissing(around, function_)) return true;
  }
  return (
    isForDebugging(call, function_) ||
    isOneOfMany(call, function_) ||
    leavingIn(function_).some(({ statement, block }) => statement.end <= call.start && block.contains(call))
  );
}

/** How decorators are called that have a function run once in a process. */
const ONCE = /(?:^|_)(?:run_|only_|call_)?once$/;

/** Whether what a function gives is kept by a decorator: `@functools.cache`, `@lru_cache(maxsize=1)`, `@only_once`. */
export function isCached(function_: Node, names: Inference): boolean {
  return decoratorsOf(function_).some((decorator) => {
    const named = decorator.kind === "call" ? decorator.child("function") : decorator;
    return named !== undefined && (CACHES.has(names.name(named) ?? "") || ONCE.test(lastPartOf(named)));
  });
}

function lastPartOf(named: Node): string {
  return (named.child("attribute") ?? named).text;
}

/** Statements of the function itself that may leave it early, each with the block that it stands in. */
const leavingIn = rememberedOf((function_: Node) =>
  [...ownNodes(function_, IFS)].flatMap((statement) => {
    const { parent } = statement;
    return parent !== undefined && returnsKnown(statement, function_) ? [{ statement, block: parent }] : [];
  }),
);

/**
 * `if self.known is not None: return self.known`, `if self.loaded: return`, `if key in cache: return cache[key]`, of
 * what outlives the function.
 */
function returnsKnown(statement: Node, function_: Node): boolean {
  const returned = returnIn(statement.child("consequence"));
  if (returned === undefined) return false;
  return knownIn(statement.child("condition")).some((asked) => isReturned(asked, returned, statement, function_));
}

/** Whether what a condition says is there, or was done, is why a function returns: the very thing, or nothing. */
function isReturned(asked: Node, returned: Node, statement: Node, function_: Node): boolean {
  const [value] = returned.named;
  if (asked.kind === "call") return isGivenByAsked(asked, value, function_);
  if (value === undefined || value.kind === "none" || value.kind === "true" || value.kind === "false") {
    return outlives(asked, function_) && (DONE.test(lastName(asked)) || isAssigned(asked, function_, statement.end));
  }
  if (value.text === asked.text) return outlives(asked, function_) || isTakenFromKept(asked, function_);
  return value.kind === "subscript" && value.child("value")?.text === asked.text && outlives(asked, function_);
}

/** `if Tables.populated(key): return Tables.get(key)`: who says that something is there gives it as well. */
function isGivenByAsked(asked: Node, value: Node | undefined, function_: Node): boolean {
  const keeper = asked.child("function")?.child("object");
  if (keeper === undefined || !keepsForAll(keeper, function_)) return false;
  if (value === undefined || value.kind === "none" || value.kind === "true") return true;
  let part: Node | undefined = value;
  while (part !== undefined && part.text !== keeper.text)
    part = part.child(part.kind === "call" ? "function" : part.kind === "subscript" ? "value" : "object");
  return part !== undefined;
}

/** An object or class that outlives the function: `self`, `Tables`, `self.tables`. */
function keepsForAll(keeper: Node, function_: Node): boolean {
  if (keeper.kind !== "identifier") return outlives(keeper, function_);
  return keeper.text === "self" || keeper.text === "cls" || /^_*[A-Z]/.test(keeper.text);
}

/** The `return` that a block ends with, where it does nothing else but write down that it does. */
function returnIn(block: Node | undefined): Node | undefined {
  const statements = (block?.named ?? []).filter(({ kind }) => kind !== "comment");
  const last = statements.at(-1);
  return last?.kind === "return_statement" && statements.length <= 2 ? last : undefined;
}

/** What a condition says is there: `X`, `X is not None`, `key in X`, and all of these that are asked together. */
function knownIn(condition: Node | undefined): readonly Node[] {
  switch (condition?.kind) {
    case "comparison_operator": {
      const [left, right] = condition.named;
      const isKnown =
        right?.kind === "none"
          ? condition.hasToken("is not") || condition.hasToken("!=")
          : condition.hasToken("in") && !condition.hasToken("not in");
      const known = right?.kind === "none" ? left : right;
      return isKnown && known !== undefined ? [known] : [];
    }
    case "boolean_operator":
      return condition.hasToken("and") ? condition.named.flatMap(knownIn) : [];
    case "parenthesized_expression":
      return knownIn(condition.named[0]);
    case "identifier":
    case "attribute":
    case "subscript":
      return [condition];
    case "call":
      return DONE.test(lastName(condition.child("function")!)) ? [condition] : [];
    default:
      return [];
  }
}

/**
 * `if X is None:`, `if not X:` or `if key not in X:` over what puts something into X that outlives the function, or a
 * flag that says what was done.
 */
function isMissing(statement: Node, function_: Node): boolean {
  if (isNotOnDisk(statement.child("condition"))) return true;
  const missing = missingIn(statement.child("condition"));
  const body = statement.child("consequence");
  if (missing === undefined || body === undefined) return false;
  if (missing.kind === "call") return isSaidToLack(missing, function_) || isFilledIn(missing, body, function_);
  if (!outlives(missing, function_)) return false;
  return DONE.test(lastName(missing)) || isAssigned(missing, body, body.start) || loadsIt(body);
}

/** `if not Tables.populated(key):`, `if self.is_listening() is False:` */
function isSaidToLack(asked: Node, function_: Node): boolean {
  const callee = asked.child("function")!;
  const keeper = callee.child("object");
  const name = lastName(callee);
  return keeper !== undefined && keepsForAll(keeper, function_) && (DONE.test(name) || UP.test(name));
}

/**
 * `if given.get("id") is None: given["id"] = find_id()`, where whoever calls gives what he has: what is found out is what
 * he left out.
 */
function isFilledIn(asked: Node, body: Node, function_: Node): boolean {
  const callee = asked.child("function")!;
  const object = callee.child("object");
  const given = asked.child("arguments")?.named ?? [];
  if (object === undefined || lastName(callee) !== "get" || given.length !== 1) return false;
  const isGiven = (function_.child("parameters")?.named ?? []).some(
    (parameter) => (parameter.child("name") ?? parameter.named[0] ?? parameter).text === object.text,
  );
  return isGiven && isPutInto(object, given[0]!, body);
}

function isPutInto(object: Node, key: Node, body: Node): boolean {
  for (const assignment of body.descendants("assignment")) {
    const left = assignment.child("left");
    if (
      left?.kind === "subscript" &&
      left.child("value")?.text === object.text &&
      left.child("subscript")?.text === key.text
    )
      return true;
  }
  return false;
}

/** `self.load_settings()` alone: what it is there for gives the attribute its value. */
function loadsIt(body: Node): boolean {
  const statements = body.named.filter(({ kind }) => kind !== "comment");
  const call = statements.length === 1 ? statements[0]?.named[0] : undefined;
  const callee = call?.kind === "call" ? call.child("function") : undefined;
  return callee?.child("object")?.text === "self" && LOADS.test(lastName(callee));
}

/** `if not path.exists():`, `if not os.path.isfile(path):`: what is written there is there the next time. */
function isNotOnDisk(condition: Node | undefined): boolean {
  if (condition?.kind === "parenthesized_expression") return isNotOnDisk(condition.named[0]);
  const asked = condition?.kind === "not_operator" ? condition.named[0] : undefined;
  const callee = asked?.kind === "call" ? asked.child("function") : undefined;
  return callee !== undefined && ["exists", "is_file", "isfile", "is_dir", "isdir"].includes(lastName(callee));
}

function missingIn(condition: Node | undefined): Node | undefined {
  switch (condition?.kind) {
    case "not_operator":
      return condition.named[0];
    case "parenthesized_expression":
      return missingIn(condition.named[0]);
    case "boolean_operator":
      return missingIn(condition.named[0]) ?? missingIn(condition.named[1]);
    case "comparison_operator": {
      const [left, right] = condition.named;
      if (right?.kind === "false") return condition.hasToken("is") ? left : undefined;
      if (right?.kind === "none") return !condition.hasToken("is not") && !condition.hasToken("!=") ? left : undefined;
      return condition.hasToken("not in") ? right : undefined;
    }
    default:
      return undefined;
  }
}

/** Whether a part of the code gives something a value, or puts one into it. */
function isAssigned(target: Node, within: Node, from: number): boolean {
  for (const assignment of within.descendants("assignment")) {
    const left = assignment.child("left");
    if (assignment.start < from || left === undefined) continue;
    if (left.text === target.text || (left.kind === "subscript" && left.child("value")?.text === target.text))
      return true;
  }
  return false;
}

/**
 * A name that is given what something that outlives the function keeps: `known = self.cache.get(key)`, `known =
 * CACHE[key]`.
 */
function isTakenFromKept(name: Node, function_: Node): boolean {
  if (name.kind !== "identifier") return false;
  for (const assignment of function_.descendants("assignment", "named_expression")) {
    const target = assignment.child("left") ?? assignment.child("name");
    const value = assignment.child("right") ?? assignment.child("value");
    if (target?.text !== name.text || assignment.start > name.start) continue;
    const callee = value?.kind === "call" ? value.child("function") : undefined;
    const kept =
      value?.kind === "subscript"
        ? value.child("value")
        : callee?.child("attribute")?.text === "get"
          ? callee.child("object")
          : undefined;
    if (kept !== undefined && /cache|memo|known|loaded/i.test(lastName(kept))) return true;
  }
  return false;
}

/** An attribute, an item, or a name that the function doesn't bind for itself. */
function outlives(value: Node, function_: Node): boolean {
  if (value.kind === "attribute" || value.kind === "subscript") return true;
  if (value.kind !== "identifier") return false;
  for (const statement of function_.descendants("global_statement", "nonlocal_statement"))
    if (statement.named.some((one) => one.text === value.text)) return true;
  // What is written as a constant, or marked as the module's own, is hardly ever a variable of the function.
  return /^_*[A-Z][A-Z\d_]+$/.test(value.text);
}

function lastName(value: Node): string {
  return (value.child("attribute") ?? value).text;
}
