/** One step of a pattern: a character of some, or any number of characters, over slashes too or not. */
type Token =
  | { readonly kind: "one"; readonly of: Uint8Array }
  | { readonly kind: "many"; readonly over: boolean }
  /** The next two steps may be left out. */
  | { readonly kind: "nothing" };

const SLASH = 47;
const ANY_BUT_SLASH = allBut(SLASH);
const SPECIAL = /[*?[\\]/;

/** The classes of POSIX, over ASCII. */
const CLASSES: Readonly<Record<string, RegExp>> = {
  alnum: /[A-Za-z0-9]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  cntrl: /[\x00-\x1f\x7f]/,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t\n\v\f\r]/,
  upper: /[A-Z]/,
  xdigit: /[A-Fa-f0-9]/,
};

/** Whether a text holds nothing that stands for something else. */
export function isLiteral(pattern: string): boolean {
  return !SPECIAL.test(pattern);
}

/**
 * A pattern with `*`, `**`, `?` and `[...]` as git reads them, over texts of bytes (`bytesOf`). All ways to match are
 * followed at once, one byte after the other: it takes pattern times text, whatever the pattern.
 */
export class Wildcards {
  readonly #tokens: readonly Token[] | undefined;

  constructor(pattern: string) {
    this.#tokens = tokensOf(pattern);
  }

  matches(text: string): boolean {
    const tokens = this.#tokens;
    if (tokens === undefined) return false;
    let states = new Uint8Array(tokens.length + 1);
    enter(states, 0, tokens);
    for (let at = 0; at < text.length; at++) {
      const next = new Uint8Array(tokens.length + 1);
      const byte = text.charCodeAt(at);
      let isAlive = false;
      for (const [state, token] of tokens.entries()) {
        if (states[state] === 0 || token.kind === "nothing") continue;
        if (token.kind === "one" ? token.of[byte] === 0 : !token.over && byte === SLASH) continue;
        enter(next, token.kind === "one" ? state + 1 : state, tokens);
        isAlive = true;
      }
      if (!isAlive) return false;
      states = next;
    }
    return states[tokens.length] === 1;
  }
}

/** A text as a string of its bytes in UTF-8: git knows no characters. */
export function bytesOf(text: string): string {
  if (!/[^\x00-\x7f]/.test(text)) return text;
  let bytes = "";
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

/** Adds a state, and those that are reached from it without taking anything. */
function enter(states: Uint8Array, from: number, tokens: readonly Token[]): void {
  const pending = [from];
  for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
    if (states[state] === 1) continue;
    states[state] = 1;
    const takes = tokens[state]?.kind;
    if (takes === "many" || takes === "nothing") pending.push(state + 1);
    if (takes === "nothing") pending.push(state + 3);
  }
}

/** Undefined where a pattern can match nothing, as a bracket or an escape is left open. */
function tokensOf(pattern: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const firstSpecial = pattern.search(SPECIAL);
  for (let at = 0; at < pattern.length;) {
    switch (pattern[at]) {
      case "*": {
        const from = at;
        while (pattern[at] === "*") at++;
        // Two or more that have a part of the path for themselves go over any number of parts.
        const begins = from === firstSpecial || pattern[from - 1] === "/";
        const over =
          at - from > 1 && begins && (at === pattern.length || pattern[at] === "/" || pattern.startsWith("\\/", at));
        if (over && pattern[at] === "/") tokens.push({ kind: "nothing" });
        tokens.push({ kind: "many", over });
        break;
      }
      case "?":
        tokens.push({ kind: "one", of: ANY_BUT_SLASH });
        at++;
        break;
      case "[": {
        const set = bracketAt(pattern, at);
        if (set === undefined) return undefined;
        tokens.push({ kind: "one", of: set.of });
        at = set.end;
        break;
      }
      default:
        if (pattern[at] === "\\") at++;
        if (at === pattern.length) return undefined;
        tokens.push({ kind: "one", of: only(pattern.charCodeAt(at)) });
        at++;
    }
  }
  return tokens;
}

/** What stands in brackets, and the offset behind them. */
function bracketAt(pattern: string, start: number): { readonly of: Uint8Array; readonly end: number } | undefined {
  const isNegated = pattern[start + 1] === "!" || pattern[start + 1] === "^";
  const first = start + (isNegated ? 2 : 1);
  const of = new Uint8Array(256);
  /** What a range may begin with; 0 behind a range or class. */
  let before = 0;
  let at = first;
  for (; at === first || pattern[at] !== "]"; at++) {
    if (at >= pattern.length) return undefined;
    const named = pattern.startsWith("[:", at) ? classAt(pattern, at) : undefined;
    if (named === "unknown") return undefined;
    if (pattern[at] === "-" && before !== 0 && at + 1 < pattern.length && pattern[at + 1] !== "]") {
      at += pattern[at + 1] === "\\" ? 2 : 1;
      if (at >= pattern.length) return undefined;
      of.fill(1, before, Math.max(before, pattern.charCodeAt(at) + 1));
      before = 0;
    } else if (named !== undefined) {
      for (let one = 0; one < 128; one++) if (named.of.test(String.fromCharCode(one))) of[one] = 1;
      at = named.end;
      before = 0;
    } else {
      if (pattern[at] === "\\") at++;
      if (at >= pattern.length) return undefined;
      before = pattern.charCodeAt(at);
      of[before] = 1;
    }
  }
  return { of: withoutSlash(isNegated ? of.map((one) => 1 - one) : of), end: at + 1 };
}

/** A class like `[:alpha:]`, with the offset of its end; undefined where it is none but reads like one. */
function classAt(pattern: string, at: number): { readonly of: RegExp; readonly end: number } | "unknown" | undefined {
  const end = pattern.indexOf("]", at + 2);
  if (end < 0) return "unknown";
  if (end < at + 3 || pattern[end - 1] !== ":") return undefined;
  const of = CLASSES[pattern.slice(at + 2, end - 1)];
  return of === undefined ? "unknown" : { of, end };
}

function allBut(code: number): Uint8Array {
  const set = new Uint8Array(256).fill(1);
  set[code] = 0;
  return set;
}

function only(code: number): Uint8Array {
  const set = new Uint8Array(256);
  set[code] = 1;
  return set;
}

function withoutSlash(set: Uint8Array): Uint8Array {
  set[SLASH] = 0;
  return set;
}
