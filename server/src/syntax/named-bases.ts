import type { PythonDocument, Segment } from "./document";
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
const AS = /[^\S\n]as[^\S\n]/g;
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
  return words.size + otherNames.size === 0 ? NOTHING : { words, otherNames };
}

/** Of most parts of a file. */
const NOTHING: NamedBases = { words: new Set(), otherNames: new Map() };

const bySegment = new WeakMap<Segment, NamedBases>();

/** What the parts of a document say together: after an edit those alone are read that it has changed. */
export function namedBasesIn({ segments }: PythonDocument): NamedBases {
  const words = new Set<string>();
  const otherNames = new Map<string, Set<string>>();
  for (const segment of segments) {
    const said = bySegment.get(segment) ?? namedBases(segment.text);
    bySegment.set(segment, said);
    for (const word of said.words) words.add(word);
    for (const [name, others] of said.otherNames)
      otherNames.set(name, new Set([...(otherNames.get(name) ?? []), ...others]));
  }
  return { words, otherNames: new Map([...otherNames].map(([name, others]) => [name, [...others]])) };
}

/** Whether both say the same, in whatever order. */
export function isAlike(one: NamedBases, other: NamedBases): boolean {
  return asText(one) === asText(other);
}

function asText({ words, otherNames }: NamedBases): string {
  return JSON.stringify([
    [...words].sort(),
    [...otherNames].map(([name, others]) => [name, ...others.toSorted()].join(" ")).sort(),
  ]);
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

/** What has a name, and the other one that it is given, both in one line. */
function* namings(text: string): Iterable<readonly [name: string, other: string]> {
  for (const { index } of text.matchAll(AS)) {
    const [before = ""] = text
      .slice(Math.max(0, index - MOST_NAME), index)
      .split("\n")
      .slice(-1);
    const [after = ""] = text.slice(index + 4, index + 4 + MOST_NAME).split("\n", 1);
    const name = [...wordsIn(before)].at(-1);
    const [other] = wordsIn(after);
    if (name !== undefined && other !== undefined) yield [name, other];
  }
  for (const line of text.split("\n")) {
    const [other = "", value, ...others] = line.split("=", 3).map((part) => part.trim());
    if (value === undefined || others.length > 0 || /^\s/.test(line) || !NAME.test(other)) continue;
    const [name = ""] = value.split("#", 1).map((part) => part.trim());
    if (DOTTED.test(name)) yield [name.slice(name.lastIndexOf(".") + 1), other];
  }
}
