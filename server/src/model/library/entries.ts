import { allAliases, allRows } from "./index";
import type { Row } from "./row";

/**
 * What a file must hold for code in it to come to what a dotted name stands for, one word of each group: the first part
 * of the name of a module, or a builtin's own name, from which an object of its class can be had; and what makes one.
 */
export const wordsInFileOf = kept((name: string): readonly (readonly string[])[] => {
  const owner = classNames().has(name) ? name : ownerOf(name);
  const entry = [...(entries().get(owner) ?? [firstPart(owner)])];
  const making = classNames().has(owner) ? makersOf(owner) : [lastPart(name)];
  return making === undefined ? [entry] : [entry, making];
});

/** The words by which an object of a class is made, or annotated; undefined where any word may be one. */
const makersOf = kept((name: string): readonly string[] | undefined => {
  const { derived, givers, otherNames } = index();
  const words = new Set<string>();
  const classes = [name];
  for (let at = 0; at < classes.length; at++) {
    const one = classes[at]!;
    words.add(lastPart(one));
    for (const other of otherNames.get(one) ?? []) words.add(lastPart(other));
    for (const row of derived.get(one) ?? []) if (!classes.includes(row.name)) classes.push(row.name);
    for (const row of givers.get(one) ?? []) {
      const called = calledBy(row);
      if (called.length === 0) return undefined;
      for (const word of called) words.add(word);
    }
  }
  return [...words];
});

/**
 * The words by which a row is called: the last part of its name, and of other names for it; none where a call of any
 * name may be one.
 */
export const calledBy = kept((row: Row): readonly string[] => {
  const own = lastPart(row.name);
  if (own === "*" || /^__\w+__$/.test(own)) return [];
  return [...new Set([own, ...(index().otherNames.get(row.name) ?? []).map(lastPart)])];
});

/** The same, where each answer is worked out once: rules that are loaded ask the same of the same rows. */
function kept<Key, Answer>(find: (key: Key) => Answer): (key: Key) => Answer {
  const answers = new Map<Key, Answer>();
  return (key) => {
    if (!answers.has(key)) answers.set(key, find(key));
    return answers.get(key)!;
  };
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

function firstPart(name: string): string {
  return name.split(".", 1)[0]!;
}

/** A name, and those of what it stands in. */
function* outerNames(name: string): Iterable<string> {
  for (let end = name.length; end > 0; end = name.lastIndexOf(".", end - 1)) yield name.slice(0, end);
}

/** The class whose method a name is, or the name itself. */
function ownerOf(name: string): string {
  const owner = name.slice(0, Math.max(0, name.lastIndexOf(".")));
  return classNames().has(owner) ? owner : name;
}

let classes: ReadonlySet<string> | undefined;

function classNames(): ReadonlySet<string> {
  return (classes ??= new Set(allRows().flatMap((row) => (row.kind === "class" ? [row.name] : [...given(row)]))));
}

/** The classes whose objects a row gives in any way. */
function* given({ returns, enters, yields, unpacks = [] }: Row): Iterable<string> {
  if (returns !== undefined) yield returns;
  if (enters !== undefined) yield enters;
  if (yields !== undefined) yield yields;
  yield* unpacks;
}

/** The table, by what its rows speak of. */
interface Index {
  /** The rows of classes that are derived from one, and of what gives an object of it. */
  readonly derived: ReadonlyMap<string, readonly Row[]>;
  readonly givers: ReadonlyMap<string, readonly Row[]>;
  /** The other names of a documented one. */
  readonly otherNames: ReadonlyMap<string, readonly string[]>;
}

let indexed: Index | undefined;

function index(): Index {
  return (indexed ??= {
    derived: grouped(allRows().flatMap((row) => (row.bases ?? []).map((base) => [base, row] as const))),
    givers: grouped(allRows().flatMap((row) => [...given(row)].map((name) => [name, row] as const))),
    otherNames: grouped(allAliases().map(([other, documented]) => [documented, other] as const)),
  });
}

function grouped<T>(pairs: readonly (readonly [string, T])[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const [key, value] of pairs) groups.set(key, [...(groups.get(key) ?? []), value]);
  return groups;
}

let allEntries: ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** Worked out once for the whole table: what gives an object of a class hands its own entries on. */
function entries(): ReadonlyMap<string, ReadonlySet<string>> {
  if (allEntries !== undefined) return allEntries;
  const found = new Map<string, Set<string>>();
  const of = (name: string): Set<string> => found.get(name) ?? found.set(name, new Set([firstPart(name)])).get(name)!;
  for (const row of allRows()) of(ownerOf(row.name));
  for (const name of classNames()) of(name);
  const { otherNames } = index();
  for (const [name, words] of found) {
    for (const outer of outerNames(name)) for (const other of otherNames.get(outer) ?? []) words.add(firstPart(other));
  }
  const hands = allRows().flatMap((row) => [
    ...[...given(row)].map((name) => [of(ownerOf(row.name)), of(name)] as const),
    ...(row.bases ?? []).map((base) => [of(row.name), of(base)] as const),
  ]);
  for (let grows = true; grows;) {
    grows = false;
    for (const [from, to] of hands) {
      const before = to.size;
      for (const word of from) to.add(word);
      grows ||= to.size > before;
    }
  }
  return (allEntries = found);
}
