import type { RuleContext } from "../../contract";
import { whyEndStays, whyHelperStays, whyRunElsewhereStays } from "../../../fixes/helper-fit";
import type { BlockingPath } from "../../../model/blocking";
import { calledBy } from "../../../model/called";
import type { Run } from "../../../model/runs";
import type { Node } from "../../../syntax/tree";

/** Why what a place runs, and comes to what blocks, can't go to a thread; undefined where nothing shows it. */
export function whyRunStays(run: Run, path: BlockingPath, { infer }: RuleContext): string | undefined {
  const own = calledBy(run, undefined, infer)
    .flatMap((called) => (called.kind === "either" ? called.of : [called]))
    .flatMap((called) => (called.kind === "own" ? [called.node] : []));
  return (
    whyEndStays(path.steps.at(-1)?.callee ?? "") ??
    whyHelperStays(own, infer) ??
    whyRunElsewhereStays(infer.value(run.what), infer) ??
    whyObjectStays(path) ??
    whyKeeperStays(run, path) ??
    whyStateStays(run, path) ??
    whyReadingStays(run, path)
  );
}

function isOfFile(blocks: BlockingPath["blocks"]): boolean {
  return blocks === "file" || blocks === "text file" || blocks === "hashed file";
}

/** What a method is called that changes what its object keeps. */
const CHANGES =
  /^_*(?:add|append|delete|disable|enable|insert|merge|register|remove|rename|save|set|store|toggle|unregister|update)(?:_|$)/;

/**
 * An object that keeps what it has in a file changes one as it changes the other; on the event loop nothing came in
 * between.
 */
function whyKeeperStays({ way, what }: Run, { blocks }: BlockingPath): string | undefined {
  const method = way === "call" && isOfFile(blocks) && what.kind === "attribute" ? what.child("attribute")!.text : "";
  if (!CHANGES.test(method)) return undefined;
  return `${method}() changes what its object keeps in a file: in threads two changes run side by side, and one may lose the other; let the object hold a lock first`;
}

/**
 * An object that opens a file somewhere deep within is made of much besides, which may belong to the loop: that nobody
 * sees from here.
 */
function whyObjectStays({ runs, steps, blocks }: BlockingPath): string | undefined {
  const isDeep = runs === "__init__" && steps.length > 1 && (isOfFile(blocks) || blocks === "filesystem");
  return isDeep
    ? "All that the object is made of would be made in the thread: move the reading out of its __init__(), and that into a thread"
    : undefined;
}

/** What writes back what was read: `save(table)`, `self._write_map(map)`. */
const WRITES = /^_*(?:dump|persist|save|store|write)(?:_|$)/;

/** What is kept beside the state of a program, and isn't changed as that is. */
const NO_STATE = /(?:dir|directory|file|folder|host|id|name|path|port|url)$/i;

/**
 * What writes down the state that an object keeps, given as it is: on the event loop nothing changed it meanwhile, and
 * what goes through it in a thread may fail half-way.
 */
function whyStateStays({ at, way, what }: Run, { blocks }: BlockingPath): string | undefined {
  const name = (what.child("attribute") ?? what).text;
  if (way !== "call" || !isOfFile(blocks) || !WRITES.test(name)) return undefined;
  for (const argument of at.child("arguments")?.named ?? []) {
    const value = argument.child("value") ?? argument;
    if (value.kind !== "attribute" || !value.text.startsWith("self.") || NO_STATE.test(value.text)) continue;
    return `${value.text} may be changed on the event loop while ${name}() goes through it in a thread: hand over a copy first`;
  }
  return undefined;
}

/**
 * What is read, changed and written back without a wait in between is nobody else's meanwhile; with one, two tasks may
 * do so at once.
 */
function whyReadingStays({ at }: Run, { blocks }: BlockingPath): string | undefined {
  const function_ = isOfFile(blocks) ? at.closest("function_definition") : undefined;
  if (function_ === undefined) return undefined;
  for (const write of function_.descendants("call")) {
    const written = nameOf(write);
    if (!WRITES.test(written)) continue;
    const given = (write.child("arguments")?.named ?? []).map((argument) => (argument.child("value") ?? argument).text);
    for (const assignment of function_.descendants("assignment")) {
      const table = assignment.child("left")?.text ?? "";
      const read = assignment.child("right");
      if (read?.kind !== "call" || read.end > write.start || !given.includes(table)) continue;
      const isPart = write === at ? READS.test(nameOf(read)) : read.contains(at);
      if (!isPart || awaitsBetween(read, write, function_)) continue;
      return `${table} is changed and given to ${written}() again: two tasks that do so side by side would lose what one of them has written`;
    }
  }
  return undefined;
}

const READS = /^_*(?:get|load|read)(?:_|$)/;

function nameOf(call: Node): string {
  const callee = call.child("function");
  return (callee?.child("attribute") ?? callee)?.text ?? "";
}

function awaitsBetween(from: Node, to: Node, function_: Node): boolean {
  for (const waiting of function_.descendants("await"))
    if (waiting.start > from.end && waiting.start < to.start) return true;
  return false;
}
