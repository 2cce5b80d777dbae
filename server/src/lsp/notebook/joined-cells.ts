import { lastAtMost } from "../../syntax/sorted";
import type { Cell } from "./cell";

/** What makes one text of another: a text in the place of what stands between two offsets. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The Python cells of a notebook, in order, and where each begins in the text that they make together. */
export class JoinedCells {
  #cells: readonly Cell[] = [];
  #starts: readonly number[] = [0];

  get cells(): readonly Cell[] {
    return this.#cells;
  }

  /** The text of all cells; followed by `update` it needs never be made. */
  get text(): string {
    return stretchOf(this.#cells);
  }

  /**
   * Takes in which cells there are now; gives what that changes in the text, as little as can be; undefined where it is
   * the same.
   */
  update(cells: readonly Cell[]): Splice | undefined {
    const before = this.#cells;
    const most = Math.min(before.length, cells.length);
    let head = 0;
    while (head < most && isSame(before[head]!, cells[head]!)) head++;
    let tail = 0;
    while (tail < most - head && isSame(before[before.length - 1 - tail]!, cells[cells.length - 1 - tail]!)) tail++;
    const start = this.#starts[head]!;
    const old = stretchOf(before.slice(head, before.length - tail));
    const fresh = stretchOf(cells.slice(head, cells.length - tail));
    this.#cells = cells;
    this.#starts = startsOf(cells);
    return old === fresh ? undefined : narrowed(start, old, fresh);
  }

  /**
   * The place in the list of the cell that holds an offset, the joint behind it included; -1 where there is no cell.
   */
  indexAt(offset: number): number {
    return Math.max(lastAtMost(this.#starts, offset, this.#cells.length), Math.min(0, this.#cells.length - 1));
  }

  indexOf(uri: string): number {
    return this.#cells.findIndex((cell) => cell.uri === uri);
  }

  /** Where a cell begins; behind the last, where the text ends. */
  startOf(index: number): number {
    return this.#starts[index]!;
  }
}

function stretchOf(cells: readonly Cell[]): string {
  return cells.map(({ python, joint }) => python + joint).join("");
}

function isSame(a: Cell, b: Cell): boolean {
  return a === b || (a.python === b.python && a.joint === b.joint);
}

function startsOf(cells: readonly Cell[]): readonly number[] {
  const starts = [0];
  for (const { python, joint } of cells) starts.push(starts.at(-1)! + python.length + joint.length);
  return starts;
}

/** The change without what both texts begin and end with, so that typing in a long cell is a small change. */
function narrowed(offset: number, old: string, fresh: string): Splice {
  const most = Math.min(old.length, fresh.length);
  let head = 0;
  while (head < most && old.charCodeAt(head) === fresh.charCodeAt(head)) head++;
  let tail = 0;
  while (tail < most - head && old.charCodeAt(old.length - 1 - tail) === fresh.charCodeAt(fresh.length - 1 - tail))
    tail++;
  return { start: offset + head, end: offset + old.length - tail, text: fresh.slice(head, fresh.length - tail) };
}
