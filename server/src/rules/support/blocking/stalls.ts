import type { RuleContext } from "../../contract";
import { matchArguments } from "../../../model/arguments";
import type { Blocks } from "../../../model/calls";
import type { BlockingKind, Row } from "../../../model/library/row";
import { stringValue } from "../../../syntax/literals";
import type { Node } from "../../../syntax/tree";
import { opensFile } from "../disk/file-reach";
import { isMoment, isShort } from "./moment";
import { movedBy } from "../disk/moved";
import { isHashedWhole } from "../disk/hashed";
import { isOfProcess } from "../disk/own-file";
import { takesOwnLock } from "./own-lock";
import { onlyStarts } from "./processes";
import { reallyBlocks } from "./really-blocks";
import { startsLoopAnyway } from "./second-loop";

/**
 * What is worth a warning wherever it happens. Short touches of the file system and computing are not, but what works
 * on all of a folder or stream is.
 */
const KINDS: ReadonlySet<BlockingKind> = new Set([
  "http",
  "sleep",
  "file",
  "subprocess",
  "network",
  "database",
  "wait",
  "input",
]);

/** Modes that open a file to put text at its end. */
const APPENDS_TEXT = /^(?:a|at|ta)\+?$/;

/** Whether a call in a helper stalls whoever calls the helper. */
export function stallsCaller(settings: RuleContext["settings"]): Blocks {
  return (call, row, function_, infer) => {
    const context: RuleContext = { module: infer.module, infer, settings, role: "application" };
    if (row.nestsLoop === true) return startsLoopAnyway(call, function_, context) ? "second loop" : undefined;
    if (!stalls(row) || addsLine(call, row) || isOfProcess(call, row) || isMoment(call, row)) return undefined;
    if (takesOwnLock(call, row, function_, infer)) return undefined;
    if (onlyStarts(call, row, context) || !reallyBlocks(call, row, function_, context)) return undefined;
    if (isPoll(call, row)) return "wait";
    if (row.blocks !== "file") return row.blocks;
    if (movedBy(call, row, function_, context) !== "much") return "text file";
    return isHashedWhole(call, row, function_, context) ? "hashed file" : "file";
  };
}

/** A lock that plain code takes is given back in a moment, as that of a `with lock:` is, and one of its own making. */
function stalls(row: Row): boolean {
  if (row.blocks === undefined || !(KINDS.has(row.blocks) || row.heavy === true)) return false;
  return row.brief !== true && !row.name.endsWith(".acquire");
}

/** `while not loop.is_running(): time.sleep(0.01)` waits for what another thread brings up. */
function isPoll(call: Node, row: Row): boolean {
  return (
    isShort(call, row) && call.closest("while_statement", "function_definition", "lambda")?.kind === "while_statement"
  );
}

/** A line put at the end of a log, as helpers do it, is over in a moment. */
function addsLine(call: Node, row: Row): boolean {
  if (row.blocks !== "file" || row.parameters === undefined || !opensFile(row)) return false;
  const mode = matchArguments(call, row.parameters).values.get("mode");
  return mode !== undefined && APPENDS_TEXT.test(stringValue(mode) ?? "");
}
