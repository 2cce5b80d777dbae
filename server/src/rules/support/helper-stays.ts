import type { RuleContext } from "../../analysis/rule";
import { whyEndStays, whyHelperStays } from "../../fixes/helper-fit";
import type { BlockingPath } from "../../model/blocking";
import { calledBy } from "../../model/called";
import type { Run } from "../../model/runs";

/** Why what a place runs, and comes to what blocks, can't go to a thread; undefined where nothing shows it. */
export function whyRunStays(run: Run, path: BlockingPath, { infer }: RuleContext): string | undefined {
  const own = calledBy(run, undefined, infer).flatMap((called) => (called.kind === "own" ? [called.node] : []));
  return whyEndStays(path.steps.at(-1)?.callee ?? "") ?? whyHelperStays(own, infer) ?? whyObjectStays(path) ?? whyKeeperStays(run, path);
}

/** What a method is called that changes what its object keeps. */
const CHANGES = /^_*(?:add|append|delete|disable|enable|insert|merge|register|remove|rename|save|set|store|toggle|unregister|update)(?:_|$)/;

/** An object that keeps what it has in a file changes one as it changes the other; on the event loop nothing came in between. */
function whyKeeperStays({ way, what }: Run, { blocks }: BlockingPath): string | undefined {
  const method = way === "call" && blocks === "file" && what.kind === "attribute" ? what.child("attribute")!.text : "";
  if (!CHANGES.test(method)) return undefined;
  return `${method}() changes what its object keeps in a file: in threads two changes run side by side, and one may lose the other; let the object hold a lock first`;
}

/** An object that opens a file somewhere deep within is made of much besides, which may belong to the loop: that nobody sees from here. */
function whyObjectStays({ runs, steps, blocks }: BlockingPath): string | undefined {
  const isDeep = runs === "__init__" && steps.length > 1 && (blocks === "file" || blocks === "filesystem");
  return isDeep ? "All that the object is made of would be made in the thread: move the reading out of its __init__(), and that into a thread" : undefined;
}
