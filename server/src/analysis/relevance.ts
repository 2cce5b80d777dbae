import type { Mention } from "../model/mentions";
import { holds, inOtherWay, isSaid, type Mark, markOf, OWN_COMMENT, type Said, SIGNS, Watched } from "../syntax/marks";
import { wordsOf } from "../syntax/words";
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
  readonly #rules: readonly Compiled[];
  readonly #sets = new RuleSets();

  /**
   * @param all every rule there is: what is watched does not change with the settings
   * @param asked those of them that are to find something
   */
  constructor(all: readonly Rule[], asked: readonly Rule[]) {
    this.#rules = asked.filter((rule) => rule.kinds.length > 0).map((rule) => ({ rule, groups: rule.needs.map((group) => group.map(compiled)) }));
    this.watched = watchedBy(all);
  }

  /** The rules that could find something in a file, by the file's words. */
  in(file: FileWords): Relevant {
    const conditions: string[] = [];
    const active = this.#rules.flatMap((rule) => activeIn(rule, file, conditions) ?? []);
    return new Relevant(active, conditions.join(""), this.#sets);
  }
}

/** A rule's needs as marks, made once. */
interface Compiled {
  readonly rule: Rule;
  readonly groups: readonly (readonly CompiledMention[])[];
}

type CompiledMention =
  | {
      readonly kind: "said";
      readonly said: "named" | "called" | "assigned";
      /** None where any word will do. */
      readonly marks: readonly Mark[];
      readonly renamed: readonly Mark[];
      readonly file: readonly (readonly Mark[])[];
    }
  | { readonly kind: "own"; readonly what: keyof typeof DEFINED }
  | { readonly kind: "in file"; readonly any: readonly CompiledMention[] };

const SAID = { word: "named", call: "called", "assigned call": "assigned" } as const;

function compiled(mention: Mention): CompiledMention {
  switch (mention.kind) {
    case "word":
    case "call":
    case "assigned call": {
      const said = SAID[mention.kind];
      const file = mention.kind === "assigned call" ? [] : (mention.file ?? []);
      return {
        kind: "said",
        said,
        marks: mention.words.map((one) => markOf(one, said)),
        renamed: mention.words.map((one) => markOf(one, "renamed")),
        file: file.map((group) => group.map((one) => markOf(one, "named"))),
      };
    }
    case "own":
      return mention;
    case "in file":
      return { kind: "in file", any: mention.any.map(compiled) };
    default:
      return mention satisfies never;
  }
}

const relevances = new WeakMap<readonly Rule[], WeakMap<Settings, Relevance>>();

/** What is relevant to those of the rules that settings leave on; worked out once for many files. */
export function relevanceOf(rules: readonly Rule[], settings: Settings): Relevance {
  const bySettings = relevances.get(rules) ?? new WeakMap<Settings, Relevance>();
  relevances.set(rules, bySettings);
  const known = bySettings.get(settings) ?? new Relevance(rules, enabled(rules, settings));
  bySettings.set(settings, known);
  return known;
}

/** Whether rules could find anything in a text, by its words alone. */
export function mayFindIn(text: string, rules: readonly Rule[], settings: Settings): boolean {
  const relevance = relevanceOf(rules, settings);
  const marks = wordsOf(text, relevance.watched);
  return relevance.in(new TextWords(marks)).concerns(marks);
}

/** The rules that could find something in one file. */
export class Relevant {
  /**
   * @param key the same for files that meet the same conditions. What else they say concerns the segments alone that say it.
   */
  constructor(
    readonly active: readonly Active[],
    readonly key: string,
    readonly sets: RuleSets,
  ) {}

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

/**
 * What a rule still needs of a segment; undefined where the file keeps it from finding anything.
 *
 * @param conditions takes what the file says that concerns all its segments
 */
function activeIn({ rule, groups: needed }: Compiled, file: FileWords, conditions: string[]): Active | undefined {
  const groups: Group[] = [];
  for (const mentions of needed) {
    const group = groupIn(mentions, file, conditions);
    if (group === undefined) return undefined;
    if (group !== "met") groups.push(group);
  }
  return { rule, groups };
}

/** `"met"` where every segment of the file may say it. */
function groupIn(mentions: readonly CompiledMention[], file: FileWords, conditions: string[]): Group | "met" | undefined {
  const marks: Mark[] = [];
  const tests: Test[] = [];
  for (const mention of mentions) {
    const found = mentionIn(mention, file, conditions);
    if (found === "met") return "met";
    if (typeof found === "function") tests.push(found);
    else for (const mark of found) marks.push(mark);
  }
  return marks.length === 0 && tests.length === 0 ? undefined : { marks, tests };
}

const NO_MARKS: readonly Mark[] = [];

function mentionIn(mention: CompiledMention, file: FileWords, conditions: string[]): readonly Mark[] | Test | "met" {
  const note = <T>(condition: string, result: T): T => {
    conditions.push(condition);
    return result;
  };
  switch (mention.kind) {
    case "said": {
      const { marks, renamed, said } = mention;
      if (!mention.file.every((group) => group.some((one) => file.has(one)))) return note("-", NO_MARKS);
      if (marks.length === 0) return note("!", "met");
      const isRenamed = renamed.some((one) => file.has(one));
      if (isRenamed && said === "named") return note("!", "met");
      const there = marks.filter((one) => file.has(one));
      if (!isRenamed || said === "named") return note("+", there);
      return note("~", (segment: Int32Array) => there.some((one) => holds(segment, one)) || isCalledOtherwise(segment, said, "other name", file));
    }
    case "own":
      return ownCall(mention.what, file, conditions);
    case "in file":
      return groupIn(mention.any, file, conditions) === undefined ? note("-", NO_MARKS) : note("!", "met");
    default:
      return mention satisfies never;
  }
}

const DEFINED = { function: "defined", coroutine: "defined async", generator: "defined generator" } as const;
/** The keywords without which a file defines nothing of the kind. */
const KEYWORDS = { function: "def", coroutine: "async", generator: "yield" } as const;

function ownCall(what: keyof typeof DEFINED, file: FileWords, conditions: string[]): readonly Mark[] | Test {
  if (!file.has(markOf(KEYWORDS[what], "named"))) {
    conditions.push("-");
    return NO_MARKS;
  }
  const said = what === "generator" ? "assigned" : "called";
  // Of a class and of objects of it, the first parameter of a method is another name.
  const isRenamed = what === "function" || file.renames(DEFINED[what]);
  conditions.push(isRenamed ? "~" : "+");
  return (marks) => isCalledOtherwise(marks, said, DEFINED[what], file) || (isRenamed && isCalledOtherwise(marks, said, "other name", file));
}

/** Whether a segment calls by a word that the file says in another way. */
function isCalledOtherwise(marks: Int32Array, said: "called" | "assigned", otherwise: Said, file: FileWords): boolean {
  return marks.some((one) => isSaid(one, said) && file.has(inOtherWay(one, otherwise)));
}
