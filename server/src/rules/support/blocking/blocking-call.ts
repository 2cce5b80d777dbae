import type { Act, Related, RuleContext } from "../../contract";
import { asyncFunctionAround } from "../../../model/execution";
import { libraryRow } from "../../../model/library/index";
import type { BlockingKind, Row, Stall } from "../../../model/library/row";
import type { Platform } from "../../../model/asked-platform";
import { platformOf } from "../../../model/platform";
import type { Node } from "../../../syntax/tree";
import { mayLackThreads } from "./no-threads";
import { isOnPurpose } from "../when/on-purpose";
import { stopsNoOther } from "./own-thread";
import { reallyBlocks } from "./really-blocks";

/** A call that stalls the event loop. */
export interface BlockingCall {
  readonly call: Node;
  readonly row: Row;
  /** The `async def` on whose behalf it runs. */
  readonly function: Node;
  readonly related: readonly Related[];
  readonly act: Act | undefined;
  /** The platform on which alone it is made. */
  readonly platform: Platform | undefined;
}

/** The call as one that blocks in async code for a reason of this kind; undefined where it is none. */
export function blockingCall(call: Node, context: RuleContext, kind: BlockingKind): BlockingCall | undefined {
  const row = context.infer.row(call);
  if (row?.blocks !== kind) return undefined;
  // What is awaited gives a coroutine or a future, whatever the table says of its name.
  if (call.parent?.kind === "await") return undefined;
  const around = asyncFunctionAround(call);
  if (around === undefined) return undefined;
  if (!reallyBlocks(call, row, around, context) || (row.nestsLoop !== true && isOnPurpose(call, around)))
    return undefined;
  if (row.nestsLoop !== true && (stopsNoOther(around, kind, context) || isWithoutRepair(kind, context)))
    return undefined;
  const name = around.child("name");
  const related = name === undefined ? [] : [{ at: name, message: "runs on the event loop" }];
  return { call, row, function: around, related, act: actOf(call, row, around), platform: platformOf(call, around) };
}

/** To sleep is asynchronous everywhere; whatever else waits needs a thread, or a library. */
export function isWithoutRepair(kind: Stall, context: RuleContext): boolean {
  return kind !== "sleep" && mayLackThreads(context);
}

/**
 * What a function does to one object is one act (a request and its answer, a query and its rows), as are all its
 * questions to one database or person, and all that it does to the file system.
 */
function actOf(call: Node, row: Row, function_: Node): Act | undefined {
  if (row.blocks === "database" || row.blocks === "input" || row.blocks === "filesystem" || row.brief === true)
    return { what: "", within: function_ };
  const callee = call.child("function");
  const object = callee?.kind === "attribute" ? callee.child("object") : undefined;
  // What is written and then read again is one file.
  const opened = row.file === true || row.name === "open" ? call.child("arguments")?.named[0] : undefined;
  if (row.blocks === "file" && opened !== undefined && opened.kind !== "keyword_argument")
    return { what: opened.text, within: function_ };
  const isMethod = libraryRow(row.name.slice(0, Math.max(0, row.name.lastIndexOf("."))))?.kind === "class";
  return isMethod && object !== undefined ? { what: object.text, within: function_ } : undefined;
}

/** What a finding of such a call says. */
export function blockingMessage({ row, platform }: Pick<BlockingCall, "row" | "platform">): string {
  const where = platform === undefined ? "" : ` on ${platform}`;
  return `${row.name}() stops the event loop${where}: nothing else runs while it waits for ${row.waitsFor ?? "its result"}`;
}

/** As `blockingMessage`, with what can be awaited in its place where there is something. */
export function messageWithTwin(blocking: Pick<BlockingCall, "row" | "platform">): string {
  const { row } = blocking;
  const twin = row.twins?.[0];
  if (twin === undefined) return blockingMessage(blocking);
  return `${row.name}() stops the event loop while it waits for ${row.waitsFor ?? "its result"}; ${twin} would not`;
}
