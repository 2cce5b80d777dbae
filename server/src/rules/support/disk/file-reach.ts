import type { RuleContext } from "../../contract";
import { matchArguments } from "../../../model/arguments";
import { libraryRow, type Row } from "../../../model/library/index";
import type { Node } from "../../../syntax/tree";
import { handleOf, isOpenedNearby } from "./file-handle";
import { isInMemory, readsFromMemory } from "../values/in-memory";
import { isNonBlocking } from "../values/non-blocking";

/** Whether a call gives an open file. */
export function opensFile(row: Row): boolean {
  return row.file === true || (row.returns !== undefined && libraryRow(row.returns)?.file === true);
}

/** What unpacks an archive into a folder. */
const EXTRACTS = /\.extract(?:all)?$/;

/** Whether a call that works on files reaches a disk, as far as the code shows, and nothing before it stands for it. */
export function reachesDisk(call: Node, row: Row, function_: Node, context: RuleContext): boolean {
  const owner = libraryRow(row.name.slice(0, Math.max(0, row.name.lastIndexOf("."))));
  const receiver =
    owner?.file === true && row.returns === undefined ? call.child("function")?.child("object") : undefined;
  // Wherever an archive lies, what it holds is written to a disk.
  if (receiver !== undefined && EXTRACTS.test(row.name) && isInMemory(receiver, context)) return true;
  // An archive or compressed file that was opened elsewhere may well lie in memory.
  if (receiver !== undefined)
    return (
      owner?.blocks === undefined && !isOpenedNearby(receiver, function_, context) && !isInMemory(receiver, context)
    );
  if (row.parameters?.[0] === "fd") {
    const descriptor = matchArguments(call, row.parameters).values.get("fd");
    // What wraps a descriptor waits for nothing; what is then done with it may.
    if (opensFile(row))
      return handleOf(call, context).uses.some((use) => use.kind === "method" || use.kind === "iteration");
    return (
      descriptor !== undefined &&
      context.infer.instanceOf(descriptor) === "os.FileDescriptor" &&
      !isNonBlocking(call, context)
    );
  }
  return !readsFromMemory(call, row, context.infer) && !isNonBlocking(call, context) && !isOfKernel(call, row, context);
}

/** Where the kernel shows what it knows in the form of files: nothing of that lies on a disk. */
const KERNEL_PATH = /^[fFrRuU]*["']{1,3}\/(?:proc|sys)\//;

/** `open("/proc/self/status")`, `Path("/sys/class/net").open()`. */
function isOfKernel(call: Node, row: Row, { infer }: RuleContext): boolean {
  const object = row.name.startsWith("pathlib.Path.") ? call.child("function")?.child("object") : undefined;
  const made = object?.kind === "call" && infer.row(object)?.name === "pathlib.Path" ? object : undefined;
  const path = object === undefined ? call.child("arguments")?.named[0] : made?.child("arguments")?.named[0];
  if (path === undefined) return false;
  const value = infer.value(path);
  return KERNEL_PATH.test((value?.kind === "literal" ? value.node : path).text);
}
