import type { Infer } from "../model/infer";
import type { Node } from "../syntax/tree";
import { isSamePath } from "./same-path";

/** What programs are told that change what the running one is made of: `git pull`, `pip install`. */
const CHANGES = /^(?:deploy|install|migrate|pull|uninstall|update|upgrade)$/;

/**
 * The command of a call that waits for a process, where it is the same each time that a function is called, and changes
 * something: two at once work on the same.
 */
export function sameCommand(call: Node, function_: Node, infer: Infer): Node | undefined {
  if (infer.row(call)?.blocks !== "subprocess") return undefined;
  const command = call.child("arguments")?.named[0];
  if (command === undefined || !changes(command) || !isSamePath(command, function_, infer)) return undefined;
  return command;
}

function changes(command: Node): boolean {
  for (const { text } of command.descendants("string_content"))
    if (text.split(/\s+/).some((word) => CHANGES.test(word))) return true;
  return false;
}
