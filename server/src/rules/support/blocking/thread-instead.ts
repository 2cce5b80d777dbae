import type { RuleContext } from "../../contract";
import { canAwait } from "../../../fixes/awaiting";
import { FixBuilder } from "../../../fixes/builder";
import type { Fix } from "../../../fixes/fix";
import { hasLinesOfItsOwn } from "../../../fixes/own-lines";
import { inThread, threadCall } from "../../../fixes/thread-call";
import { stringValue } from "../../../syntax/literals";
import type { Node } from "../../../syntax/tree";

/** What a thread of its own is made to run, each argument as it is written. */
interface Work {
  readonly target: Node;
  readonly given: readonly string[];
  readonly hasKeywords: boolean;
  readonly isDaemon: boolean;
}

/**
 * `t = Thread(target=f, args=(a,))`, `t.start()` and `t.join()` one behind the other become `await asyncio.to_thread(f,
 * a)`: to wait for that thread in another one would take two. Undefined where anything else is done with it.
 */
export function threadInstead(join: Node, context: RuleContext): Fix | undefined {
  const statements = statementsOf(join);
  if (statements === undefined || !canAwait(join)) return undefined;
  const { first, last, thread, made } = statements;
  const work = workOf(made, context);
  if (work === undefined || !hasLinesOfItsOwn(first, last) || isUsedElsewhere(thread, first, last, context))
    return undefined;
  const builder = new FixBuilder(context);
  const way = threadCall(builder, join, work.hasKeywords);
  if (way === undefined) return undefined;
  builder.replaceBetween(first, last, `await ${inThread(way, work.target.text, work.given)}`);
  const name = (work.target.child("attribute") ?? work.target).text;
  const atEnd = work.isDaemon ? "; a program that ends meanwhile waits for it" : "";
  return builder.build({
    title: `Await ${name}() in a thread`,
    way: "in a thread",
    applicability: "unsafe",
    annotation: `What ${name}() raises is raised here, and no longer printed by a thread of its own${atEnd}`,
    differs: "its errors are raised",
  });
}

interface Statements {
  readonly first: Node;
  readonly last: Node;
  readonly thread: Node;
  /** The call that makes the thread. */
  readonly made: Node;
}

/** The three statements that make, start and wait for a thread. */
function statementsOf(join: Node): Statements | undefined {
  const thread = join.child("function")?.child("object");
  const last = join.parent;
  const start = last?.previous;
  const first = start?.previous;
  if (thread?.kind !== "identifier" || last?.kind !== "expression_statement" || first?.kind !== "expression_statement")
    return undefined;
  if (join.child("arguments")?.named.length !== 0 || start?.text !== `${thread.text}.start()`) return undefined;
  const assignment = first.named[0];
  const made =
    assignment?.kind === "assignment" && assignment.child("left")?.text === thread.text
      ? assignment.child("right")
      : undefined;
  return made === undefined ? undefined : { first, last, thread, made };
}

function workOf(made: Node, { infer }: RuleContext): Work | undefined {
  if (made.kind !== "call" || infer.callee(made) !== "threading.Thread") return undefined;
  const keywords = new Map<string, Node>();
  for (const argument of made.child("arguments")?.named ?? []) {
    const value = argument.kind === "keyword_argument" ? argument.child("value") : undefined;
    if (value === undefined) return undefined;
    keywords.set(argument.child("name")!.text, value);
  }
  if ([...keywords.keys()].some((name) => !KNOWN.has(name))) return undefined;
  const target = keywords.get("target");
  const positional = itemsOf(keywords.get("args"));
  const named = keywordsOf(keywords.get("kwargs"));
  if (
    target === undefined ||
    !(target.kind === "identifier" || target.kind === "attribute") ||
    positional === undefined ||
    named === undefined
  )
    return undefined;
  const given = [...positional, ...named];
  if (given.some((text) => /[\r\n#]/.test(text))) return undefined;
  return { target, given, hasKeywords: named.length > 0, isDaemon: keywords.get("daemon")?.kind === "true" };
}

const KNOWN: ReadonlySet<string> = new Set(["target", "args", "kwargs", "daemon", "name"]);

function itemsOf(args: Node | undefined): readonly string[] | undefined {
  if (args === undefined) return [];
  return args.kind === "tuple" || args.kind === "list" ? args.named.map(({ text }) => text) : undefined;
}

/** `{"limit": 5}` as `limit=5`; undefined where a key is no name. */
function keywordsOf(kwargs: Node | undefined): readonly string[] | undefined {
  if (kwargs === undefined) return [];
  if (kwargs.kind !== "dictionary") return undefined;
  const given = kwargs.named.map((pair) => {
    const key = pair.kind === "pair" ? pair.child("key") : undefined;
    const name = key?.kind === "string" ? stringValue(key) : undefined;
    return name !== undefined && /^[A-Za-z_]\w*$/.test(name) ? `${name}=${pair.child("value")!.text}` : undefined;
  });
  return given.every((text) => text !== undefined) ? given : undefined;
}

function isUsedElsewhere(thread: Node, first: Node, last: Node, { infer }: RuleContext): boolean {
  for (const use of infer.usesOf(thread))
    if (use.tree !== thread.tree || use.start < first.start || use.end > last.end) return true;
  return false;
}
