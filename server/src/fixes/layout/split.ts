import {
  delimitersOf,
  hasMagicComma,
  isBrokenBody,
  isClosing,
  isOpening,
  isShort,
  type Line,
  type Measure,
  type Split,
  textOf,
} from "./line";
import { omissions } from "./omissions";
import { canOmitParentheses, isPreferred, mayBeSplit } from "./parentheses";
import { COMMA, DOT, type Token } from "./tokens";

type Way = (line: Line, measure: Measure, force: boolean) => readonly Line[] | undefined;

/**
 * A line as black would write it: whole where it fits, else taken apart at its last brackets, what stands in them at
 * its commas and operators, and so on within.
 *
 * @param force use every pair of optional parentheses
 */
export function laidOut(line: Line, measure: Measure, force = false): readonly Line[] {
  if (!line.isBroken && !hasMagicComma(line) && isShort(line, measure.lineLength)) return [line];
  const ways: readonly Way[] =
    line.head === "definition" ? [atSignature] : line.isInside ? [atDelimiters, atBrackets] : [atBrackets];
  for (const way of ways) {
    const result = taken(line, way, measure, force);
    if (result !== undefined) return result;
  }
  return [line];
}

function taken(line: Line, way: Way, measure: Measure, force: boolean): readonly Line[] | undefined {
  const parts = way(line, measure, force);
  const whole = textOf(line);
  if (parts === undefined || parts.some((part) => textOf(part) === whole)) return undefined;
  const result = parts.flatMap((part) => laidOut(part, measure, force));
  if (force || way !== atBrackets || isShort(result[0]!, measure.lineLength)) return result;
  // Another opinion, where the parentheses that could have been put were not.
  const hidden = line.tokens.filter((token) => (isOpening(token) || isClosing(token)) && token.text === "");
  const shown = new Set(result.flatMap(({ tokens }) => tokens.filter(({ text }) => text !== "").map(({ id }) => id)));
  if (hidden.length === 0 || hidden.some(({ id }) => shown.has(id))) return result;
  const second = taken(line, way, measure, true);
  return second?.every((one) => isShort(one, measure.lineLength)) === true ? second : result;
}

/** At the last brackets that leave a first line which fits. */
function atBrackets(line: Line, measure: Measure, force: boolean): readonly Line[] | undefined {
  for (const omitted of omissions(line, measure)) {
    const lines = atLastBrackets(line, omitted, measure, force);
    if (lines === undefined) return undefined;
    if (isShort(lines[0]!, measure.lineLength)) return lines;
  }
  return atLastBrackets(line, new Set(), measure, force);
}

function atLastBrackets(
  line: Line,
  omitted: ReadonlySet<number>,
  measure: Measure,
  force: boolean,
): readonly Line[] | undefined {
  const split = splitAtLast(line, omitted, measure);
  return split === undefined ? undefined : withoutParentheses(split, line, omitted, measure, force);
}

/** The parts of a split; where it was made at optional parentheses, of one without them if that reads better. */
function withoutParentheses(
  split: Split,
  line: Line,
  omitted: ReadonlySet<number>,
  measure: Measure,
  force: boolean,
): readonly Line[] | undefined {
  const { opening, closing, head, body, tail } = split;
  if (!force && opening.text === "" && canOmitParentheses(split, measure)) {
    const more = new Set([closing.id, ...omitted]);
    const other = splitAtLast(line, more, measure);
    if (other === undefined || isPreferred(other, split, measure)) {
      const result = other === undefined ? undefined : withoutParentheses(other, line, more, measure, force);
      if (result !== undefined) return result;
      if (!isChained(line) && !mayBeSplit(body) && !isShort(body, measure.lineLength)) return undefined;
    }
  }
  return [shown(head, opening, "("), body, shown(tail, closing, ")")].filter(({ tokens }) => tokens.length > 0);
}

function isChained({ tokens }: Line): boolean {
  return tokens.filter((token) => token.text === "=").length > 1;
}

/** The line with a bracket that was optional. */
function shown(line: Line, bracket: Token, text: string): Line {
  if (bracket.text !== "") return line;
  return { ...line, tokens: line.tokens.map((token) => (token.id === bracket.id ? { ...token, text } : token)) };
}

