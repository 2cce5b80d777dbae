import { wordsIn } from "./outline";

/** What a text says of the classes that others derive from, by words alone: maybe too much, hardly ever too little. */
export interface NamedBases {
  /** The words in the headers of its classes. */
  readonly words: ReadonlySet<string>;
  /** The names that it gives to what has another one, by an import or by an assignment at the top. */
  readonly otherNames: ReadonlyMap<string, readonly string[]>;
}

/** Longer headers, and names, are not read to their end. */
const MOST_HEADER = 4000;
const MOST_NAME = 200;

const HEADER = /^[ \t]*class[ \t]/gm;
const END = /\)\s*:/;
const AS = /\sas\s/g;
const NAME = /^[^\W\d]\w*$/;
const DOTTED = /^[\w.]+$/;

export function namedBases(text: string): NamedBases {
  const words = new Set<string>();
  for (const { index } of text.matchAll(HEADER)) for (const word of wordsOfBases(text, index)) words.add(word);
  const otherNames = new Map<string, string[]>();
  for (const [name, other] of namings(text)) {
    const others = otherNames.get(name);
    if (name === other || others?.includes(other) === true) continue;
    if (others === undefined) otherNames.set(name, [other]);
    else others.push(other);
  }
  return { words, otherNames };
}

export function isAlike(one: NamedBases, other: NamedBases): boolean {
  return asText(one) === asText(other);
}

function asText({ words, otherNames }: NamedBases): string {
  return JSON.stringify([[...words], [...otherNames]]);
}

/** The words behind the opening bracket of a class's header that begins at an offset. */
function wordsOfBases(text: string, header: number): Iterable<string> {
  const start = text.indexOf("class", header);
  const head = text.slice(start, start + MOST_HEADER);
  const open = head.indexOf("(");
  const colon = head.indexOf(":");
  if (open === -1 || (colon !== -1 && colon < open && !head.slice(0, colon).includes("["))) return [];
  const end = head.slice(open).search(END);
  return wordsIn(head.slice(open, end === -1 ? undefined : open + end));
}

/** What has a name, and the other one that it is given. */
function* namings(text: string): Iterable<readonly [name: string, other: string]> {
  for (const { index } of text.matchAll(AS)) {
    const name = [...wordsIn(text.slice(Math.max(0, index - MOST_NAME), index))].at(-1);
    const [other] = wordsIn(text.slice(index + 4, index + 4 + MOST_NAME));
    if (name !== undefined && other !== undefined) yield [name, other];
  }
  for (const line of text.split("\n")) {
    const [other = "", value, ...others] = line.split("=", 3).map((part) => part.trim());
    if (value === undefined || others.length > 0 || /^\s/.test(line) || !NAME.test(other)) continue;
    const [name = ""] = value.split("#", 1).map((part) => part.trim());
    if (DOTTED.test(name)) yield [name.slice(name.lastIndexOf(".") + 1), other];
  }
}
