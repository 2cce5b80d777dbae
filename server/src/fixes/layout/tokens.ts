import { conditionalsOf, partnersOf, type Region, regionsOf } from "./statement";
import type { Word, WordKind } from "./words";

/** A word of a logical line, and where a line may be broken at it. */
export interface Token {
  /** Its place in the line as it was read. */
  readonly id: number;
  readonly kind: WordKind;
  /** Empty for parentheses that may be put in this place, but aren't needed. */
  readonly text: string;
  /** What stands between it and the one before, where both are on one line. */
  readonly space: string;
  /** Its offset in the text that was read; undefined for what is put in. */
  readonly at: number | undefined;
  /** The id of the other bracket of the pair; -1 for what is none. */
  readonly partner: number;
  /** How readily a line is broken before it; 0 where it can't be. */
  readonly before: number;
  /** How readily a line is broken behind it. */
  readonly after: number;
  /** A closing bracket with a comma before it that asks for one item a line. */
  readonly isMagic: boolean;
  /** A bracket that makes a value of its own: it isn't that of a call, a signature or a subscript. */
  readonly isAtom: boolean;
  /** The comment that ends the line, on the word that it goes with. */
  readonly comment: string;
}

/** How readily black breaks a line at these: the highest in a bracket goes first. */
export const COMPREHENSION = 20;
export const COMMA = 18;
const TERNARY = 16;
const LOGIC = 14;
const STRING = 12;
const COMPARISON = 10;
export const DOT = 1;
const ARITHMETIC: ReadonlyMap<string, number> = new Map(
  Object.entries({
    "|": 9,
    "^": 8,
    "&": 7,
    "<<": 6,
    ">>": 6,
    "+": 5,
    "-": 5,
    "*": 4,
    "/": 4,
    "//": 4,
    "%": 4,
    "@": 4,
    "**": 2,
  }),
);
const COMPARING: ReadonlySet<string> = new Set(["<", ">", "==", "<=", ">=", "!="]);
const KEYWORDS: ReadonlySet<string> = new Set(
  "return in and or not if else elif is lambda yield await assert del for while with raise except from import as async".split(
    " ",
  ),
);

/** The tokens of a logical line with the parentheses that it may have; undefined for what isn't laid out. */
export function tokensOf(
  words: readonly Word[],
  comment: string,
  parenthesesOfWith: boolean,
): readonly Token[] | undefined {
  const partners = partnersOf(words);
  const regions = partners === undefined ? undefined : regionsOf(words, partners, parenthesesOfWith);
  if (partners === undefined || regions === undefined || words.length === 0) return undefined;
  const optional = new Set<number>();
  const added: Region[] = [];
  for (const region of regions) {
    const close = partners[region.from]!;
    if (words[region.from]!.text !== "(" || close !== region.to - 1) added.push(region);
    else if (isPlain(words, partners, region.from, words[region.from - 1]?.text === "with"))
      optional.add(region.from).add(close);
  }
  added.push(
    ...conditionalsOf(words, partners).filter(
      (one) => !added.some(({ from, to }) => from === one.from && to === one.to),
    ),
  );
  return new Reader(words, partners, optional, added, comment).read();
}

/** Whether parentheses hold one value and no more (or the items of a `with`), so that they may go. */
function isPlain(words: readonly Word[], partners: readonly number[], open: number, ofWith: boolean): boolean {
  const close = partners[open]!;
  if (
    close === open + 1 ||
    words[open + 1]!.text === "yield" ||
    (words[open + 1]!.text === "(" && partners[open + 1] === close - 1)
  )
    return false;
  for (let i = open + 1; i < close; i++) {
    if ((words[i]!.kind === "comma" && !ofWith) || ["for", "async", ":="].includes(words[i]!.text)) return false;
    if (partners[i]! > i) i = partners[i]! - 1;
  }
  return true;
}

/** What is known of the bracket that is being read. */
interface Group {
  readonly open: number;
  /** Behind the `for` of a comprehension, an `if` filters. */
  hasFor: boolean;
  /** Between `for` and `in`, and between `lambda` and its colon, no line is broken. */
  inTarget: boolean;
  lambdas: number;
  commas: number;
}

class Reader {
  readonly #tokens: Token[] = [];
  readonly #groups: Group[] = [group(-1)];

  constructor(
    readonly words: readonly Word[],
    readonly partners: readonly number[],
    readonly optional: ReadonlySet<number>,
    readonly added: readonly Region[],
    readonly comment: string,
  ) {}

  read(): readonly Token[] {
    for (const [i, word] of this.words.entries()) {
      const opened = this.added.filter(({ from }) => from === i);
      for (const _ of opened) this.#add({ kind: "open", text: "", space: word.space, at: -1 }, false, i);
      this.#add(opened.length > 0 ? { ...word, space: "" } : word, this.optional.has(i), i);
      for (const { to } of this.added)
        if (to === i + 1) this.#add({ kind: "close", text: "", space: "", at: -1 }, false, i);
    }
    return this.#withComment();
  }