function splitAtLast(line: Line, omitted: ReadonlySet<number>, measure: Measure): Split | undefined {
  const { tokens } = line;
  let open = -1;
  let close = -1;
  for (let i = tokens.length - 1; i >= 0 && open < 0; i--) {
    const token = tokens[i]!;
    if (!isClosing(token) || omitted.has(token.id)) continue;
    const at = tokens.findIndex(({ id }) => id === token.partner);
    // Empty brackets hold nothing that could be put on another line.
    if (at === i - 1) continue;
    if (at < 0) return undefined;
    open = at;
    close = i;
  }
  return open < 0 ? undefined : splitAt(line, open, close, measure);
}

/** The head holds the opening bracket, the tail the closing one. */
function splitAt(line: Line, open: number, close: number, { unit }: Measure): Split | undefined {
  const { tokens, indentation } = line;
  const part = (from: number, to: number): Line => ({
    tokens: tokens.slice(from, to),
    indentation,
    isInside: false,
    isBroken: false,
    counts: "none",
    head: from === 0 ? line.head : "other",
  });
  const opening = tokens[open]!;
  const held = withComma(tokens.slice(open + 1, close), line, opening);
  const body: Line = {
    tokens: held,
    indentation: indentation + unit,
    isInside: true,
    isBroken: isBrokenBody(held, opening),
    counts: "all",
    head: "other",
  };
  return {
    head: { ...part(0, open + 1), counts: "closed" },
    body,
    tail: part(close, tokens.length),
    opening,
    closing: tokens[close]!,
  };
}

/** A definition with one parameter gets its comma when it is opened. */
function withComma(tokens: readonly Token[], { head }: Line, opening: Token): readonly Token[] {
  return head !== "definition" || opening.text !== "(" || hasComma(tokens)
    ? tokens
    : [...tokens, commaBehind(tokens.at(-1)!)];
}

/** Whether there is a comma, one in an annotation being none. */
function hasComma(tokens: readonly Token[]): boolean {
  let depth = 0;
  let isAnnotation = false;
  for (const token of tokens) {
    if (isOpening(token)) depth++;
    else if (isClosing(token)) depth--;
    else if (depth === 0 && token.text === ":") isAnnotation = true;
    else if (depth === 0 && token.text === "=") isAnnotation = false;
    else if (token.kind === "comma" && !(isAnnotation && depth > 0)) return true;
  }
  return false;
}

/** At the parentheses of the parameters. */
function atSignature(line: Line, measure: Measure): readonly Line[] | undefined {
  const open = line.tokens.findIndex(({ text }) => text === "(");
  const close = line.tokens.findIndex(({ id }) => id === line.tokens[open]?.partner);
  if (open < 0 || close === open + 1) return undefined;
  const { head, body, tail } = splitAt(line, open, close, measure)!;
  return [head, body, tail];
}

/** At what parts a line most, each part on a line; a comma comes behind the last one of a list. */
function atDelimiters(line: Line, { commaBehindStars }: Measure): readonly Line[] | undefined {
  const { tokens } = line;
  const delimiters = delimitersOf(line);
  const last = tokens.at(-1);
  const priorities = [...delimiters].filter(([id]) => id !== last?.id).map(([, priority]) => priority);
  if (last === undefined || priorities.length === 0) return undefined;
  const highest = Math.max(...priorities);
  if (highest === DOT && priorities.filter((priority) => priority === DOT).length === 1) return undefined;
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    parts.at(-1)!.push(token);
    if (delimiters.get(token.id) === highest) parts.push([]);
  }
  const filled = parts.filter((part) => part.length > 0);
  const final = filled.at(-1)!;
  if (highest === COMMA && final.at(-1)!.kind !== "comma" && (commaBehindStars || !hasStars(tokens))) {
    // A comment stays behind the comma.
    const end = final.pop()!;
    final.push({ ...end, comment: "" }, { ...commaBehind(end), comment: end.comment });
  }
  return filled.map((part): Line => ({ ...line, tokens: part, isBroken: false }));
}

/** Whether an item in no bracket of the line begins with a star. */
function hasStars(tokens: readonly Token[]): boolean {
  let depth = 0;
  return tokens.some((token) => {
    if (isOpening(token)) depth++;
    if (isClosing(token)) depth--;
    return depth === 0 && token.before === 0 && /^\*\*?$/.test(token.text);
  });
}

function commaBehind(token: Token): Token {
  return {
    ...token,
    id: -1,
    kind: "comma",
    text: ",",
    space: "",
    at: undefined,
    partner: -1,
    before: 0,
    after: COMMA,
    isMagic: false,
    isAtom: false,
    comment: "",
  };
}
