import { indentationAt } from "../../syntax/logical-lines";
import { type Line, type Measure, textOf } from "./line";
import { laidOut } from "./split";
import { tokensOf } from "./tokens";
import { type Word, wordsOf } from "./words";

/** A statement of more words than these, of deeper brackets or of longer chains of them, is left as it is. */
const MAX_WORDS = 3000;
const MAX_DEPTH = 40;
const MAX_CHAIN = 50;

/** A statement (or the head of one) as a formatter writes it. */
export interface Formatted {
  /** From its indentation on, without the last line break. */
  readonly text: string;
  /** Where the words have gone: offsets of the text that was read, in order, and those of the new one. */
  readonly moved: readonly { readonly from: number; readonly to: number; readonly length: number }[];
}

/**
 * Lays out a logical line of a text. Undefined where it is none that a layout could change: comments within brackets,
 * strings of several lines, joined lines, imports.
 */
export function format(
  text: string,
  start: number,
  end: number,
  measure: Measure,
  lineBreak: string,
): Formatted | undefined {
  const first = indentationAt(text, start).end;
  const read = wordsOf(text, first, end);
  if (
    read === undefined ||
    read.words.length === 0 ||
    read.words.length > MAX_WORDS ||
    depthOf(read.words) > MAX_DEPTH ||
    chainOf(read.words) > MAX_CHAIN ||
    /#\s*(?:fmt:|type:\s*ignore)/.test(read.comment)
  )
    return undefined;
  const tokens = tokensOf(read.words, read.comment, measure.parenthesesOfWith);
  if (tokens === undefined) return undefined;
  const isDefinition =
    read.words[0]!.text === "def" || (read.words[0]!.text === "async" && read.words[1]?.text === "def");
  const whole: Line = {
    tokens,
    indentation: text.slice(start, first),
    isInside: false,
    isBroken: false,
    counts: "all",
    head: isDefinition ? "definition" : "other",
  };
  return written(laidOut(whole, measure), lineBreak);
}

function written(lines: readonly Line[], lineBreak: string): Formatted {
  let text = "";
  const moved: { from: number; to: number; length: number }[] = [];
  for (const [i, line] of lines.entries()) {
    if (i > 0) text += lineBreak;
    let column = line.indentation.length;
    for (const [j, token] of line.tokens.entries()) {
      if (j > 0) column += token.space.length;
      if (token.at !== undefined) moved.push({ from: token.at, to: text.length + column, length: token.text.length });
      column += token.text.length;
    }
    text += textOf(line);
  }
  return { text, moved };
}

function depthOf(words: readonly Word[]): number {
  let depth = 0;
  let deepest = 0;
  for (const { kind } of words) {
    if (kind === "open") deepest = Math.max(deepest, ++depth);
    else if (kind === "close") depth--;
  }
  return deepest;
}

/** How often a bracket follows another, as in `a(b)(c)[d]`, or a target a target, as in `a = b = c`. */
function chainOf(words: readonly Word[]): number {
  let brackets = 0;
  let targets = 0;
  let depth = 0;
  for (const [i, { kind, text }] of words.entries()) {
    if (kind === "open" && words[i - 1]?.kind === "close") brackets++;
    if (kind === "open") depth++;
    else if (kind === "close") depth--;
    else if (text === "=" && depth === 0) targets++;
  }
  return Math.max(brackets, targets);
}