  #add(word: Word, isOptional: boolean, index: number): void {
    const current = this.#groups.at(-1)!;
    const id = this.#tokens.length;
    const previous = this.#tokens.at(-1);
    const shown = word.text === "" || isOptional ? "" : word.text;
    const isHidden = shown === "";
    let partner = -1;
    let isAtom = isHidden || word.text === "{";
    let isMagic = false;
    if (word.kind === "open") {
      isAtom ||= !isValue(previous);
      this.#groups.push(group(id));
    } else if (word.kind === "close") {
      partner = current.open;
      const opening = this.#tokens[partner]!;
      this.#tokens[partner] = { ...opening, partner: id };
      isAtom = opening.isAtom;
      isMagic = previous?.kind === "comma" && !isHidden && asksForLines(word.text, isAtom, current.commas);
      this.#groups.pop();
    }
    const inner =
      word.kind === "open" || word.kind === "close"
        ? { before: 0, after: 0 }
        : this.#breaks(word, previous, current, index);
    const space = isOptional && word.kind === "open" ? " " : word.space;
    this.#tokens.push({
      id,
      kind: word.kind,
      text: shown,
      space,
      at: word.at < 0 || isHidden ? undefined : word.at,
      partner,
      ...inner,
      isMagic,
      isAtom,
      comment: "",
    });
  }

  #breaks(
    word: Word,
    previous: Token | undefined,
    current: Group,
    index: number,
  ): { readonly before: number; readonly after: number } {
    const at = (before: number): { readonly before: number; readonly after: number } => ({ before, after: 0 });
    const isFirst = index === 0 || (index === 1 && this.words[0]!.text === "async");
    const isMuted = current.inTarget || current.lambdas > 0;
    const { text } = word;
    switch (text) {
      case "for":
        current.inTarget = true;
        if (isFirst) return at(0);
        current.hasFor = true;
        return at(previous?.text === "async" ? 0 : COMPREHENSION);
      case "async":
        return at(isFirst ? 0 : COMPREHENSION);
      case "lambda":
        current.lambdas++;
        return at(0);
      case ":":
        if (current.lambdas > 0) current.lambdas--;
        return at(0);
      case ",":
        current.commas++;
        return { before: 0, after: isMuted ? 0 : COMMA };
      case "in": {
        const endsTarget = current.inTarget;
        current.inTarget = false;
        return at(endsTarget || previous?.text === "not" ? 0 : COMPARISON);
      }
      default:
        return at(isMuted || isFirst ? 0 : this.#priority(word, previous, current, index));
    }
  }

  #priority(word: Word, previous: Token | undefined, current: Group, index: number): number {
    const { text } = word;
    if (word.kind === "string") return previous?.kind === "string" ? STRING : 0;
    if (word.kind === "name") return previous?.text === "." ? 0 : this.#priorityOfName(text, previous, current, index);
    if (text === ".") return previous?.kind === "close" ? DOT : 0;
    if (COMPARING.has(text)) return COMPARISON;
    return isValue(previous) ? (ARITHMETIC.get(text) ?? 0) : 0;
  }

  /** That of an operator that is a word. */
  #priorityOfName(text: string, previous: Token | undefined, current: Group, index: number): number {
    switch (text) {
      case "and":
      case "or":
        return LOGIC;
      case "if":
        return current.hasFor ? COMPREHENSION : TERNARY;
      case "else":
        return TERNARY;
      case "is":
        return COMPARISON;
      case "not":
        return this.words[index + 1]?.text === "in" && previous?.text !== "is" ? COMPARISON : 0;
      default:
        return 0;
    }
  }

  /** A comment goes with the last word; with what optional parentheses hold, where that is a single word. */
  #withComment(): readonly Token[] {
    const tokens = this.#tokens;
    if (this.comment === "") return tokens;
    const last = tokens.at(-1)!;
    const at = last.kind === "close" && last.text === "" && last.partner === last.id - 2 ? last.id - 1 : last.id;
    return tokens.map((token) => (token.id === at ? { ...token, comment: this.comment } : token));
  }
}

function group(open: number): Group {
  return { open, hasFor: false, inTarget: false, lambdas: 0, commas: 0 };
}

/**
 * Whether a token ends a value, so that a bracket behind it calls or subscribes, and a sign behind it has a left side.
 */
function isValue(token: Token | undefined): boolean {
  if (token === undefined) return false;
  return (
    token.kind === "close" ||
    token.kind === "string" ||
    token.kind === "number" ||
    (token.kind === "name" && !KEYWORDS.has(token.text))
  );
}

function asksForLines(bracket: string, isAtom: boolean, commas: number): boolean {
  if (bracket === "}") return true;
  if (bracket === "]") return isAtom || commas > 1;
  return !isAtom || commas > 1;
}
