import type { FileWords } from "../../model/file-words";
import { type Call, inOtherWay, isSaid, type Mark, markOf, OWN_COMMENT, type Said } from "../../syntax/marks";
import { DEFINING, type Group, type NeedsIndex, type OwnCall, type Reach, type Saying } from "./needs";
import type { Rule } from "../../rules/contract";

const COMMENT = markOf(OWN_COMMENT, "named");
const DEFINED = { function: "defined", coroutine: "defined async", generator: "defined generator" } as const;

/** A call by a word that the file says in another way too. */
interface OtherCall {
  readonly said: Call;
  readonly otherwise: Said;
}

/** What a segment must hold of a group: one of the marks that the file holds, or one of the calls. */
interface Open {
  readonly marks: readonly Mark[];
  readonly calls: readonly OtherCall[];
}

/** A rule that could find something in the file, in segments that hold something of each. */
interface Active {
  readonly rule: Rule;
  readonly open: readonly Open[];
}

/** Gives the same rules as the same array, so that what is worked out for an array can be kept with it. */
export class RuleSets {
  readonly #known = new Map<string, readonly Rule[]>();

  of(rules: readonly Rule[]): readonly Rule[] {
    const key = rules.map((rule) => rule.name).join(" ");
    const known = this.#known.get(key);
    if (known === undefined) this.#known.set(key, rules);
    return known ?? rules;
  }
}

/** The rules that could find something in one file. */
export class Relevant {
  /** The same for files that meet the same conditions. What else they say concerns the segments alone that say it. */
  readonly key: string;
  readonly #file: FileWords;
  readonly #sets: RuleSets;
  readonly #active: readonly Active[];
  /** By each mark what a segment with it holds. */
  readonly #held = new Map<Mark, Open[]>();

  /** @param importsProject whether the file imports others of its project */
  constructor(
    index: NeedsIndex,
    asked: readonly Rule[],
    file: FileWords,
    sets: RuleSets,
    readonly importsProject: boolean,
  ) {
    this.#file = file;
    this.#sets = sets;
    const sayings = sayingsIn(file, index);
    const conditions: string[] = [];
    this.#active = asked.flatMap((rule) => this.#activeIn(rule, index.groupsOf(rule), sayings, conditions) ?? []);
    this.key = conditions.join(" ");
    for (const { open } of this.#active)
      for (const one of open) for (const mark of one.marks) add(this.#held, mark, one);
  }

  /** Those of them that could find something in a segment with these marks. */
  rulesFor(marks: readonly Mark[]): readonly Rule[] {
    return this.#sets.of(this.#concernedBy(marks).map(({ rule }) => rule));
  }

  /** Whether any of them could find something in a segment with these marks, or a comment there speaks to us. */
  concerns(marks: readonly Mark[]): boolean {
    return this.#concernedBy(marks).length > 0 || marks.includes(COMMENT);
  }

  #concernedBy(marks: readonly Mark[]): readonly Active[] {
    const held = new Set<Open>();
    for (const mark of marks) for (const open of this.#held.get(mark) ?? []) held.add(open);
    return this.#active.filter(({ open }) =>
      open.every((one) => held.has(one) || one.calls.some((call) => this.#holds(call, marks))),
    );
  }

  #holds({ said, otherwise }: OtherCall, marks: readonly Mark[]): boolean {
    return marks.some((one) => isSaid(one, said) && this.#file.has(inOtherWay(one, otherwise)));
  }

  /** @param conditions takes what the file says that concerns all its segments */
  #activeIn(
    rule: Rule,
    groups: readonly Group[],
    sayings: ReadonlyMap<Group, readonly Saying[]>,
    conditions: string[],
  ): Active | undefined {
    const own = [rule.name];
    const open: Open[] = [];
    for (const group of groups) {
      const one = this.#openIn(group, sayings, own);
      if (one === "never") return undefined;
      if (one !== "always") open.push(one);
    }
    conditions.push(...own);
    return { rule, open };
  }

  /** What segments must hold of a group; `"always"` where each meets it, `"never"` where none does. */
  #openIn(
    group: Group,
    sayings: ReadonlyMap<Group, readonly Saying[]>,
    conditions: string[],
  ): Open | "always" | "never" {
    if (group.project && this.importsProject) {
      conditions.push("project");
      return "always";
    }
    const marks: Mark[] = [];
    const calls: OtherCall[] = [];
    for (const { index, said, any, marks: wanted, renamed } of sayings.get(group) ?? []) {
      const isRenamed = renamed.some((mark) => this.#file.has(mark));
      conditions.push(isRenamed ? `${index}~` : `${index}`);
      if (any) return "always";
      if (isRenamed) {
        if (said === "named") return "always";
        calls.push({ said, otherwise: "other name" });
      }
      for (const mark of wanted) if (this.#file.has(mark)) marks.push(mark);
    }
    if (group.inFile.some((other) => this.#openIn(other, sayings, []) !== "never")) {
      conditions.push("in file");
      return "always";
    }
    for (const call of group.own) {
      if (!this.#file.has(DEFINING[call.what])) continue;
      const own = this.#ownCalls(call);
      conditions.push(`${call.what}:${own.length}`);
      calls.push(...own);
    }
    return marks.length === 0 && calls.length === 0 ? "never" : { marks, calls };
  }

  #ownCalls({ what, said }: OwnCall): readonly OtherCall[] {
    const otherwise = DEFINED[what];
    // Of a class and of objects of it, the first parameter of a method is another name.
    const isRenamed = what === "function" || this.#file.renames(otherwise);
    return isRenamed
      ? [
          { said, otherwise },
          { said, otherwise: "other name" },
        ]
      : [{ said, otherwise }];
  }
}

/** What can be said of each group in a file, by what the file comes to. */
function sayingsIn(file: FileWords, { root }: NeedsIndex): ReadonlyMap<Group, readonly Saying[]> {
  const sayings = new Map<Group, Saying[]>();
  const reached: Reach[] = [root];
  for (let reach = reached.pop(); reach !== undefined; reach = reached.pop()) {
    for (const saying of reach.sayings) add(sayings, saying.group, saying);
    for (const further of reach.further.values())
      if (further.words.some((word) => file.has(word))) reached.push(further);
  }
  return sayings;
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
