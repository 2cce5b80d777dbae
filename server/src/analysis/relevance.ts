import type { Mention } from "../model/mentions";
import { holds, inOtherWay, isSaid, type Mark, markOf, OWN_COMMENT, type Said, SIGNS, Watched, wordsOf } from "../syntax/words";
import { enabled } from "./enabled";
import { type FileWords, TextWords } from "../model/file-words";
import type { Rule } from "./rule";
import type { Settings } from "./settings";

/** What one segment must hold of a group, once it is known what the file holds. */
type Test = (marks: Int32Array) => boolean;

/** The groups of one rule, each with its tests. */
interface Active {
  readonly rule: Rule;
  readonly groups: readonly Group[];
}

interface Group {
  /** One of these, exactly. */
  readonly marks: readonly Mark[];
  readonly tests: readonly Test[];
}

/** Gives the same rules as the same array, so that what is worked out for an array can be kept with it. */
class RuleSets {
  readonly #known = new Map<string, readonly Rule[]>();

  of(rules: readonly Rule[]): readonly Rule[] {
    const key = rules.map((rule) => rule.name).join(" ");
    const known = this.#known.get(key);
    if (known === undefined) this.#known.set(key, rules);
    return known ?? rules;
  }
}

const COMMENT = markOf(OWN_COMMENT, "named");

/** Says by its words which segments a rule could find anything in, so that only those are parsed. */
export class Relevance {
  readonly watched: Watched;
  readonly #rules: readonly Rule[];
  readonly #sets = new RuleSets();

  /**
   * @param all every rule there is: what is watched does not change with the settings
   * @param asked those of them that are to find something
   */
  constructor(all: readonly Rule[], asked: readonly Rule[]) {
    this.#rules = asked.filter((rule) => rule.kinds.length > 0);
    this.watched = watchedBy(all);
  }

  /** The rules that could find something in a file, by the file's words. */
  in(file: FileWords): Relevant {
    return new Relevant(
      this.#rules.flatMap((rule) => activeIn(rule, file) ?? []),
      this.#sets,
    );
  }
}

const relevances = new WeakMap<Settings, Relevance>();

/** Whether rules could find anything in a text, by its words alone. */
export function mayFindIn(text: string, rules: readonly Rule[], settings: Settings): boolean {
  let relevance = relevances.get(settings);
  if (relevance === undefined) relevances.set(settings, (relevance = new Relevance(rules, enabled(rules, settings))));
  const marks = wordsOf(text, relevance.watched);
  return relevance.in(new TextWords(marks)).concerns(marks);
}

/** The rules that could find something in one file. */
export class Relevant {
  /** The same for files whose segments matter to the same rules for the same words. */
  readonly key: string;

  constructor(
    readonly active: readonly Active[],
    readonly sets: RuleSets,
  ) {
    this.key = active.map(({ rule, groups }) => `${rule.name}:${groups.map(({ marks, tests }) => `${marks.join()}+${tests.length}`).join("&")}`).join(";");
  }

  /** Those of them that could find something in a segment with these marks. */
  rulesFor(marks: Int32Array): readonly Rule[] {
    return this.sets.of(this.active.filter(({ groups }) => groups.every((group) => isMet(group, marks))).map(({ rule }) => rule));
  }

  /** Whether any of them could find something in a segment with these marks, or a comment there speaks to us. */
  concerns(marks: Int32Array): boolean {
    return this.active.some(({ groups }) => groups.every((group) => isMet(group, marks))) || holds(marks, COMMENT);
  }
}

function isMet({ marks: wanted, tests }: Group, marks: Int32Array): boolean {
  return wanted.some((one) => holds(marks, one)) || tests.some((test) => test(marks));
}

const watchedSets = new WeakMap<readonly Rule[], Watched>();

function watchedBy(rules: readonly Rule[]): Watched {
  const known = watchedSets.get(rules);
  if (known !== undefined) return known;
  const words = new Set<string>([...SIGNS, ...Object.values(KEYWORDS)]);
  const add = (mention: Mention): void => {
    if (mention.kind === "in file") return mention.any.forEach(add);
    if ("words" in mention) for (const one of mention.words) words.add(one);
    if ("file" in mention) for (const one of (mention.file ?? []).flat()) words.add(one);
  };
  for (const rule of rules) for (const group of rule.needs) group.forEach(add);
  const watched = new Watched(words);
  watchedSets.set(rules, watched);
  return watched;
}

/** What a rule still needs of a segment; undefined where the file keeps it from finding anything. */
function activeIn(rule: Rule, file: FileWords): Active | undefined {
  const groups: Group[] = [];
  for (const mentions of rule.needs) {
    const group = groupIn(mentions, file);
    if (group === undefined) return undefined;
    if (group !== "met") groups.push(group);
  }
  return { rule, groups };
}

/** `"met"` where every segment of the file may say it. */
function groupIn(mentions: readonly Mention[], file: FileWords): Group | "met" | undefined {
  const marks: Mark[] = [];
  const tests: Test[] = [];
  for (const mention of mentions) {
    const found = mentionIn(mention, file);
    if (found === "met") return "met";
    if (typeof found === "function") tests.push(found);
    else marks.push(...found);
  }
  return marks.length === 0 && tests.length === 0 ? undefined : { marks, tests };
}

function mentionIn(mention: Mention, file: FileWords): readonly Mark[] | Test | "met" {
  switch (mention.kind) {
    case "word":
    case "call":
    case "assigned call": {
      const { words } = mention;
      const around = mention.kind === "assigned call" ? [] : (mention.file ?? []);
      if (!around.every((group) => group.some((one) => file.has(markOf(one, "named"))))) return [];
      if (words.length === 0) return "met";
      const said = mention.kind === "word" ? "named" : mention.kind === "call" ? "called" : "assigned";
      const marks = words.map((one) => markOf(one, said)).filter((one) => file.has(one));
      if (!words.some((one) => file.has(markOf(one, "renamed")))) return marks;
      return said === "named" ? "met" : (segment) => marks.some((one) => holds(segment, one)) || isCalledOtherwise(segment, said, "other name", file);
    }
    case "own":
      return ownCall(mention.what, file);
    case "in file": {
      const group = groupIn(mention.any, file);
      return group === undefined ? [] : "met";
    }
    default:
      return mention satisfies never;
  }
}

const DEFINED = { function: "defined", coroutine: "defined async", generator: "defined generator" } as const;
/** The keywords without which a file defines nothing of the kind. */
const KEYWORDS = { function: "def", coroutine: "async", generator: "yield" } as const;

function ownCall(what: keyof typeof DEFINED, file: FileWords): readonly Mark[] | Test {
  if (!file.has(markOf(KEYWORDS[what], "named"))) return [];
  const said = what === "generator" ? "assigned" : "called";
  // Of a class and of objects of it, the first parameter of a method is another name.
  const isRenamed = what === "function" || file.renames(DEFINED[what]);
  return (marks) => isCalledOtherwise(marks, said, DEFINED[what], file) || (isRenamed && isCalledOtherwise(marks, said, "other name", file));
}

/** Whether a segment calls by a word that the file says in another way. */
function isCalledOtherwise(marks: Int32Array, said: "called" | "assigned", otherwise: Said, file: FileWords): boolean {
  return marks.some((one) => isSaid(one, said) && file.has(inOtherWay(one, otherwise)));
}
