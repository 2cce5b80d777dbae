import type { Settings } from "../../server/src/config/settings";
import type { Random } from "./random";
import type { Change, Step } from "./steps";
import { ODDITIES, randomSnippet, randomText } from "./texts";

const SETTINGS: readonly Partial<Settings>[] = [
  {},
  { severity: { "blocking-sleep": "off" } },
  { severity: { "unused-suppression": "off", "blocking-helper-call": "error" } },
  { severity: { "missing-await": "off", "blocking-http-call": "off", "unnecessary-async": "off" } },
  { python: [3, 8] },
  { python: [3, 12], lineLength: 60 },
  { httpClient: "aiohttp", dependencies: ["aiohttp", "requests"] },
  { httpClient: "httpx", dependencies: ["httpx"], defaultTimeout: 3 },
  { dependencies: [] },
];

/** Makes up the steps of one session. What somebody types comes key by key, between other things. */
export class Generator {
  #typing = "";
  #cursor = 0;
  #isNew = true;

  constructor(readonly random: Random) {}

  /** The next step in a text. */
  next(text: string): Step {
    const { random } = this;
    // What is asked before anything is edited meets a file that hardly anything was read of.
    if (this.#isNew && random.chance(0.5))
      return { do: random.chance(0.7) ? "lightbulb" : "refactor", from: 0, to: random.chance(0.5) ? text.length : 0 };
    this.#isNew = false;
    if (this.#typing !== "" && random.chance(0.8)) return this.#key(text);
    if (text.length < 60) return { do: "change", changes: [{ from: 0, to: 0, text: randomText(random) }] };
    const kind = random.next();
    if (kind < 0.14) return this.#beginTyping(text);
    if (kind < 0.28) return { do: "change", changes: [this.#anotherWord(text)] };
    if (kind < 0.34) return { do: "change", changes: [this.#deletion(text)] };
    if (kind < 0.44) return { do: "change", changes: [this.#paste(text)] };
    if (kind < 0.49) return { do: "change", changes: [this.#moveOfLines(text)] };
    if (kind < 0.55)
      return { do: "change", changes: Array.from({ length: 1 + random.below(5) }, () => this.#anyChange(text)) };
    if (kind < 0.57) return this.#whole(text);
    if (kind < 0.65)
      return { do: random.chance(0.7) ? "undo" : "redo", count: 1 + random.below(random.chance(0.2) ? 20 : 3) };
    if (kind < 0.76)
      return random.chance(0.7)
        ? { do: "lightbulb at", finding: random.below(50) }
        : { do: "lightbulb", ...this.#selection(text) };
    if (kind < 0.82) return { do: "refactor", ...this.#selection(text) };
    if (kind < 0.84) return { do: "hover", at: this.#place(text) };
    if (kind < 0.86) return { do: "fix all", unsafe: random.chance(0.5) };
    if (kind < 0.9) return { do: "apply fix", at: random.below(50), which: random.below(5) };
    if (kind < 0.95) return { do: "settle" };
    if (kind < 0.97) return { do: "drop trees" };
    return { do: "configure", settings: random.pick(SETTINGS) };
  }

  /** Whether to look at what is found now, or only after more steps. */
  looks(): boolean {
    return this.random.chance(0.85);
  }

  #beginTyping(text: string): Step {
    const { random } = this;
    this.#cursor = this.#place(text);
    const snippet = randomSnippet(random);
    this.#typing = snippet.slice(0, 1 + random.below(Math.min(snippet.length, random.pick([3, 8, 30]))));
    return this.#key(text);
  }

  #key(text: string): Step {
    const at = Math.min(this.#cursor, text.length);
    // Somebody mistypes, and takes it back.
    if (this.random.chance(0.05) && at > 0) {
      this.#cursor = at - 1;
      return { do: "change", changes: [{ from: at - 1, to: at, text: "" }] };
    }
    const key = String.fromCodePoint(this.#typing.codePointAt(0)!);
    this.#typing = this.#typing.slice(key.length);
    this.#cursor = at + key.length;
    return { do: "change", changes: [{ from: at, to: at, text: key }] };
  }

  #anyChange(text: string): Change {
    const kind = this.random.next();
    if (kind < 0.4) return this.#deletion(text);
    if (kind < 0.7) return this.#paste(text);
    const at = this.#place(text);
    return {
      from: at,
      to: at,
      text: this.random.pick([...ODDITIES, "x", " ", "(", '"', "\n", ":", "    ", "#", "\\\n", "\\"]),
    };
  }

  /** A word is written in the place of another one: names come to stand for something else, or for nothing. */
  #anotherWord(text: string): Change {
    const place = this.#wordAt(text);
    const other = this.#wordAt(text);
    return { ...place, text: text.slice(other.from, other.to) };
  }

  #wordAt(text: string): { readonly from: number; readonly to: number } {
    const start = this.#place(text);
    const found = /[\p{L}_][\p{L}\p{N}_]*/u.exec(text.slice(start, start + 200));
    if (found === null) return { from: start, to: start };
    return { from: start + found.index, to: start + found.index + found[0].length };
  }

  #deletion(text: string): Change {
    const from = this.#place(text);
    const length = this.random.pick([1, 1, 1, 1, 2, 2, 4, 8, 20, this.random.chance(0.1) ? 100_000 : 60]);
    return { from, to: from + length, text: "" };
  }

  #paste(text: string): Change {
    const from = this.random.chance(0.6) ? this.#lineStart(text) : this.#place(text);
    return {
      from,
      to: this.random.chance(0.1) ? this.#place(text) : from,
      text: this.random.chance(0.3) ? this.#lines(text) : randomSnippet(this.random),
    };
  }

  /** Some lines are written anew with others that stand elsewhere, or with themselves. */
  #moveOfLines(text: string): Change {
    const from = this.#lineStart(text);
    const to = this.random.chance(0.3) ? this.#lineStart(text) : from;
    return { from, to, text: this.#lines(text) };
  }

  #whole(text: string): Step {
    const { random } = this;
    const kind = random.next();
    if (kind < 0.3) return { do: "end lines", by: random.pick(["\n", "\r\n", "\r"]) };
    if (kind < 0.5) return { do: "replace all", text: "" };
    if (kind < 0.7) return { do: "replace all", text: this.#lines(text) };
    return { do: "replace all", text: text + randomSnippet(random) };
  }

  #selection(text: string): { readonly from: number; readonly to: number } {
    const { random } = this;
    const from = this.#place(text);
    const kind = random.next();
    if (kind < 0.5) return { from, to: from };
    if (kind < 0.8) return { from, to: from + random.below(60) };
    return { from: 0, to: text.length };
  }

  #lines(text: string): string {
    const [from, to] = [this.#lineStart(text), this.#lineStart(text)];
    return text.slice(Math.min(from, to), Math.max(from, to));
  }

  #place(text: string): number {
    const kind = this.random.next();
    if (kind < 0.3) return this.#lineStart(text);
    // Where imports stand, on which all else depends.
    return this.random.below(kind < 0.5 ? Math.min(text.length + 1, 200) : text.length + 1);
  }

  #lineStart(text: string): number {
    const at = text.slice(0, this.random.below(text.length + 1)).search(/[^\r\n]*$/);
    return Math.max(0, at);
  }
}
