import type { RuleContext } from "../../contract";
import type { Kind } from "../../../syntax/kinds.generated";
import { namesVariable } from "../../../syntax/identifiers";
import type { Node } from "../../../syntax/tree";
import { type Handle, HOLDS } from "./file-handle";

/** What a value is a part of where it is handed on within another. */
const PASSES: ReadonlySet<Kind> = new Set([...HOLDS, "attribute"]);

/** What functions are called that run in a thread what they are given, or make it awaitable so. */
const RUNS = /^_*(?:async_)?run_(?:in_|sync|blocking)|^_*(?:in|to)_thread$/;
const WRAPS = /^_*(?:sync_)?to_async$|asyncify$|in_thread(?:pool)?$/;

/** Whether a file is only opened on the loop: all that reads or writes it is awaited while a thread does it. */
export function isUsedInThreads({ uses }: Handle, context: RuleContext): boolean {
  return uses.length > 0 && uses.every((use) => use.kind === "escape" && isHandedToThread(use.node, context));
}

function isHandedToThread(value: Node, context: RuleContext, followsName = true): boolean {
  let node = value;
  while (node.parent !== undefined && PASSES.has(node.parent.kind)) {
    node = node.parent;
    if (node.kind === "argument_list") return isAwaitedThread(node.parent, context);
  }
  // `files = {"file": file}`
  const name =
    followsName && node.field === "right" && node.parent?.kind === "assignment" ? node.parent.child("left") : undefined;
  const function_ = name?.closest("function_definition");
  if (name?.kind !== "identifier" || function_ === undefined) return false;
  const uses = [...function_.descendants("identifier")].filter((id) => isUseOf(id, name));
  return uses.length > 0 && uses.every((use) => isHandedToThread(use, context, false));
}

function isUseOf(id: Node, name: Node): boolean {
  return id !== name && id.text === name.text && namesVariable(id);
}

function isAwaitedThread(call: Node | undefined, { infer }: RuleContext): boolean {
  if (call?.kind !== "call" || call.parent?.kind !== "await") return false;
  const callee = call.child("function")!;
  const lastName = (named: Node | undefined): string => (named?.child("attribute") ?? named)?.text ?? "";
  if (callee.kind === "call") return WRAPS.test(lastName(callee.child("function")));
  return infer.row(call)?.calls !== undefined || RUNS.test(lastName(callee));
}
