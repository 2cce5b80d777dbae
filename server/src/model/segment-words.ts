import type { Segment } from "../syntax/document";
import { mayDefinePlainly, plainOf, wordsIn } from "../syntax/outline";

/** From so many names on it is worth reading all words once. */
export const MANY_NAMES = 32;

const words = new WeakMap<Segment, ReadonlySet<string>>();

/** The words of a segment, whose text never changes: it is asked of them when it comes, and when it goes. */
export function wordsOf(segment: Segment): ReadonlySet<string> {
  const known = words.get(segment) ?? wordsIn(segment.text);
  words.set(segment, known);
  return known;
}

/** Those names that a segment may say: very many may have been asked for. */
export function namesAmong(asked: ReadonlySet<string>, segment: Segment): readonly string[] {
  return isAscii(segment.text) ? [...wordsOf(segment)].filter((word) => asked.has(word)) : [...asked];
}

/** Words beyond ASCII are read in more ways than one. */
export function isAscii(text: string): boolean {
  return !/[^\0-\x7F]/.test(text);
}

export function byWord(segments: readonly Segment[]): ReadonlyMap<string, readonly Segment[]> {
  const found = new Map<string, Segment[]>();
  for (const segment of segments) {
    for (const word of wordsIn(segment.text)) {
      const holders = found.get(word);
      if (holders === undefined) found.set(word, [segment]);
      else holders.push(segment);
    }
  }
  return found;
}

interface Definable {
  readonly plain: string;
  readonly answers: Map<string, boolean>;
}

const definable = new WeakMap<Segment, Definable>();

/** As `mayDefine`, looked at once: a segment's text never changes. */
export function mayDefineIn(segment: Segment, name: string): boolean {
  let known = definable.get(segment);
  if (known === undefined) definable.set(segment, (known = { plain: plainOf(segment.text), answers: new Map() }));
  const { plain, answers } = known;
  let answer = answers.get(name);
  if (answer === undefined) answers.set(name, (answer = mayDefinePlainly(plain, plainOf(name))));
  return answer;
}
