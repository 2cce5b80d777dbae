import { diffArrays } from "diff";
import type { TextEdit } from "./fix";
import { afterLineBreak, lineEnd } from "../syntax/lines";

/** More differing lines than this are replaced in one piece: the search costs their number times the file's. */
const MAX_DIFFERENCES = 2000;

/** Edits of whole lines that make `after` of `before`, and leave every common line alone. */
export function diffLines(before: string, after: string): readonly TextEdit[] {
  if (before === after) return [];
  const changes = diffArrays([...splitLines(before)], [...splitLines(after)], { maxEditLength: MAX_DIFFERENCES });
  if (changes === undefined) return [{ start: 0, end: before.length, text: after }];
  const edits: TextEdit[] = [];
  let start = 0;
  let pending: { readonly end: number; readonly text: string } | undefined;
  const flush = (): void => {
    if (pending === undefined) return;
    edits.push({ start, ...pending });
    start = pending.end;
    pending = undefined;
  };
  for (const { added, removed, value } of changes) {
    const text = value.join("");
    if (!added && !removed) {
      flush();
      start += text.length;
      continue;
    }
    const { end, text: put }: { readonly end: number; readonly text: string } = pending ?? { end: start, text: "" };
    pending = added ? { end, text: put + text } : { end: end + text.length, text: put };
  }
  flush();
  return edits;
}

function splitLines(text: string): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length;) {
    const end = lineEnd(text, at);
    const next = end < text.length ? afterLineBreak(text, end) : end;
    lines.push(text.slice(at, next));
    at = next;
  }
  return lines;
}
