import type { RuleContext } from "../../contract";
import { type Stretch, within } from "../../../fixes/local-function";
import { BUILTIN_NAMES } from "../../../model/library/builtins";
import { exchangeName } from "./naming-exchange";
import { touchOf } from "./touch";
import type { Node } from "../../../syntax/tree";

/** What a function of several calls does above all: the first of these that one of its calls does. */
const VERBS: readonly (readonly [verb: string, names: RegExp])[] = [
  ["extract", /\.(?:extract|extractall|unpack_archive)$/],
  ["pack", /\.(?:make_archive|writestr|addfile)$/],
  ["write", /\.(?:write\w*|fsync|to_(?:csv|excel|json|parquet)|save|dump)$/],
  ["copy", /\.copy\w*$/],
  ["move", /\.(?:move|rename|renames|replace)$/],
  ["read", /\.(?:read\w*|load)$/],
  ["remove", /\.(?:unlink|remove|removedirs|rmdir|rmtree)$/],
  ["create", /\.(?:mkdir|makedirs|mkdtemp|mkstemp|NamedTemporaryFile|TemporaryDirectory|TemporaryFile)$/],
  ["link", /\.(?:symlink\w*|link|hardlink_to)$/],
  ["list", /\.(?:listdir|scandir|iterdir|glob|rglob|iglob|walk)$/],
  ["hash", /\.(?:pbkdf2_hmac|scrypt|hashpw|hash)$/],
  ["touch", /\.utime$/],
  ["chmod", /\.chmod$/],
];

/** What is done to get something, and changes nothing. */
const GIVES: ReadonlySet<string> = new Set(["read", "list", "hash"]);

/** Results that say themselves what was done. */
const TELLING = /^(?:read|load|get|list|find|is|has|count|check|write|copy|create|remove|extract)_/;

/**
 * A name for the function that some statements become: `write_report`, `read_config`, `remove_files`; `read` where that
 * is taken.
 */
export function nameFor(
  stretch: Stretch,
  results: readonly string[],
  carried: readonly Node[],
  context: RuleContext,
): string {
  const name = bestName(stretch, results, carried, context);
  const isTaken = (one: string): boolean => BUILTIN_NAMES.has(one) || context.infer.isBound(one, stretch.first);
  const verb = name.split("_", 1)[0]!;
  if (!isTaken(name) || verb === "") return name;
  return verb === "get" ? name.replace(/^get_/, "fetch_") : isTaken(verb) ? name : verb;
}

function bestName(
  stretch: Stretch,
  results: readonly string[],
  carried: readonly Node[],
  context: RuleContext,
): string {
  const calls = [...within(stretch, "call")];
  const steps = calls.flatMap((call) => {
    const verb = verbOf(call, context);
    return verb === undefined ? [] : [{ call, verb }];
  });
  const order = VERBS.map(([verb]) => verb);
  const main = [...steps].sort((a, b) => order.indexOf(a.verb) - order.indexOf(b.verb))[0];
  const gives = nameOfResults(results, main?.verb, carried, () =>
    calls.some((call) => context.infer.row(call)?.blocks === "http"),
  );
  if (gives !== undefined) return gives;
  if (carried[0] !== undefined)
    return (isCheck(stretch, results) ? checkBy(carried[0]) : givenBack(carried)) ?? workOfAll(carried);
  const exchange = exchangeName(calls, main?.verb, context);
  if (exchange !== undefined) return exchange;
  if (main === undefined) return nameWithoutVerb(calls, results, stretch, context);
  const paths = new Set(steps.flatMap(({ call, verb }) => (verb === main.verb ? (pathOf(call, context) ?? []) : [])));
  const verb = togetherIn(steps, context) ?? main.verb;
  return `${verb}_${thingOf(main.call, main.verb, paths.size > 1 || isRepeatedIn(main.call, stretch), context)}`;
}

/**
 * A name for what gives something back, where that says more than how it is come by: `get_report`, `read_config`,
 * `get_users_and_groups`.
 */
function nameOfResults(
  results: readonly string[],
  verb: string | undefined,
  carried: readonly Node[],
  asksServer: () => boolean,
): string | undefined {
  const isCarried = carried.length > 0;
  if (results.length === 2 && (isCarried || verb === undefined)) return `get_${results.join("_and_")}`;
  const [result] = results;
  const own = results.length === 1 ? (result ?? "").replace(/^_+/, "") : "";
  if (own.length <= SHORT) return undefined;
  if (TELLING.test(own)) return own === result ? `${own.split("_", 1)[0]!}_all` : own;
  const changes = !isCarried && verb !== undefined && !GIVES.has(verb);
  return changes ? undefined : `${isCarried || asksServer() ? "get" : (verb ?? "get")}_${own}`;
}

