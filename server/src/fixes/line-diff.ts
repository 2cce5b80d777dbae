import type { TextEdit } from "./fix";
import { afterLineBreak, lineEnd } from "../syntax/lines";

/** More differing lines than this are replaced in one piece: the search costs their number times the file's. */
const MAX_DIFFERENCES = 2000;

/** Edits of whole lines that make `after` of `before`, and leave every common line alone. */
export function diffLines(before: string, after: string): readonly TextEdit[] {
  const old = splitLines(before);
  const fresh = splitLines(after);
  let head = 0;
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head++;
  let tail = 0;
  while (tail < old.length - head && tail < fresh.length - head && old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]) tail++;
  const from = old.slice(head, old.length - tail);
  const to = fresh.slice(head, fresh.length - tail);
  const offset = length(old.slice(0, head));
  const edits: TextEdit[] = [];
  let start = offset;
  let pending: { end: number; text: string } | undefined;
  const flush = (): void => {
    if (pending !== undefined) edits.push({ start, ...pending });
    start = pending?.end ?? start;
    pending = undefined;
  };
  for (const step of script(from, to)) {
    if (step.is === "same") {
      flush();
      start += step.line.length;
    } else {
      pending ??= { end: start, text: "" };
      if (step.is === "gone") pending.end += step.line.length;
      else pending.text += step.line;
    }
  }
  flush();
  return edits;
}

interface Step {
  readonly is: "same" | "gone" | "new";
  readonly line: string;
}

/** The shortest way from one list of lines to the other (Myers' greedy algorithm). */
function script(from: readonly string[], to: readonly string[]): readonly Step[] {
  const max = Math.min(from.length + to.length, MAX_DIFFERENCES);
  // The furthest line of `from` reached on each diagonal, for each number of differences.
  const traces: Map<number, number>[] = [];
  let furthest = new Map<number, number>([[1, 0]]);
  for (let count = 0; count <= max; count++) {
    traces.push(furthest);
    const next = new Map(furthest);
    for (let diagonal = -count; diagonal <= count; diagonal += 2) {
      let x = goesDown(furthest, diagonal, count) ? furthest.get(diagonal + 1)! : furthest.get(diagonal - 1)! + 1;
      while (x < from.length && x - diagonal < to.length && from[x] === to[x - diagonal]) x++;
      next.set(diagonal, x);
      if (x >= from.length && x - diagonal >= to.length) return walkBack(from, to, traces);
    }
    furthest = next;
  }
  return [...from.map((line): Step => ({ is: "gone", line })), ...to.map((line): Step => ({ is: "new", line }))];
}

function goesDown(furthest: ReadonlyMap<number, number>, diagonal: number, count: number): boolean {
  return diagonal === -count || (diagonal !== count && (furthest.get(diagonal - 1) ?? -1) < (furthest.get(diagonal + 1) ?? -1));
}

function walkBack(from: readonly string[], to: readonly string[], traces: readonly ReadonlyMap<number, number>[]): readonly Step[] {
  const steps: Step[] = [];
  let x = from.length;
  let y = to.length;
  for (let count = traces.length - 1; count >= 0; count--) {
    const furthest = traces[count]!;
    const diagonal = x - y;
    const down = goesDown(furthest, diagonal, count);
    const startX = furthest.get(down ? diagonal + 1 : diagonal - 1) ?? 0;
    const startY = startX - (down ? diagonal + 1 : diagonal - 1);
    while (x > startX && y > startY && x > 0 && y > 0) {
      steps.push({ is: "same", line: from[x - 1]! });
      x--;
      y--;
    }
    if (count === 0) break;
    if (down) steps.push({ is: "new", line: to[y - 1]! });
    else steps.push({ is: "gone", line: from[x - 1]! });
    x = startX;
    y = startY;
  }
  return steps.toReversed();
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

function length(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length, 0);
}
