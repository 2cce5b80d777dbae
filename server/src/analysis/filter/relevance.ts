/**
 * What is looked at, in three levels, each cheaper than what it saves:
 *
 * 1. A file's words, read without parsing it (`syntax/words.ts`), say in which ways each name is used: called, awaited,
 *   defined, given another name. They are kept as marks, small numbers.
 * 2. Each rule's `needs` say which of these a file must hold for the rule to find anything (`needs.ts`): the rules that
 *   are left are the file's candidates.
 * 3. For each candidate the file's words say what a segment must hold (`relevant.ts`). Segments that hold nothing of
 *   any candidate are never parsed, and of those that are, each is asked about by its own candidates alone.
 *
 * Where words leave something open, it counts as said: what is left out would have given no finding
 * (`test/analysis/relevance.test.ts`).
 */
import { type FileWords, TextWords } from "../../model/file-words";
import { type Imports, NO_IMPORTS } from "../../model/imports";
import type { PythonDocument } from "../../syntax/document";
import type { Watched } from "../../syntax/marks";
import { enabled } from "../enabled";
import { NeedsIndex } from "./needs";
import { ProjectImports } from "../project-imports";
import { Relevant, RuleSets } from "./relevant";
import type { Rule } from "../../rules/contract";
import type { Settings } from "../../config/settings";

/** Says by its words which segments a rule could find anything in, so that only those are parsed. */
export class Relevance {
  readonly #index: NeedsIndex;
  readonly #asked: readonly Rule[];
  readonly #sets = new RuleSets();

  /** @param asked those of the index's rules that are to find something */
  constructor(index: NeedsIndex, asked: readonly Rule[]) {
    this.#index = index;
    this.#asked = asked.filter((rule) => rule.kinds.length > 0);
  }

  /** What is watched does not change with the settings. */
  get watched(): Watched {
    return this.#index.watched;
  }

  /** The rules that could find something in a file, by the file's words. */
  in(file: FileWords, importsProject: boolean): Relevant {
    return new Relevant(this.#index, this.#asked, file, this.#sets, importsProject);
  }
}

/** The relevance of the rules that settings leave on, by their names. */
class Relevances {
  readonly #index: NeedsIndex;
  readonly #known = new Map<string, Relevance>();

  constructor(readonly rules: readonly Rule[]) {
    this.#index = new NeedsIndex(rules);
  }

  of(settings: Settings): Relevance {
    const asked = enabled(this.rules, settings);
    const key = asked.map(({ name }) => name).join(" ");
    const relevance = this.#known.get(key) ?? new Relevance(this.#index, asked);
    this.#known.set(key, relevance);
    return relevance;
  }
}

const relevances = new WeakMap<readonly Rule[], Relevances>();

/**
 * What is relevant to those of the rules that settings leave on; worked out once for all settings that leave on the
 * same.
 */
export function relevanceOf(rules: readonly Rule[], settings: Settings): Relevance {
  const known = relevances.get(rules) ?? new Relevances(rules);
  relevances.set(rules, known);
  return known.of(settings);
}

/** Whether rules could find anything in a document, by its words alone. */
export function mayFindIn(
  { segments }: PythonDocument,
  rules: readonly Rule[],
  settings: Settings,
  imports: Imports = NO_IMPORTS,
): boolean {
  const projectImports = new ProjectImports();
  if (imports !== NO_IMPORTS) for (const segment of segments) projectImports.add(segment);
  const relevance = relevanceOf(rules, settings);
  const marks = segments.map((segment) => segment.marks(relevance.watched));
  const relevant = relevance.in(new TextWords(marks), projectImports.has(imports));
  return marks.some((some) => relevant.concerns(some));
}