/** A name for calls of which none says what it does to a file. */
function nameWithoutVerb(
  calls: readonly Node[],
  results: readonly string[],
  stretch: Stretch,
  context: RuleContext,
): string {
  const computes = calls.find((call) => context.infer.row(call)?.blocks === "cpu");
  if (computes !== undefined) return workOf(computes);
  const list = results.length === 0 ? filledBy(calls) : undefined;
  return list === undefined ? lookAt(calls, stretch, context) : `collect_${list}`;
}

/** The list that is filled with what calls give. */
function filledBy(calls: readonly Node[]): string | undefined {
  for (const call of calls) {
    const callee = call.child("function");
    const object = callee?.child("object");
    const isFilling =
      callee?.child("attribute")?.text === "append" && call.child("arguments")?.named[0]?.kind === "call";
    if (isFilling && object?.kind === "identifier") return object.text.replace(/^_+/, "");
  }
  return undefined;
}

/** Whether statements give nothing, and raise: what they ask is asked to know whether to go on. */
function isCheck(stretch: Stretch, results: readonly string[]): boolean {
  const [raise] = [...within(stretch, "raise_statement")];
  return results.length === 0 && raise !== undefined && [...within(stretch, "return_statement")].length === 0;
}

const ASKS = /^_*(?:is|has|can|exists|same)(?:_|$)/;

/** `check_path` for what asks `is_hidden(path)`. */
function checkBy(helper: Node): string | undefined {
  const callee = helper.child("function")!;
  if (!ASKS.test((callee.child("attribute") ?? callee).text)) return undefined;
  const given = helper.child("arguments")?.named[0];
  return given?.kind === "identifier" && !GENERAL.test(given.text) ? `check_${given.text}` : "check_all";
}

/** What gives the function its result says what it is for. */
function givenBack(helpers: readonly Node[]): string | undefined {
  const last = helpers.findLast((call) => call.parent?.kind === "return_statement")?.child("function");
  return last === undefined ? undefined : (last.child("attribute") ?? last).text.replace(/^_+/, "");
}

/** What no one of several calls stands for: who reads it knows no more than before. */
export const SAYS_NOTHING_WRONG = "run_blocking";

/** For helpers: the names of the two that do it, or what they have in common. */
function workOfAll(helpers: readonly Node[]): string {
  const nameOf = (call: Node): string =>
    (call.child("function")!.child("attribute") ?? call.child("function")!).text.replace(/^_+/, "").toLowerCase();
  // Who asks first does so for what is done then.
  const doing = helpers.filter((call) => !ASKS.test(nameOf(call)));
  const naming = doing.length > 0 ? doing : helpers;
  const names = [...new Set(naming.map(nameOf))];
  const both = names.join("_and_");
  if (names.length === 1) return workOf(naming[0]!);
  const verbs = [...new Set(names.map((name) => name.split("_", 1)[0]!))];
  if (names.length === 2 && both.length < LONG) return both;
  if (verbs.length === 1) return `${verbs[0]!}_all`;
  return names.length === 2 ? verbs.join("_and_") : SAYS_NOTHING_WRONG;
}

/** Names of so many letters say too much, and those of so few nothing. */
const LONG = 30;
const SHORT = 2;

/** For what computes: the name of that, and of what it is given. */
function workOf(call: Node): string {
  const callee = call.child("function")!;
  const does = (callee.child("attribute") ?? callee).text.replace(/^_+/, "").toLowerCase();
  const given = call.child("arguments")?.named[0];
  return given?.kind === "identifier" && !GENERAL.test(given.text) ? `${does}_${given.text}` : `${does}_all`;
}

interface Step {
  readonly call: Node;
  readonly verb: string;
}

/** What several calls come to, where that has a word of its own: what is removed to be copied anew is replaced. */
function togetherIn(steps: readonly Step[], context: RuleContext): string | undefined {
  const first = (verb: string): number => steps.findIndex((step) => step.verb === verb);
  const isBefore = (verb: string, other: string): boolean =>
    first(verb) >= 0 && steps.findLastIndex((step) => step.verb === other) > first(verb);
  if (isBefore("write", "move")) return "save";
  if (isBefore("remove", "copy") || isBefore("remove", "move") || isBefore("copy", "move")) return "replace";
  if (isBefore("remove", "create") && first("write") < 0 && first("copy") < 0) return "recreate";
  const pathsOf = (verb: string): readonly (string | undefined)[] =>
    steps.flatMap((step) => (step.verb === verb ? [pathOf(step.call, context)] : []));
  const read = pathsOf("read");
  return pathsOf("write").some((path) => path !== undefined && read.includes(path)) ? "update" : undefined;
}

