import type { RuleContext } from "../../../analysis/rule";
import { type Stretch, within } from "../../../fixes/local-function";
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

/** Results that say themselves what was done. */
const TELLING = /^(?:read|load|get|list|find|is|has|count|check|write|copy|create|remove|extract)_/;

/** A name for the function that some statements become: `write_report`, `read_config`, `remove_files`. */
export function nameFor(stretch: Stretch, results: readonly string[], context: RuleContext): string {
  const calls = [...within(stretch, "call")];
  const found = calls.map((call) => {
    const touch = touchOf(call, context);
    const name = `.${context.infer.callee(call) ?? call.child("function")?.child("attribute")?.text ?? ""}`;
    const verb = touch?.opens === undefined ? VERBS.find(([, names]) => names.test(name))?.[0] : touch.opens === "read" ? "read" : "write";
    return { call, verb };
  });
  const order = VERBS.map(([verb]) => verb);
  const main = found.filter((one) => one.verb !== undefined).sort((a, b) => order.indexOf(a.verb!) - order.indexOf(b.verb!))[0];
  const [result] = results;
  if (results.length === 1 && result !== undefined) {
    const own = result.replace(/^_+/, "");
    if (TELLING.test(own)) return own === result ? `${own.split("_", 1)[0]!}_all` : own;
    const changes = main?.verb !== undefined && main.verb !== "read" && main.verb !== "list" && main.verb !== "hash";
    if (!changes) return `${main?.verb ?? "get"}_${own}`;
  }
  if (main?.verb === undefined) return results.length === 2 ? `get_${results.join("_and_")}` : lookAt(calls, stretch, context);
  const paths = new Set(found.flatMap(({ call, verb }) => (verb === main.verb ? (pathOf(call, context) ?? []) : [])));
  return `${main.verb}_${thingOf(main.call, main.verb, paths.size > 1 || isRepeatedIn(main.call, stretch), context)}`;
}

/** The path that a call names itself: what is done with an open file has another's. */
function pathOf(call: Node, context: RuleContext): string | undefined {
  const row = context.infer.row(call);
  const touch = touchOf(call, context);
  const names = touch?.opens !== undefined || /^(?:pathlib\.Path|os|shutil)\./.test(row?.name ?? "");
  return names ? touch?.path.text : undefined;
}

/** For what only looks: at what it looks first. */
function lookAt(calls: readonly Node[], stretch: Stretch, context: RuleContext): string {
  const first = calls.find((call) => touchOf(call, context) !== undefined);
  return first === undefined ? "look_up" : `check_${thingOf(first, "check", isRepeatedIn(first, stretch), context)}`;
}

/** Whether a loop of the statements does it again and again; one around them calls the function for each. */
function isRepeatedIn(call: Node, { first, last }: Stretch): boolean {
  const loop = call.closest("for_statement", "while_statement", "function_definition");
  return loop !== undefined && loop.kind !== "function_definition" && first.start <= loop.start && loop.end <= last.end;
}

const GENERAL =
  /^(?:path|p|fd|file|filename|file_?path|name|f|fp|dst|src|dest|target|source|d|dir|directory|folder|out|output|x|entry|item|full_?path|str|Path)$/i;
const IDENTIFIER = /^[A-Za-z]\w*$/;
const FOLDERS: ReadonlySet<string> = new Set(["create", "list"]);

/** What is worked on, as the code calls it: `report` for `report_path`, `file` where it has no name that says more. */
function thingOf(call: Node, verb: string, many: boolean, context: RuleContext): string {
  const path = touchOf(call, context)?.path;
  const named = path?.kind === "attribute" ? path.child("attribute") : path;
  const isFolder = FOLDERS.has(verb) || /(?:rmtree|copytree|rmdir)$/.test(context.infer.callee(call) ?? "");
  const general = `${isFolder ? "folder" : verb === "extract" || verb === "pack" ? "archive" : "file"}${many ? "s" : ""}`;
  if (named?.kind !== "identifier") return general;
  const own = named.text.replace(/^_+|^_*(?:copied|created|moved|read|removed|saved|written)_/, "").replace(/_?(?:path|file_?name|file_?path|fname)$/i, "");
  const isConstant = own === own.toUpperCase();
  const thing = isConstant ? own.toLowerCase() : own;
  return !IDENTIFIER.test(thing) || GENERAL.test(thing) ? general : many && !thing.endsWith("s") ? `${thing}s` : thing;
}
