import { LineIndex } from "../syntax/lines";
import type { Found } from "./check";
import { pageOf } from "./pages";
import type { Suppression, UnusedSuppression } from "../rules/contract";
import { coversRule } from "./suppressions";

/** The rules whose findings a comment has kept away, or would have. */
export type Uses = ReadonlyMap<Suppression, ReadonlySet<string>>;

export interface Sifted {
  /** What no comment keeps away. */
  readonly left: readonly Found[];
  readonly keptAway: readonly Found[];
  readonly uses: Uses;
}

/** Takes the findings of a segment away that comments on their lines speak of. */
export function sift(found: readonly Found[], comments: readonly Suppression[], text: string): Sifted {
  const uses = new Map<Suppression, Set<string>>();
  if (comments.length === 0) return { left: found, keptAway: [], uses };
  const about = new CommentsByLine(comments, text);
  const left: Found[] = [];
  const keptAway: Found[] = [];
  for (const one of found) {
    const keeping = about.of(one).filter((comment) => covers(comment, one.rule.name));
    for (const comment of keeping) uses.set(comment, (uses.get(comment) ?? new Set()).add(one.rule.name));
    (keeping.length === 0 ? left : keptAway).push(one);
  }
  return { left, keptAway, uses };
}

/**
 * What of a comment is of no use, given the rules whose findings it keeps away; undefined where all of it is of use.
 */
export function unusedPart(comment: Suppression, kept: ReadonlySet<string>): UnusedSuppression | undefined {
  if (comment.names.length === 0) return kept.size === 0 ? { comment, names: [], whole: true } : undefined;
  const names = comment.names.flatMap((name, i) => (kept.has(name) && comment.names.indexOf(name) === i ? [] : [i]));
  return names.length === 0 ? undefined : { comment, names, whole: names.length === comment.names.length };
}

export function covers(comment: Suppression, rule: string): boolean {
  return coversRule(comment, rule, pageOf(rule).peers);
}

/** Finds the comments that stand on a finding's first or last line, or alone above its first. */
class CommentsByLine {
  readonly #lines: LineIndex;
  readonly #beside = new Map<number, Suppression[]>();
  /** By the line that they speak of. */
  readonly #above = new Map<number, Suppression[]>();

  constructor(comments: readonly Suppression[], text: string) {
    this.#lines = new LineIndex(text);
    const isCode = (line: number): boolean =>
      !/^[ \t\f\uFEFF]*(?:#|[\r\n]|$)/.test(text.slice(this.#lines.startOf(line), this.#lines.startOf(line + 1)));
    let code = this.#lines.count;
    let line = this.#lines.count;
    for (const comment of [...comments].reverse()) {
      if (comment.syntax === "ignore-file") continue;
      if (!comment.ownLine) add(this.#beside, comment.line, comment);
      if (!comment.ownLine || comment.syntax !== "ignore") continue;
      // An ignore comment of its own speaks of the next line that is code.
      while (--line > comment.line) if (isCode(line)) code = line;
      line = comment.line + 1;
      add(this.#above, code, comment);
    }
  }

  of({ start, end }: Found): readonly Suppression[] {
    const first = this.#lines.lineAt(start);
    const last = this.#lines.lineAt(end);
    return [
      ...(this.#above.get(first) ?? []),
      ...(this.#beside.get(first) ?? []),
      ...(last === first ? [] : (this.#beside.get(last) ?? [])),
    ];
  }
}

function add(map: Map<number, Suppression[]>, line: number, comment: Suppression): void {
  const known = map.get(line);
  if (known === undefined) map.set(line, [comment]);
  else known.push(comment);
}
