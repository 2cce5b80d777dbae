/** What IPython understands beside Python: magics (`%`, `%%`), commands of the shell (`!`) and questions (`?`). */
import { indentationAt, scanLogicalLine } from "./logical-lines";
import { afterLineBreak, lineEnd, lineStart } from "./lines";

/** How a comment begins that stands for a line of IPython's: no other does so, but for the first line of a script. */
export const MAGIC = "#!";
/** The same where the line runs the Python below it. */
export const MAGIC_OF_CELL = "#!!";
/** How the comment behind a cell begins that says which names such lines hold. */
export const MAGIC_NAMES = "#! ";

/** A stretch of a cell that IPython reads in its own way: whole lines, or the end of one. */
export interface MagicStretch {
  /** One before the cell begins where nothing may be put above it. */
  readonly start: number;
  readonly end: number;
}

/** A cell as Python, of the same length: every offset means the same in both. */
export interface CellAsPython {
  readonly text: string;
  readonly magics: readonly MagicStretch[];
  /** What stands there that may be a name, with what is reached through it. */
  readonly names: readonly string[];
}

const MAY_HOLD = /[%!?]/;
/** The first word of a cell that is run otherwise as a whole. */
const CELL_MAGIC = /^\s*%%(\w*)/;
/** Those of them that run the Python below them, in the notebook's own names. */
const RUNS_PYTHON: ReadonlySet<string> = new Set([
  "capture",
  "debug",
  "memit",
  "prun",
  "pyinstrument",
  "scalene",
  "snakeviz",
  "time",
  "timeit",
]);
/** No statement of Python begins so. */
const BEGINS = /[ \t]*[%!?]/y;
/** `name?`, `module.name??` */
const ASKS = /[ \t]*[A-Za-z_*][\w.*]*(?:\[-?\d+\][\w.*]*)*\?\??[ \t]*(?=[\r\n]|$)/y;
/** `files = !ls`, `a, b = %magic` */
const ASSIGNS = /[ \t]*[\w.]+(?:[ \t]*,[ \t]*[\w.]+)*[ \t]*=[ \t]*(?=[!%])/y;

/** What is run, which is none of the notebook's names. */
const OWN_NAME = /^\s*(?:%%?|!+)[ \t]*[\w.-]*/;
const NAMES = /(?:[^\W\d]|[\u0080-\uFFFF])[\w.\u0080-\uFFFF]*/g;

/** Takes what is IPython's out of a cell: a comment stands in its place, behind a value where one is needed. */
export function asPython(cell: string): CellAsPython {
  if (!MAY_HOLD.test(cell)) return { text: cell, magics: [], names: [] };
  const reader = new CellReader(cell);
  const whole = CELL_MAGIC.exec(cell);
  if (whole === null) reader.readLines(0);
  else if (RUNS_PYTHON.has(whole[1]!)) reader.readLines(reader.takeLines(whole[0].length, -1, MAGIC_OF_CELL));
  else reader.takeAll();
  return reader.result;
}

class CellReader {
  readonly #cell: string;
  readonly #magics: MagicStretch[] = [];
  #text = "";
  /** Up to where the cell is taken into the text. */
  #taken = 0;

  constructor(cell: string) {
    this.#cell = cell;
  }

  get result(): CellAsPython {
    const names = this.#magics.flatMap(
      ({ start, end }) => this.#cell.slice(Math.max(0, start), end).replace(OWN_NAME, "").match(NAMES) ?? [],
    );
    return { text: this.#text + this.#cell.slice(this.#taken), magics: this.#magics, names: [...new Set(names)] };
  }

  /** Reads statement by statement: a `%` that begins a line within brackets or a string is none of IPython's. */
  readLines(from: number): void {
    const cell = this.#cell;
    for (let at = from; at < cell.length;) {
      if (matches(BEGINS, cell, at) || matches(ASKS, cell, at)) at = this.takeLines(at, at);
      else if (matches(ASSIGNS, cell, at)) at = this.#takeValue(ASSIGNS.lastIndex);
      else at = scanLogicalLine(cell, at).end;
    }
  }

  /** Takes the line of an offset, and those that it goes on in behind a backslash; gives where the next begins. */
  takeLines(within: number, start: number, lead = MAGIC): number {
    const cell = this.#cell;
    const line = lineStart(cell, within);
    const word = indentationAt(cell, line).end;
    // A block needs a statement: a comment alone is none.
    return this.#take(start, word, word > line ? "0#!" : lead);
  }

  /** Takes what is assigned, to the end of the line. */
  #takeValue(at: number): number {
    return this.#take(at, at, "_#!");
  }

  #take(start: number, at: number, lead: string): number {
    const cell = this.#cell;
    let end = this.#blank(at, lead);
    while (end < cell.length && cell[end - 1] === "\\") end = this.#blank(afterLineBreak(cell, end), MAGIC);
    const next = end < cell.length ? afterLineBreak(cell, end) : end;
    this.#magics.push({ start, end: next });
    return next;
  }

  /** Takes a cell that isn't Python. */
  takeAll(): void {
    const cell = this.#cell;
    for (let at = 0; at < cell.length;) {
      const end = this.#blank(at, MAGIC);
      at = end < cell.length ? afterLineBreak(cell, end) : end;
    }
    this.#magics.push({ start: -1, end: cell.length });
  }

  /** Puts as much of a text over the rest of a line as fits there; gives where the line ends. */
  #blank(at: number, lead: string): number {
    const cell = this.#cell;
    const end = lineEnd(cell, at);
    let length = Math.min(lead.length, end - at);
    // Half a character is none.
    if (length > 0 && isLowSurrogate(cell.charCodeAt(at + length))) length--;
    this.#text += cell.slice(this.#taken, at) + lead.slice(0, length);
    this.#taken = at + length;
    return end;
  }
}

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
