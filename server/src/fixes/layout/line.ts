import { widthOf } from "../text";
import { COMMA, type Token } from "./tokens";

/** A stretch of a statement that is to stand on a line of its own, if it fits. */
export interface Line {
  readonly tokens: readonly Token[];
  readonly indentation: string;
  /** It is what a bracket holds. */
  readonly isInside: boolean;
  /** It is broken even where it fits: an item a line. */
  readonly isBroken: boolean;
  /** Brackets of it whose trailing commas count. */
  readonly counts: "all" | "closed" | "none";
  /** What kind of statement it begins. */
  readonly head: "definition" | "other";
}

/** Columns that a line takes at most, one level of indentation, and what the Python at hand takes. */
export interface Measure {
  readonly lineLength: number;
  readonly unit: string;
  /** Whether a comma comes behind arguments with stars among them, which Python before 3.6 doesn't take. */
  readonly commaBehindStars: boolean;
  /** Whether the items of a `with` may stand in parentheses, which Python takes from 3.9 on. */
  readonly parenthesesOfWith: boolean;
}

export function textOf({ tokens, indentation }: Pick<Line, "tokens" | "indentation">): string {
  let text = indentation;
  tokens.forEach((token, i) => (text += (i === 0 ? "" : token.space) + token.text));
  const comments = tokens.flatMap(({ comment }) => (comment === "" ? [] : [`  ${comment}`]));
  return text + comments.join("");
}

export function isShort(line: Line, lineLength: number): boolean {
  return widthOf(textOf(line)) <= lineLength;
}

/** The columns of a token with what stands before it and its comment. */
export function lengthOf(token: Token): number {
  return token.space.length + token.text.length + token.comment.length;
}

export function isOpening(token: Token | undefined): boolean {
  return token?.kind === "open";
}

export function isClosing(token: Token | undefined): boolean {
  return token?.kind === "close";
}

/** How readily the line is broken at each token in no bracket of it: 0 where it can't be. */
export function delimitersOf({ tokens }: Pick<Line, "tokens">): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  let depth = 0;
  tokens.forEach((token, i) => {
    if (isClosing(token)) depth--;
    if (depth === 0) {
      const previous = tokens[i - 1];
      if (token.before > 0 && previous !== undefined)
        found.set(previous.id, Math.max(token.before, found.get(previous.id) ?? 0));
      if (token.after > 0) found.set(token.id, Math.max(token.after, found.get(token.id) ?? 0));
    }
    if (isOpening(token)) depth++;
  });
  return found;
}

/** Whether a trailing comma in the line asks for one item a line. */
export function hasMagicComma(line: Line): boolean {
  if (line.counts === "none") return false;
  const ids = new Set(line.tokens.map(({ id }) => id));
  return line.tokens.some((token) => token.isMagic && (line.counts === "all" || ids.has(token.partner)));
}

/**
 * Whether what an opening bracket holds is broken at once: displays and what ends in a comma, of more than one item.
 */
export function isBrokenBody(tokens: readonly Token[], opening: Token): boolean {
  const delimiters = delimitersOf({ tokens });
  const last = tokens.at(-1);
  const endsInComma = last?.kind === "comma";
  const highest = Math.max(
    0,
    ...[...delimiters].filter(([id]) => !endsInComma || id !== last.id).map(([, priority]) => priority),
  );
  return highest === COMMA && (endsInComma || opening.isAtom);
}

/** A line taken apart at a pair of brackets. */
export interface Split {
  readonly head: Line;
  readonly body: Line;
  readonly tail: Line;
  readonly opening: Token;
  readonly closing: Token;
}
