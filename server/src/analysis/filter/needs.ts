import type { Mention, Own } from "../../model/mentions";
import { type Call, inOtherWay, type Mark, markOf, type Said, SIGNS, Watched } from "../../syntax/marks";
import type { Rule } from "../../rules/contract";

/** What files can come to that hold one of some words, besides what leads here. */
export interface Reach {
  readonly words: readonly Mark[];
  /** What code can say here to meet a group. */
  readonly sayings: readonly Saying[];
  readonly further: ReadonlyMap<string, Reach>;
}

export interface Saying {
  /** Its own among all. */
  readonly index: number;
  readonly group: Group;
  readonly said: "named" | Call;
  /** Whether any word will do; else it is one of the marks. */
  readonly any: boolean;
  readonly marks: readonly Mark[];
  /** The same words, where a file gives them other names. */
  readonly renamed: readonly Mark[];
}

/**
 * Of these code has to do one thing: say one of the group's sayings, call what the file defines itself, or stand in a
 * file that meets another group.
 */
export interface Group {
  readonly own: readonly OwnCall[];
  readonly inFile: readonly Group[];
  /** Whether a file that imports others of its project meets it, whatever it says. */
  readonly project: boolean;
}

export interface OwnCall {
  readonly what: Own;
  readonly said: Call;
}

/** The keywords without which a file defines nothing of the kind. */
const KEYWORDS: Readonly<Record<Own, string>> = { function: "def", coroutine: "async", generator: "yield" };
export const DEFINING: Readonly<Record<Own, Mark>> = {
  function: markOf(KEYWORDS.function, "named"),
  coroutine: markOf(KEYWORDS.coroutine, "named"),
  generator: markOf(KEYWORDS.generator, "named"),
};

/** The needs of all rules as marks, by what they need of a file: many need the same. */
export class NeedsIndex {
  readonly watched: Watched;
  readonly #root: GrowingReach = emptyReach([]);
  readonly #groups: ReadonlyMap<Rule, readonly Group[]>;
  readonly #words = new Set<string>([...SIGNS, ...Object.values(KEYWORDS)]);
  #sayings = 0;

  constructor(rules: readonly Rule[]) {
    this.#groups = new Map(rules.map((rule) => [rule, rule.needs.map((mentions) => this.#group(mentions))]));
    this.watched = new Watched([...this.#words].map((word) => markOf(word, "named")));
  }

  /** What every file comes to. */
  get root(): Reach {
    return this.#root;
  }

  groupsOf(rule: Rule): readonly Group[] {
    return this.#groups.get(rule)!;
  }

  #group(mentions: readonly Mention[]): Group {
    const own: OwnCall[] = [];
    const inFile: Group[] = [];
    const group = { own, inFile, project: mentions.some((mention) => mention.kind === "project") };
    for (const mention of mentions) {
      switch (mention.kind) {
        case "own":
          own.push(mention);
          break;
        case "in file":
          inFile.push(this.#group(mention.any));
          break;
        case "project":
          break;
        case "word":
        case "call":
          this.#reach(mention.file ?? []).sayings.push(
            this.#saying(group, mention.kind === "word" ? "named" : mention.said, mention.words),
          );
          break;
        default:
          mention satisfies never;
      }
    }
    return group;
  }

  #saying(group: Group, said: Saying["said"], words: readonly string[]): Saying {
    const marks = words.map((word) => this.#mark(word, said));
    return {
      index: this.#sayings++,
      group,
      said,
      any: words.length === 0,
      marks,
      renamed: marks.map((mark) => inOtherWay(mark, "renamed")),
    };
  }

  /** Where files come to that hold one word of each group. */
  #reach(groups: readonly (readonly string[])[]): GrowingReach {
    let reach = this.#root;
    for (const words of groups) {
      const key = words.join(" ");
      const next = reach.further.get(key) ?? emptyReach(words.map((word) => this.#mark(word, "named")));
      reach.further.set(key, next);
      reach = next;
    }
    return reach;
  }

  /** The mark of a word, which is watched from now on. */
  #mark(word: string, said: Said): Mark {
    this.#words.add(word);
    return markOf(word, said);
  }
}

interface GrowingReach extends Reach {
  readonly sayings: Saying[];
  readonly further: Map<string, GrowingReach>;
}

function emptyReach(words: readonly Mark[]): GrowingReach {
  return { words, sayings: [], further: new Map() };
}
