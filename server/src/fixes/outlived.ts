import type { Infer } from "../model/infer";
import { ASSIGNMENTS } from "../syntax/node-kinds";
import type { Node } from "../syntax/tree";
import { ownNodes } from "../model/definitions";
import { usesStreamOfCaller } from "./borrowed-stream";
import { notNoted } from "./half-done";
import { leftByThread } from "./left-by-thread";
import { DELETES, ENDS, isName, takenIn } from "./takings";
import type { Threaded } from "./threaded";
import { madeMeanwhile } from "./unregistered";

/** What a block takes away when it ends, by the names of what it takes. */
interface Taking {
  readonly names: ReadonlySet<string>;
  /** Whether it deletes files: then it takes what lies in a folder as well. */
  readonly deletes: boolean;
  readonly where: string;
}

const TEMPORARY = /^(?:tempfile|aiofiles\.tempfile)\./;
const LOCKS: ReadonlySet<string> = new Set(["asyncio.Lock", "asyncio.Condition"]);
const NAMES_LOCK = /(?:^|_)(?:lock|mutex)$/i;
/** What stands for a file, or for what lies in a folder. */
const NAMES_FILE = /file|path|dir|folder|archive|zip|tar|wheel|image|video|audio|tmp|temp|target|output|dest|dst|src/i;

/** What comes of a thread that goes on though its task is cancelled, in words that end a sentence. */
export function goesOnWithout(threaded: Threaded, infer: Infer): string | undefined {
  return (
    outlives(threaded, infer) ??
    usesStreamOfCaller(threaded, infer) ??
    leftByThread(threaded, infer) ??
    madeMeanwhile(threaded, infer) ??
    notNoted(threaded, infer)
  );
}

/**
 * What a thread may go on without, in words that end a sentence. A task that is cancelled no longer waits for its
 * thread: the blocks around end, and take away what the thread works with. Code that blocked could not be cancelled
 * there.
 */
function outlives({ first, last }: Threaded, infer: Infer): string | undefined {
  for (const around of first.ancestors()) {
    if (around.kind === "function_definition" || around.kind === "lambda") return undefined;
    const lock = lockOf(around, first, infer);
    if (lock !== undefined) return `a cancellation gives ${lock} back while the thread goes on`;
    for (const taking of takingsOf(around, first, infer)) {
      const name = usedName(first, last, taking.deletes ? withDerived(taking.names, first) : taking.names);
      if (name !== undefined) return `a cancellation ${taking.where} while the thread still works with ${name}`;
    }
  }
  return undefined;
}

/** The lock of tasks that a `with` holds around a node. */
function lockOf(around: Node, inner: Node, infer: Infer): string | undefined {
  if (around.kind !== "with_statement" || !around.hasToken("async") || around.child("body")?.contains(inner) !== true)
    return undefined;
  for (const value of enteredBy(around)) {
    const type = infer.instanceOf(value);
    const name = (value.child("attribute") ?? value).text;
    if (type === undefined ? NAMES_LOCK.test(name) : LOCKS.has(type)) return value.text;
  }
  return undefined;
}

function enteredBy(statement: Node): readonly Node[] {
  const clause = statement.named.find((child) => child.kind === "with_clause");
  return (clause?.named ?? []).flatMap((item) => item.child("value") ?? []);
}

function* takingsOf(around: Node, inner: Node, infer: Infer): Iterable<Taking> {
  if (around.kind === "with_statement" && around.child("body")?.contains(inner) === true) {
    for (const value of enteredBy(around)) {
      const made = value.kind === "as_pattern" ? value.named[0] : undefined;
      const alias = value.child("alias")?.text;
      if (made?.kind !== "call" || alias === undefined) continue;
      if (TEMPORARY.test(infer.callee(made) ?? ""))
        yield { names: new Set([alias]), deletes: true, where: "ends the with block" };
    }
  }
  if (around.kind !== "try_statement") return;
  const finally_ = around.named.find((clause) => clause.kind === "finally_clause");
  if (finally_ === undefined || finally_.contains(inner)) return;
  const where = "runs the finally block";
  yield { names: new Set(takenIn(finally_, DELETES)), deletes: true, where };
  yield { names: new Set(takenIn(finally_, ENDS)), deletes: false, where };
}

/** The names, and those of files that the function makes of them: `path = os.path.join(folder, "a")`. */
function withDerived(names: ReadonlySet<string>, at: Node): ReadonlySet<string> {
  const function_ = at.closest("function_definition");
  const all = new Set(names);
  for (const assignment of function_ === undefined || names.size === 0 ? [] : ownNodes(function_, ASSIGNMENTS)) {
    const right = assignment.child("right");
    const made = right?.kind === "await" ? right.named[0] : right;
    if (made === undefined || usedName(made, made, all) === undefined) continue;
    for (const target of namesIn(assignment.child("left")))
      if (made.kind !== "call" || isOfPath(made) || NAMES_FILE.test(target)) all.add(target);
  }
  return all;
}

function isOfPath(call: Node): boolean {
  const callee = call.child("function");
  return /^(?:join|str|Path|joinpath|with_name|with_suffix|resolve)$/.test(
    (callee?.child("attribute") ?? callee)?.text ?? "",
  );
}

function namesIn(target: Node | undefined): readonly string[] {
  if (target === undefined) return [];
  return isName(target) ? [target.text] : target.named.filter(isName).map(({ text }) => text);
}

/** The first of some names that is used from a node to another. */
function usedName(first: Node, last: Node, names: ReadonlySet<string>): string | undefined {
  for (let node: Node | undefined = first; node !== undefined; node = node === last ? undefined : node.next) {
    for (const part of node.subtree())
      if (isName(part) && names.has(part.text) && part.field !== "attribute") return part.text;
  }
  return undefined;
}
