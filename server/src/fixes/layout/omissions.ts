import { hasMagicComma, isClosing, isOpening, lengthOf, type Line, type Measure } from "./line";
import type { Token } from "./tokens";
import { widthOf } from "../text";

/**
 * Which closing brackets at the end of a line to leave alone, fewest first: all behind a pair of brackets must fit on
 * its line, and none of it may ask to be broken.
 */
export function* omissions(line: Line, { lineLength }: Measure): Iterable<ReadonlySet<number>> {
  const omitted = new Set<number>();
  if (!hasMagicComma(line)) yield new Set();
  let length = widthOf(line.indentation);
  let opening: number | undefined;
  let closing: Token | undefined;
  const inner = new Set<number>();
  for (let i = line.tokens.length - 1; i >= 0; i--) {
    const token = line.tokens[i]!;
    length += lengthOf(token);
    if (length > lineLength || token.comment !== "") return;
    const previous = line.tokens[i - 1];
    if (opening !== undefined) {
      if (token.id === opening) opening = undefined;
      else if (isClosing(token)) {
        if (token.isMagic) return;
        inner.add(token.id);
      }
      continue;
    }
    if (!isClosing(token)) continue;
    if (isOpening(previous)) {
      inner.add(token.id);
      continue;
    }
    if (closing !== undefined) {
      omitted.add(closing.id);
      for (const id of inner) omitted.add(id);
      inner.clear();
      yield new Set(omitted);
    }
    if (token.isMagic) return;
    if (token.text !== "") {
      opening = token.partner;
      closing = token;
    }
  }
}
