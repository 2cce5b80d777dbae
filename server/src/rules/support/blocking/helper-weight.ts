import type { RuleContext } from "../../contract";
import type { Severity } from "../../../config/settings";
import type { BlockingPath } from "../../../model/blocking";
import { isForDebugging } from "../../../model/for-debugging";
import { libraryRow } from "../../../model/library/index";
import { isMadeOnce } from "../../../model/seldom";
import type { Node } from "../../../syntax/tree";
import {
  isBeforeServing,
  isEnding,
  isOfProgramOnce,
  isSettingUp,
  isStartingObject,
  namesSettings,
} from "../when/at-start";
import { endsProcessBehind, restartsProgram } from "../when/before-exit";
import { howOften, type Often, type OnDisk, weightOnDisk } from "./disk-weight";
import { isForWhoeverAsks, isMadeOften } from "../when/how-often";
import { isInMemory } from "../values/in-memory";
import { isTerminalDialog } from "../when/terminal";

/** From so many calls on, a file is read far from where it matters: once, or where something else is asked for. */
const FAR = 3;

/**
 * What waits for this machine alone, and nobody for it: done once for the whole program, or while somebody looks for a
 * fault.
 */
export function isHardlyFelt(path: BlockingPath, call: Node, around: Node, context: RuleContext): boolean {
  const { blocks, seldom } = path;
  if (isRareElsewhere(path)) return true;
  switch (blocks) {
    case "second loop":
      return seldom;
    case "wait":
      // Whoever comes first waits for what another thread brings up, and hardly anybody comes first.
      return seldom || isMadeOnce(call, around) || isEnding(call, around, context);
    case "subprocess":
    case "network":
    case "database":
    case "hashed file":
      return isSettingUp(call, around, context) || isOfProgramOnce(call, around, context);
    case "file":
    case "text file":
    case "filesystem":
      return isHardlyFeltOnDisk(path, call, around, context);
    case "input":
      return isEnding(call, around, context);
    case "cpu":
      return seldom || isSettingUp(call, around, context) || isOfProgramOnce(call, around, context);
    case "http":
    case "sleep":
      return false;
    default:
      return blocks satisfies never;
  }
}

function isHardlyFeltOnDisk(
  { seldom, steps, blocks }: BlockingPath,
  call: Node,
  around: Node,
  context: RuleContext,
): boolean {
  if (seldom || isForDebugging(call, around) || steps.length > FAR) return true;
  if (steps.length === FAR && !isMadeOften(call, around, context)) return true;
  const given = call.kind === "call" ? (call.child("arguments")?.named ?? []) : [];
  // What is opened may be what is given.
  if (given.some((argument) => isInMemory(argument.child("value") ?? argument, context))) return true;
  if (blocks === "text file" && isStartingObject(call, around, context)) return true;
  return (
    isSettingUp(call, around, context) || isOfProgramOnce(call, around, context) || isTerminalDialog(around, context)
  );
}

/** What waits for a server, or a process: that may take seconds, be it once. */
const LONG: ReadonlySet<BlockingPath["blocks"]> = new Set(["http", "network", "database", "subprocess"]);

/**
 * A request or process that another file comes to by further calls, in one case of many: a text that is translated
 * where it was missing, a package that is installed where it can't be imported. Each of the many who ask for it can do
 * nothing about that.
 */
function isRareElsewhere({ blocks, seldom, steps }: BlockingPath): boolean {
  return seldom && LONG.has(blocks) && steps.length > 1 && steps[0]?.kind === "elsewhere";
}

/** What a call of a helper is worth, by what it waits for and how often. */
export function weightOfHelper(
  path: BlockingPath,
  subject: string,
  call: Node,
  around: Node,
  context: RuleContext,
): Severity {
  if (isWorthAHint(path, call, around, context) || isBeforeExit(path, call, context)) return "hint";
  // What computes is worth no more where it stands in a helper.
  if (!isOfDisk(path)) return path.blocks === "cpu" ? "information" : "warning";
  // Whoever wrote it takes it for done in the thread.
  if (isMeantForThread(call, context)) return path.blocks === "text file" ? "information" : "warning";
  const often = howOften(call, around, context);
  return weightOnDisk(onDisk(path, subject, often), often);
}

/**
 * Settings are saved when somebody changes them, whoever asks for it. One text that is parsed is short most of the time,
 * but of all files of a folder nobody knows.
 */
function onDisk(path: BlockingPath, subject: string, often: Often): OnDisk {
  if (isOfSettings(path, subject)) return path.blocks === "text file" ? "touch" : "note";
  if (path.blocks === "text file") return often === "all" ? "text" : "note";
  return libraryRow(path.steps.at(-1)?.callee ?? "")?.heavy === true ? "tree" : "helper's stream";
}

/**
 * Files that are read or written far away; what is kept once it was found out, unless somebody waits for an answer
 * meanwhile; and prompts of a command line, which has the loop for itself most of the time.
 */
function isWorthAHint(path: BlockingPath, call: Node, around: Node, context: RuleContext): boolean {
  const { steps, blocks, seldom } = path;
  const row = libraryRow(steps.at(-1)?.callee ?? "");
  if (row?.ofCommands === true) return true;
  if (isMeantForThread(call, context)) return false;
  if (seldom || isMadeOnce(call, around)) {
    const isShort = blocks !== "http" || seldom;
    if (LONG.has(blocks))
      return (
        (isShort && !isForWhoeverAsks(around, context)) || (blocks === "http" && isSettingUp(call, around, context))
      );
    return blocks !== "second loop" && blocks !== "sleep" && blocks !== "input";
  }
  return isOfDisk(path) && (steps.length >= FAR || isBeforeServing(call, around, context));
}

/** A process right before the program ends, or that starts it anew, when nobody is served any more. */
function isBeforeExit({ blocks }: BlockingPath, call: Node, context: RuleContext): boolean {
  return (
    blocks === "subprocess" &&
    !isMeantForThread(call, context) &&
    (restartsProgram(call) || endsProcessBehind(call, context))
  );
}

/**
 * `run_in_executor(None, upload, pack(files))`: whoever wrote it takes it for done in the thread, and it is done
 * before.
 */
function isMeantForThread(call: Node, { infer }: RuleContext): boolean {
  const list = call.parent?.kind === "keyword_argument" ? call.parent.parent : call.parent;
  const row = list?.parent?.kind === "call" ? infer.row(list.parent) : undefined;
  return row?.calls !== undefined;
}

export function isOfDisk({ blocks }: BlockingPath): boolean {
  return blocks === "file" || blocks === "text file" || blocks === "filesystem";
}

/** Whether all that is read or written is a text of settings, of a few kB. */
function isOfSettings(path: BlockingPath, subject: string): boolean {
  return (
    isOfDisk(path) &&
    [subject, ...path.steps.slice(0, -1).map((step) => step.callee)].some((name) => namesSettings(name))
  );
}
