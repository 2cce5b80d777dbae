import { countLineBreaks, lineEnd } from "../syntax/lines";
import type { Found } from "./check";
import { pageOf } from "./pages";
import type { UnusedSuppression } from "./rule";
import { coversRule, type Suppression } from "./suppressions";

/** The rules whose findings a comment has kept away, or would have. */
export type Uses = ReadonlyMap<Suppression, ReadonlySet<string>>;

export interface Sifted {
  /** What no comment keeps away. */
  readonly left: readonly Found[];
  readonly uses: Uses;
}

/** Takes the findings of a segment away that comments on their lines speak of. */
export function sift(found: readonly Found[], comments: readonly Suppression[], text: string): Sifted {
  const uses = new Map<Suppression, Set<string>>();
  const left = found.filter((one) => {
    const keeping = comments.filter((comment) => comment.syntax !== "ignore-file" && covers(comment, one.rule.name) && isAbout(comment, one, text));
    for (const comment of keeping) uses.set(comment, (uses.get(comment) ?? new Set()).add(one.rule.name));
    return keeping.length === 0;
  });
  return { left, uses };
}

/** What of a comment is of no use, given the rules whose findings it keeps away; undefined where all of it is of use. */
export function unusedPart(comment: Suppression, kept: ReadonlySet<string>): UnusedSuppression | undefined {
  if (comment.names.length === 0) return kept.size === 0 ? { comment, names: [], whole: true } : undefined;
  const names = comment.names.flatMap((name, i) => (kept.has(name) && comment.names.indexOf(name) === i ? [] : [i]));
  return names.length === 0 ? undefined : { comment, names, whole: names.length === comment.names.length };
}

export function covers(comment: Suppression, rule: string): boolean {
  return coversRule(comment, rule, pageOf(rule).peers);
}

/** Whether a comment stands on the finding's first or last line, or alone above its first. */
function isAbout(comment: Suppression, found: Found, text: string): boolean {
  const first = countLineBreaks(text.slice(0, found.start));
  const last = first + countLineBreaks(text.slice(found.start, found.end));
  if (!comment.ownLine) return comment.line === first || comment.line === last;
  // An ignore comment of its own speaks of the next line that is code.
  if (comment.syntax !== "ignore" || comment.line >= first) return false;
  const between = text.slice(lineEnd(text, comment.comment.end), found.start);
  const wholeLines = between.slice(0, between.search(/[^\n\r]*$/));
  return wholeLines.split(/\r\n|\n|\r/).every((line) => line.trim() === "" || line.trim().startsWith("#"));
}
