import type { Related, RuleContext } from "../../analysis/rule";
import { asyncFunctionAround } from "../../model/execution";
import type { BlockingKind, Row } from "../../model/library/row";
import type { Node } from "../../syntax/tree";
import { isOnPurpose } from "./on-purpose";
import { stopsNoOther } from "./own-thread";
import { reallyBlocks } from "./really-blocks";

/** A call that stalls the event loop. */
export interface BlockingCall {
  readonly call: Node;
  readonly row: Row;
  /** The `async def` on whose behalf it runs. */
  readonly function: Node;
  readonly related: readonly Related[];
}

/** The call as one that blocks in async code for a reason of this kind; undefined where it is none. */
export function blockingCall(call: Node, context: RuleContext, kind: BlockingKind): BlockingCall | undefined {
  const row = context.infer.row(call);
  if (row?.blocks !== kind) return undefined;
  // What is awaited gives a coroutine or a future, whatever the table says of its name.
  if (call.parent?.kind === "await") return undefined;
  const around = asyncFunctionAround(call);
  if (around === undefined) return undefined;
  if (!reallyBlocks(call, row, around, context) || (row.nestsLoop !== true && isOnPurpose(call, around))) return undefined;
  if (row.nestsLoop !== true && stopsNoOther(around, kind, context)) return undefined;
  const name = around.child("name");
  return { call, row, function: around, related: name === undefined ? [] : [{ at: name, message: "runs on the event loop" }] };
}

/** What a finding of such a call says. */
export function blockingMessage(row: Row): string {
  return `${row.name}() stops the event loop: nothing else runs while it waits for ${row.waitsFor ?? "its result"}`;
}

/** As `blockingMessage`, with what can be awaited in its place where there is something. */
export function messageWithTwin(row: Row): string {
  const twin = row.twins?.[0];
  if (twin === undefined) return blockingMessage(row);
  return `${row.name}() stops the event loop while it waits for ${row.waitsFor ?? "its result"}; ${twin} would not`;
}
