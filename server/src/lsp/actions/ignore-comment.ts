import type { Diagnostic } from "../../analysis/diagnostic";
import { findSuppressions } from "../../analysis/suppressions";
import type { Suppression } from "../../rules/contract";
import type { TextEdit } from "../../fixes/fix";
import { firstOfCode } from "../../fixes/import-additions";
import { indentationOf, lineSpan } from "../../fixes/text";
import type { Kind } from "../../syntax/kinds.generated";
import type { PythonDocument, Segment } from "../../syntax/document";
import { lineEnd, lineStart } from "../../syntax/lines";
import type { Tree } from "../../syntax/tree";
import { COMMENTS } from "../../syntax/node-kinds";

/** The edit that keeps one finding away; undefined where no comment can stand that speaks of it. */
export function ignoreLineEdit(document: PythonDocument, { rule, start, end }: Diagnostic): TextEdit | undefined {
  const segment = document.segmentAt(start);
  if (segment === undefined) return undefined;
  const offset = document.offsetOf(segment);
  const edit = withinSegment(document, segment, rule, start - offset, end - offset);
  return edit === undefined ? undefined : shift(edit, offset);
}

function shift(edit: TextEdit, by: number): TextEdit {
  return { ...edit, start: edit.start + by, end: edit.end + by };
}

/** The edit that keeps all findings of a rule away: a comment at the top, below what has to stand first. */
export function ignoreFileEdit(document: PythonDocument, rule: string): TextEdit {
  for (const segment of document.segments) {
    if (!segment.text.includes("ignore-file")) continue;
    const known = findSuppressions(segment.tree).find(
      ({ syntax, names }) => syntax === "ignore-file" && names.length > 0,
    );
    if (known !== undefined) return shift(insertName(known, rule), document.offsetOf(segment));
  }
  const first = firstOfCode(document);
  const head = /^\uFEFF?(?:#!.*(?:\r\n|\n|\r(?!\n)))*(?:#(?=.*coding[:=]).*(?:\r\n|\n|\r(?!\n)))?/.exec(
    first?.text ?? "",
  )![0];
  const at = first === undefined ? 0 : document.offsetOf(first) + head.length;
  return { start: at, end: at, text: `# async-skill: ignore-file[${rule}]${document.lineBreak}` };
}

/** Offsets are those of the segment. */
function withinSegment(
  document: PythonDocument,
  { text, tree }: Segment,
  rule: string,
  start: number,
  end: number,
): TextEdit | undefined {
  const first = lineSpan(text, start, start);
  const lineEnds = [lineEnd(text, start), lineEnd(text, end)];
  const lists = findSuppressions(tree).filter(({ syntax, names }) => syntax === "ignore" && names.length > 0);
  const list =
    lists.find(({ comment, ownLine }) => !ownLine && lineEnds.includes(lineEnd(text, comment.end))) ??
    lists.find(({ comment, ownLine }) => ownLine && lineSpan(text, comment.start, comment.end).end === first.start);
  if (list !== undefined) return insertName(list, rule);
  const comment = `# async-skill: ignore[${rule}]`;
  for (const at of lineEnds) {
    if (mayEndWithComment(tree, at))
      return { start: text.slice(0, at).trimEnd().length, end: at, text: `  ${comment}` };
  }
  // Behind a backslash, or within a string, no line of its own is a comment.
  const above = lineStart(text, start);
  if (above > 0 && !mayEndWithComment(tree, endOfLineBefore(text, above))) return undefined;
  return { start: first.start, end: first.start, text: indentationOf(text, start) + comment + document.lineBreak };
}

function insertName({ nameRanges }: Suppression, rule: string): TextEdit {
  const at = nameRanges.at(-1)!.end;
  return { start: at, end: at, text: `, ${rule}` };
}

function endOfLineBefore(text: string, lineStart: number): number {
  return text.startsWith("\r\n", lineStart - 2) ? lineStart - 2 : lineStart - 1;
}

const STRINGS: ReadonlySet<Kind> = new Set(["string"]);

/** Whether a comment written at the end of a line would be one. */
function mayEndWithComment(tree: Tree, at: number): boolean {
  for (const { start, end } of tree.nodesOf(COMMENTS)) if (start < at && at <= end) return true;
  if (tree.text[at - 1] === "\\") return false;
  for (const { start, end } of tree.nodesOf(STRINGS)) if (start < at && at < end) return false;
  return true;
}
