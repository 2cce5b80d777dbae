import { awaited, canAwait } from "../awaiting";
import { CannotMove, type Moving } from "../httpx/moving";
import type { Node } from "../../syntax/tree";

/** Rewrites what is done with a response, an expression that stands for it: what reads its body is awaited. */
export function convertResponse(expression: Node, moving: Moving): void {
  const access = expression.parent;
  if (access?.kind !== "attribute" || expression.field !== "object")
    throw new CannotMove("the response is handed on, and aiohttp closes it");
  const name = access.child("attribute")!;
  const call = access.parent?.kind === "call" && access.field === "function" ? access.parent : undefined;
  const { rewriter, notes } = moving;
  switch (name.text) {
    case "status_code":
      rewriter.replace(name, "status");
      return;
    case "ok":
    case "reason":
    case "headers":
    case "raise_for_status":
      return;
    case "url":
      rewriter.insertBefore(access, "str(").insertAfter(access, ")");
      return;
    case "text":
      notes.add("text without a charset is guessed, or read as UTF-8");
      return awaitBody(access, name, "text()", moving);
    case "content":
      return awaitBody(access, name, "read()", moving);
    case "json":
      if (call === undefined || call.child("arguments")!.named.length > 0) break;
      notes.add("json() demands a JSON content type");
      return awaitBody(call, name, "json", moving);
    default:
  }
  throw new CannotMove(`the move to aiohttp does not know ${access.text}`);
}

function awaitBody(read: Node, name: Node, written: string, { rewriter }: Moving): void {
  if (!canAwait(read)) throw new CannotMove("the response is read where nothing can be awaited");
  const [before, after] = awaited(read, "\0").split("\0") as [string, string];
  rewriter.insertBefore(read, before).replace(name, written);
  if (after !== "") rewriter.insertAfter(read, after);
}
