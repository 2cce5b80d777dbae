import type { Node } from "../syntax/tree";

/** What deletes files or folders. */
export const DELETES = /^(?:rmtree|remove|unlink|rmdir|removedirs|cleanup)$/;
/** What gives back or ends what was open, held or running. */
export const ENDS = /^(?:close|aclose|disconnect|release|shutdown|terminate|kill)$/;

/** What calls of such a name are given, or made on: `shutil.rmtree(folder)`, `path.unlink()`. */
export function* takenIn(block: Node, called: RegExp): Iterable<string> {
  for (const call of block.descendants("call")) {
    const callee = call.child("function");
    if (callee === undefined || !called.test((callee.child("attribute") ?? callee).text)) continue;
    for (const given of call.child("arguments")?.named ?? []) if (isName(given)) yield given.text;
    const object = callee.child("object");
    if (object !== undefined && isName(object)) yield object.text;
  }
}

export function isName({ kind }: Node): boolean {
  return kind === "identifier" || kind === "attribute";
}
