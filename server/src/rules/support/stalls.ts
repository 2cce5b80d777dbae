import type { RuleContext } from "../../analysis/rule";
import type { Blocks } from "../../model/calls";
import type { BlockingKind, Row } from "../../model/library/row";
import { onlyStarts } from "./processes";
import { reallyBlocks } from "./really-blocks";

/** What is worth a warning wherever it happens; short touches of the file system and computing are not. */
const KINDS: ReadonlySet<BlockingKind> = new Set(["http", "sleep", "file", "subprocess", "input", "network", "database", "wait"]);

/** Whether a call in a helper stalls whoever calls the helper. */
export function stallsCaller(settings: RuleContext["settings"]): Blocks {
  return (call, row, function_, infer) => {
    if (!stalls(row)) return false;
    const context: RuleContext = { module: infer.module, infer, settings, role: "application" };
    return !onlyStarts(call, row, context) && reallyBlocks(call, row, function_, context);
  };
}

/**
 * A second event loop raises an error where it is started, and stalls nothing; and a lock that plain code takes is given back in
 * a moment, as that of a `with lock:` is.
 */
function stalls(row: Row): boolean {
  return row.blocks !== undefined && KINDS.has(row.blocks) && row.brief !== true && row.nestsLoop !== true && !row.name.endsWith(".acquire");
}