/**
 * What a call does to a file; nothing where it only looks like it: texts have a `replace()` too, and dictionaries a
 * `copy()`.
 */
function verbOf(call: Node, context: RuleContext): string | undefined {
  const touch = touchOf(call, context);
  if (touch?.opens !== undefined) return touch.opens;
  // Without a path a table is only turned into a text.
  const given = call.child("arguments")?.named[0]?.kind;
  if (
    call.child("function")?.child("attribute")?.text.startsWith("to_") === true &&
    (given === undefined || given === "keyword_argument")
  )
    return undefined;
  const callee = context.infer.callee(call);
  const method = call.child("function")?.child("attribute")?.text;
  const isKnown =
    context.infer.row(call)?.blocks !== undefined ||
    (callee !== undefined && /^(?:os|shutil|pathlib|tempfile|tarfile|zipfile|json|yaml|csv|pickle)\./.test(callee));
  const name = isKnown
    ? callee
    : method !== undefined && /^(?:read|write|save|dump|extract)/.test(method)
      ? method
      : undefined;
  return name === undefined ? undefined : VERBS.find(([, names]) => names.test(`.${name}`))?.[0];
}

/** The path that a call names itself: what is done with an open file has another's. */
function pathOf(call: Node, context: RuleContext): string | undefined {
  const row = context.infer.row(call);
  const touch = touchOf(call, context);
  const names = touch?.opens !== undefined || /^(?:pathlib\.Path|os|shutil)\./.test(row?.name ?? "");
  // A descriptor is no path.
  return names && row?.parameters?.[0] !== "fd" ? touch?.path.text : undefined;
}

/** For what only looks: at what it looks first. */
function lookAt(calls: readonly Node[], stretch: Stretch, context: RuleContext): string {
  const first = calls.find((call) => touchOf(call, context) !== undefined);
  const filled = first === undefined ? filledIn(stretch) : undefined;
  if (filled !== undefined) return `update_${filled}`;
  return first === undefined
    ? SAYS_NOTHING_WRONG
    : `check_${thingOf(first, "check", isRepeatedIn(first, stretch), context)}`;
}

/** The list or dictionary whose entries the statements give new values. */
function filledIn(stretch: Stretch): string | undefined {
  for (const assignment of within(stretch, "assignment")) {
    const left = assignment.child("left");
    const object = left?.kind === "subscript" ? left.child("value") : undefined;
    if (object?.kind === "identifier") return object.text.replace(/^_+/, "");
  }
  return undefined;
}

/** Whether a loop of the statements does it again and again; one around them calls the function for each. */
function isRepeatedIn(call: Node, { first, last }: Stretch): boolean {
  let child = call;
  for (const around of call.ancestors()) {
    if (around.kind === "function_definition") return false;
    // What a loop goes through is asked for once.
    if (around.kind === "for_statement" || around.kind === "while_statement")
      return child.field !== "right" && first.start <= around.start && around.end <= last.end;
    child = around;
  }
  return false;
}

const GENERAL =
  /^(?:path|p|fd|file|filename|file_?path|name|f|fp|dst|src|dest|target|source|d|dir|directory|folder|out|output|x|entry|item|full_?path|str|Path)$/i;
const IDENTIFIER = /^[A-Za-z]\w*$/;
const FOLDERS: ReadonlySet<string> = new Set(["create", "list"]);

function plural(thing: string): string {
  return /[^aeiou]y$/.test(thing)
    ? `${thing.slice(0, -1)}ies`
    : /(?:ch|sh|x)$/.test(thing)
      ? `${thing}es`
      : `${thing}s`;
}

/** What is worked on, as the code calls it: `report` for `report_path`, `file` where it has no name that says more. */
function thingOf(call: Node, verb: string, many: boolean, context: RuleContext): string {
  const path = touchOf(call, context)?.path;
  const named = path?.kind === "attribute" ? path.child("attribute") : path;
  const isFolder = FOLDERS.has(verb) || /(?:rmtree|copytree|rmdir)$/.test(context.infer.callee(call) ?? "");
  const general = `${isFolder ? "folder" : verb === "extract" || verb === "pack" ? "archive" : "file"}${many ? "s" : ""}`;
  if (named?.kind !== "identifier") return general;
  const own = named.text
    .replace(/^_+|^_*(?:copied|created|moved|read|removed|saved|written)_/, "")
    .replace(/_?(?:path|file_?name|file_?path|fname)$/i, "");
  const isConstant = own === own.toUpperCase();
  const thing = isConstant ? own.toLowerCase() : own;
  return !IDENTIFIER.test(thing) || GENERAL.test(thing)
    ? general
    : many && !thing.endsWith("s")
      ? plural(thing)
      : thing;
}
