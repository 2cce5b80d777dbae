import { namesVariable } from "../../syntax/identifiers";
import type { Node } from "../../syntax/tree";
import { CannotMove, type Moving } from "./moving";
import { truthTest } from "./truth";

/** Lines come as str from httpx, as bytes from requests: `.decode()` goes where a loop has them by name. */
export function linesAreText(call: Node, moving: Moving): void {
  const loop = call.parent;
  const name = loop?.child("left");
  const body = loop?.kind === "for_statement" ? loop.child("body") : loop?.parent;
  if (name?.kind !== "identifier" || body === undefined || !["for_statement", "for_in_clause"].includes(loop!.kind)) {
    moving.notes.add("lines are str, not bytes");
    return;
  }
  for (const string of body.descendants("string")) {
    if (/^[rR]?[bB]/.test(string.text)) throw new CannotMove("its lines, now str, meet bytes");
  }
  for (const id of body.descendants("identifier")) {
    if (id.text !== name.text || id === name || !namesVariable(id)) continue;
    const access = id.parent;
    const decoding = access?.kind === "attribute" && access.child("attribute")?.text === "decode" && access.parent?.kind === "call" ? access.parent : undefined;
    if (decoding !== undefined) moving.rewriter.replaceRange(id.end, decoding.end, "");
    else if (truthTest(id) === undefined && !isJson(id, moving)) moving.notes.add("lines are str, not bytes");
  }
}

function isJson(id: Node, moving: Moving): boolean {
  const call = id.parent?.kind === "argument_list" ? id.parent.parent : undefined;
  return call !== undefined && moving.context.infer.callee(call) === "json.loads";
}
