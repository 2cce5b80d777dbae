import { widthOf } from "../text";
import {
  delimitersOf,
  hasMagicComma,
  isClosing,
  isOpening,
  isShort,
  lengthOf,
  type Line,
  type Measure,
  type Split,
} from "./line";
import { COMMA, DOT, type Token } from "./tokens";

/** Whether what optional parentheses hold has brackets of its own that it may be broken at instead. */
export function canOmitParentheses({ head, body }: Split, { lineLength }: Measure): boolean {
  const { tokens } = body;
  const priorities = [...delimitersOf(body).values()];
  if (priorities.length === 0) return true;
  const highest = Math.max(...priorities);
  const count = priorities.filter((priority) => priority === highest).length;
  if (count > 1 || (highest === COMMA && head.tokens.some(({ text }) => text === "with"))) return false;
  if (highest === DOT) return true;
  const [first, second] = tokens;
  const last = tokens.at(-1);
  if (isOpening(first) && !isClosing(second) && opensFirst(body, first!, lineLength)) return true;
  if (last === undefined || !isClosing(last) || (last.text === "]" && !last.isAtom) || isOpening(tokens.at(-2)))
    return false;
  return closesLast(body, last, lineLength);
}

/** Whether all behind the first bracket's end fits on a line, or up to where it can be broken again. */
function opensFirst(line: Line, first: Token, lineLength: number): boolean {
  let isBehind = false;
  let length = widthOf(line.indentation);
  for (const token of line.tokens) {
    if (isClosing(token) && token.partner === first.id) isBehind = true;
    if (!isBehind) continue;
    length += lengthOf(token);
    if (length > lineLength) return false;
    if (isOpening(token)) isBehind = false;
  }
  return true;
}

/** Whether all before the last bracket fits on a line, or can be broken itself. */
function closesLast(line: Line, last: Token, lineLength: number): boolean {
  let hasOthers = false;
  let length = widthOf(line.indentation);
  for (const token of line.tokens) {
    length += lengthOf(token);
    if (token.id === last.partner) return hasOthers || length <= lineLength;
    if (isOpening(token)) hasOthers = true;
  }
  return false;
}

/** Whether a split within optional parentheses reads better than one at them. */
export function isPreferred(within: Split, around: Split, { lineLength }: Measure): boolean {
  const left = around.head.tokens.slice(0, -1);
  if (left.at(-1)?.text !== "=" || !left.some((token) => isOpening(token) || isClosing(token))) return true;
  if (!isShort(around.head, lineLength - 1) || hasMagicComma(around.head)) return true;
  const signs = ({ tokens }: Line): number => tokens.filter(({ text }) => text === "=").length;
  if (signs(around.head) > 1 && signs(around.head) > signs(within.head)) return false;
  const behind = within.head.tokens.slice(within.head.tokens.findLastIndex(({ text }) => text === "=") + 1);
  return behind.some(isClosing) || (signs(within.head) > 0 && isShort(within.head, lineLength));
}

/** Whether a line can be broken at all; not, for sure, where it is a text with one method called on it. */
export function mayBeSplit({ tokens }: Line): boolean {
  if (tokens.length < 2) return false;
  if (tokens[0]!.kind !== "string" || tokens[1]!.text !== ".") return true;
  let calls = 0;
  let dots = 0;
  for (let i = tokens.length - 2; i >= 0; i--) {
    const token = tokens[i]!;
    const next = tokens[i + 1]!;
    if (isOpening(token)) {
      if (!isClosing(next)) return false;
      calls++;
    } else if (token.text === ".") dots++;
    else if (token.kind === "name") {
      if (next.text !== "." && !isOpening(next)) return false;
    } else if (!isClosing(token)) return false;
    if (dots > 1 && calls > 1) return false;
  }
  return true;
}
