/**
 * What a terminal would obey instead of showing it: control characters, among them those that begin escape sequences,
 * what turns the direction of writing, other ends of lines, what can't be seen, and halves of characters.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;
const ALL_UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;
/** These join what is seen, in scripts and emoji, and do nothing else. */
const JOINERS = "\u200C\u200D";

/** A text of others on one line of a terminal: names of files, messages, titles. */
export function printable(text: string): string {
  return text.replace(ALL_UNPRINTABLE, (char) => printableChar(char));
}

/** A line of source: its tabs stay, which the carets below it take for what they are. */
export function printableLine(line: string): string {
  return line.replace(ALL_UNPRINTABLE, (char) => (char === "\t" ? char : printableChar(char)));
}

/** One character, or how Python writes it. */
export function printableChar(char: string): string {
  if (!UNPRINTABLE.test(char) || JOINERS.includes(char)) return char;
  const code = char.codePointAt(0)!;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, "0")}` : `\\U${code.toString(16).padStart(8, "0")}`;
}
