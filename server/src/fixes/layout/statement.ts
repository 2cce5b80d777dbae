import type { Word } from "./words";

/**
 * Where parentheses may be put without a change of meaning: before the word at `from`, and behind the one before `to`.
 */
export interface Region {
  readonly from: number;
  readonly to: number;
}

const COMPOUND: ReadonlySet<string> = new Set([
  "if",
  "elif",
  "else",
  "for",
  "while",
  "with",
  "try",
  "except",
  "finally",
  "def",
  "class",
  "async",
]);
const ASSIGNING: ReadonlySet<string> = new Set([
  "=",
  "+=",
  "-=",
  "*=",
  "/=",
  "//=",
  "%=",
  "@=",
  "&=",
  "|=",
  "^=",
  ">>=",
  "<<=",
  "**=",
]);

/** The index of each word's other bracket, -1 for what is none; undefined where brackets don't match. */
export function partnersOf(words: readonly Word[]): readonly number[] | undefined {
  const partners = words.map(() => -1);
  const open: number[] = [];
  for (const [i, word] of words.entries()) {
    if (word.kind === "open") open.push(i);
    if (word.kind !== "close") continue;
    const start = open.pop();
    if (start === undefined) return undefined;
    partners[start] = i;
    partners[i] = start;
  }
  return open.length === 0 ? partners : undefined;
}

/**
 * The regions of a statement that parentheses may stand around: what is returned, assigned, asserted, looped over or
 * asked for. Undefined for lines that aren't laid out: imports, and several statements on one line.
 */
export function regionsOf(
  words: readonly Word[],
  partners: readonly number[],
  parenthesesOfWith: boolean,
): readonly Region[] | undefined {
  const head = words[0]?.text ?? "";
  const start = head === "async" ? 1 : 0;
  const keyword = words[start]?.text ?? "";
  const top = topLevel(words, partners);
  if (keyword === "import" || keyword === "from" || top.some((i) => words[i]!.text === ";")) return undefined;
  const colon = top.find((i) => words[i]!.text === ":");
  const isCompound = COMPOUND.has(head);
  if (isCompound && colon !== words.length - 1) return undefined;
  const end = isCompound ? words.length - 1 : words.length;
  const found = (from: number, to: number): readonly Region[] => (from < to ? [{ from, to }] : []);
  const firstOf = (text: string): number => top.find((i) => words[i]!.text === text) ?? end;
  switch (keyword) {
    case "return":
    case "del":
    case "if":
    case "elif":
    case "while":
      return found(start + 1, end);
    case "for": {
      const within = firstOf("in");
      return [...found(start + 1, within), ...found(within + 1, end)];
    }
    case "with":
      if (parenthesesOfWith) return found(start + 1, end);
      return words[start + 1]?.text === "(" && partners[start + 1] === end - 1 ? undefined : [];
    case "except": {
      const from = words[1]?.text === "*" ? 2 : 1;
      return found(from, firstOf("as"));
    }
    case "assert": {
      const comma = firstOf(",");
      return [...found(1, comma), ...found(comma + 1, end)];
    }
    default:
      return isCompound ? [] : assigned(words, top, colon);
  }
}

/** The words in no brackets, nor between a `lambda` and its colon. */
function topLevel(words: readonly Word[], partners: readonly number[]): readonly number[] {
  const found: number[] = [];
  let lambdas = 0;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word.text === "lambda") lambdas++;
    else if (lambdas > 0 && word.text === ":") lambdas--;
    else if (lambdas === 0) found.push(i);
    if (partners[i]! > i) i = partners[i]! - 1;
  }
  return found;
}

function assigned(words: readonly Word[], top: readonly number[], colon: number | undefined): readonly Region[] {
  const signs = top.filter((i) => ASSIGNING.has(words[i]!.text));
  const [first] = signs;
  const regions: Region[] = [];
  if (colon !== undefined && (first === undefined || colon < first) && words[0]?.kind === "name")
    regions.push({ from: colon + 1, to: first ?? words.length });
  if (first !== undefined && top.some((i) => i < first && words[i]!.kind === "comma"))
    regions.push({ from: 0, to: first });
  signs.forEach((sign, i) => regions.push({ from: sign + 1, to: signs[i + 1] ?? words.length }));
  return regions.filter(({ from, to }) => from < to);
}

/** Conditional expressions that stand within brackets beside others: they too may get parentheses. */
export function conditionalsOf(words: readonly Word[], partners: readonly number[]): readonly Region[] {
  return words.flatMap((word, i) => (word.kind === "open" ? conditionalsWithin(words, partners, i) : []));
}

function conditionalsWithin(words: readonly Word[], partners: readonly number[], open: number): readonly Region[] {
  const close = partners[open]!;
  const bracket = words[open]!.text;
  const found: Region[] = [];
  let from = open + 1;
  let isConditional = false;
  let isOther = false;
  for (let i = open + 1; i <= close; i++) {
    const { kind, text } = words[i]!;
    const endsElement = COMPREHENDS.has(text);
    const endsItem = kind === "comma" || i === close || endsElement;
    const isAlone = bracket === "(" && from === open + 1 && i === close;
    if (endsItem && isConditional && !isOther && !isAlone) found.push({ from, to: i });
    // What a comprehension has behind its element holds no bare conditional.
    if (endsElement) return found;
    if (endsItem) {
      from = i + 1;
      isConditional = isOther = false;
    } else if (beginsValue(text, bracket)) from = i + 1;
    else if (text === "if") isConditional = true;
    else if (text === "lambda") {
      isOther = true;
      i = endOfParameters(words, partners, i, close);
    } else if (text === ":=" || (i === from && /^\*\*?$/.test(text))) isOther = true;
    if (partners[i]! > i && i < close) i = partners[i]! - 1;
  }
  return found;
}

const COMPREHENDS: ReadonlySet<string> = new Set(["for", "async"]);

/** Whether a value comes next: of a keyword, or of a dictionary's key. */
function beginsValue(text: string, bracket: string): boolean {
  return text === "=" || (text === ":" && bracket === "{");
}

/** The last word before the colon of a `lambda`: commas and equals signs up to there are those of its parameters. */
function endOfParameters(words: readonly Word[], partners: readonly number[], lambda: number, close: number): number {
  let i = lambda;
  while (i + 1 < close && words[i + 1]!.text !== ":") i = Math.max(i + 1, partners[i + 1]!);
  return i;
}
