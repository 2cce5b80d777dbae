import { namesVariable } from "../../syntax/identifiers";
import type { Node } from "../../syntax/tree";
import { CannotMove, type Moving } from "./moving";
import { truthTest } from "./truth";

const ARE_TEXT = "lines are str, not bytes";

/** Lines come as str from httpx, as bytes from requests: `.decode()` goes where a loop has them by name. */
export function linesAreText(call: Node, moving: Moving): void {
  const loop = loopOver(call);
  if (loop === undefined) {
    moving.notes.add(ARE_TEXT);
    return;
  }
  const { name, body } = loop;
  for (const string of body.descendants("string")) {
    if (/^[rR]?[bB]/.test(string.text)) throw new CannotMove("its lines, now str, meet bytes");
  }
  for (const id of body.descendants("identifier")) {
    if (id.text !== name.text || id === name || !namesVariable(id)) continue;
    const decoding = decodingOf(id);
    if (decoding !== undefined) moving.rewriter.replaceRange(id.end, decoding.end, "");
    else if (truthTest(id) === undefined && !isJson(id, moving)) moving.notes.add(ARE_TEXT);
  }
}

/** The loop, or the comprehension, that goes through what a call gives by one name. */
function loopOver(call: Node): { readonly name: Node; readonly body: Node } | undefined {
  const loop = call.parent;
  if (loop?.kind !== "for_statement" && loop?.kind !== "for_in_clause") return undefined;
  const name = loop.child("left");
  const body = loop.kind === "for_statement" ? loop.child("body") : loop.parent;
  return name?.kind === "identifier" && body !== undefined ? { name, body } : undefined;
}

/** `line.decode()` */
function decodingOf(line: Node): Node | undefined {
  const method = line.parent?.kind === "attribute" ? line.parent : undefined;
  return method?.child("attribute")?.text === "decode" && method.parent?.kind === "call" ? method.parent : undefined;
}

function isJson(id: Node, moving: Moving): boolean {
  const call = id.parent?.kind === "argument_list" ? id.parent.parent : undefined;
  return call !== undefined && moving.context.infer.callee(call) === "json.loads";
}
