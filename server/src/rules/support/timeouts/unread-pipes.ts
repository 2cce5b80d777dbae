import type { RuleContext } from "../../contract";
import { executionOf } from "../../../model/execution";
import { statementOf } from "../../../syntax/statements";
import type { Node } from "../../../syntax/tree";
import { madeInFunction } from "../values/origin";
import type { NetworkCall } from "./network-call";

const PIPE: ReadonlySet<string> = new Set(["asyncio.subprocess.PIPE", "subprocess.PIPE"]);

/** What shows that the end of a process was seen to before, or that it is stopped. */
const SEES_TO_IT: ReadonlySet<string> = new Set(["communicate", "wait", "kill", "terminate", "send_signal"]);

/**
 * Whether a wait is for the end of a process of the function's own, of whose output nobody reads anything before: a
 * program that writes more than a pipe holds waits for its reader then, and never ends.
 */
export function leavesPipeFull({ call, callee, row }: NetworkCall, context: RuleContext): boolean {
  if (row.unlimited !== "exit" || call.parent?.kind !== "await") return false;
  const process = callee.child("object");
  const started = madeInFunction(process, context);
  const execution = executionOf(call);
  if (started === undefined || process === undefined || execution.kind !== "async") return false;
  return hasPipe(started, context) && !isSeenTo(call, started, process, execution.function);
}

/** `stdout=PIPE`, `stderr=PIPE` */
function hasPipe(started: Node, { infer }: RuleContext): boolean {
  return (started.child("arguments")?.named ?? []).some((argument) => {
    const value = /^(?:stdout|stderr)$/.test(argument.child("name")?.text ?? "") ? argument.child("value") : undefined;
    return value !== undefined && PIPE.has(infer.name(value) ?? "");
  });
}

/** Whether a process is read, or given to somebody who may read it, before a wait; or stopped, somewhere. */
function isSeenTo(wait: Node, started: Node, process: Node, function_: Node): boolean {
  const statement = statementOf(wait);
  for (const id of function_.descendants("identifier")) {
    if (id.text !== process.text || id.field === "attribute" || id.start === process.start) continue;
    const member = id.field === "object" ? id.parent?.child("attribute")?.text : undefined;
    if (member !== undefined && SEES_TO_IT.has(member)) return true;
    if (id.field === "left" && id.parent?.contains(started)) continue;
    if (id.start < statement.start && member !== "pid" && member !== "returncode") return true;
  }
  return false;
}
