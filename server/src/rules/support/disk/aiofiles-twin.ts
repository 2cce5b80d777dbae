import type { RuleContext } from "../../contract";
import { awaited, canAwait } from "../../../fixes/awaiting";
import { FixBuilder } from "../../../fixes/builder";
import type { Fix } from "../../../fixes/fix";
import { isUsedAt } from "../../../fixes/imported";
import { libraryRow } from "../../../model/library/index";
import type { Row } from "../../../model/library/row";
import type { Node } from "../../../syntax/tree";

const MODULE = "aiofiles.os";

/** `os.makedirs(path)` as `await aiofiles.os.makedirs(path)`, in a file that asks the disk by that already. */
export function throughAiofiles(call: Node, row: Row, context: RuleContext): Fix | undefined {
  const name = `aiofiles.${row.name}`;
  const callee = call.child("function");
  if (!row.name.startsWith("os.") || libraryRow(name) === undefined || callee === undefined) return undefined;
  if (row.lazy === true || !asksByIt(call, context) || !canAwait(call)) return undefined;
  const builder = new FixBuilder(context);
  const twin = builder.need(name, call);
  if (twin === undefined) return undefined;
  const [before, after] = awaited(call, "\0").split("\0") as [string, string];
  builder.replace(callee, before + twin).goesToThread(call);
  if (after !== "") builder.insertAfter(call, after);
  return builder.build({ title: `Replace with await ${twin}()`, way: "in a thread", applicability: "safe" });
}

/** Whether the file imports the module by itself, or asks by it elsewhere: to import aiofiles alone doesn't bring it. */
function asksByIt(call: Node, context: RuleContext): boolean {
  if (isUsedAt(context, MODULE, call)) return true;
  if (!isUsedAt(context, "aiofiles", call)) return false;
  for (const id of context.infer.identifiersIfFew("os"))
    if (id.field === "attribute" && id.parent !== undefined && context.infer.name(id.parent) === MODULE) return true;
  return false;
}
