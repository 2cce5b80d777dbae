import { stringValue } from "../../syntax/literals";
import type { Node } from "../../syntax/tree";
import { matchArguments } from "../arguments";
import type { Infer } from "../infer";
import { opensPath, pathUses, type PathUse } from "../library/paths";

/** A path that a call changes. */
export interface DiskChange {
  readonly path: Node;
  /** It is made bit by bit, so that others may meet it half made. */
  readonly gradual: boolean;
}

/** What a call changes on a disk, by the paths that it is given. */
export function* diskChanges(call: Node, infer: Infer): Iterable<DiskChange> {
  const name = infer.callee(call);
  if (name === undefined) return;
  const opened = opensPath(name);
  if (opened !== undefined && mayWrite(call, modeOf(call, opened.mode))) {
    const path = pathGiven(call, opened.path);
    if (path !== undefined) yield { path, gradual: true };
  }
  for (const use of pathUses(name)) {
    const path = use.does === "changes" ? pathGiven(call, use.path) : undefined;
    if (path !== undefined) yield { path, gradual: use.gradual === true };
  }
}

/** Whether something may be written to what a call opens: `r+` allows it, and nobody needs to do so. */
export function mayWrite(call: Node, mode: string): boolean {
  return /[wax]/.test(mode) || (mode.includes("+") && !isOnlyRead(call));
}

const READS = /^(?:read\w*|seek|tell|close)$/;

/** Whether all that is done with an open file, in the block that it is open for, is to read it. */
function isOnlyRead(call: Node): boolean {
  const alias = call.parent?.kind === "as_pattern" ? call.parent.child("alias")?.named[0] : undefined;
  const body = alias?.closest("with_statement")?.child("body");
  if (alias?.kind !== "identifier" || body === undefined) return false;
  for (const id of body.descendants("identifier")) {
    if (id.text !== alias.text || id.field === "attribute") continue;
    const isGoneThrough = id.field === "right" && id.parent?.kind === "for_statement";
    const isRead = id.field === "object" && READS.test(id.parent?.child("attribute")?.text ?? "");
    if (!isGoneThrough && !isRead) return false;
  }
  return true;
}

function pathGiven(call: Node, which: PathUse["path"]): Node | undefined {
  const given = which === "object" ? call.child("function")?.child("object") : call.child("arguments")?.named[which];
  return given?.kind === "keyword_argument" || given?.kind === "list_splat" ? undefined : given;
}

/** The mode that a call opens a file in, by the position of the parameter; one that nobody can see may well write. */
export function modeOf(call: Node, position: number): string {
  const parameters = [...Array<string>(position).fill(""), "mode"];
  const mode = matchArguments(call, parameters).values.get("mode");
  return mode === undefined ? "r" : (stringValue(mode) ?? "w");
}
