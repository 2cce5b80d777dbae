import { DEFAULT_SETTINGS } from "../config/settings";
import type { Blocks } from "../model/calls";
import type { Stall } from "../model/library/row";
import type { ModuleSummary } from "../model/summary";
import { summarize } from "../model/summarize";
import type { FileId } from "../project/files";
import type { Summaries } from "../project/resolver";
import { stallsCaller } from "../rules/support/blocking/stalls";
import type { PythonDocument } from "../syntax/document";

/** What a call does depends on no setting. */
const BLOCKS = stallsCaller(DEFAULT_SETTINGS);

/** What stalls whoever calls a library, by more than a glance at its files. */
const OUTSIDE: ReadonlySet<Stall> = new Set(["http", "network", "database", "subprocess", "sleep"]);

/** What a package looks up by name may be a number, or this machine: nothing has to be asked for these. */
const REACHES_OUT: Blocks = (call, row, function_, infer) => {
  if (row.waitsFor === "the name server") return undefined;
  const stall = BLOCKS(call, row, function_, infer);
  return stall !== undefined && OUTSIDE.has(stall) ? stall : undefined;
};

/** Installed files of more text than this are made by machines, and so are those that import all from more modules. */
const MOST_INSTALLED_TEXT = 500_000;
const MOST_STARS = 30;

/** More text than this (UTF-16 code units) is not summarized: what such a file holds was written by a machine. */
const MOST_TEXT = 2_000_000;

type Asked = { readonly kind: "summary"; readonly summary: ModuleSummary | undefined } | { readonly kind: "later" };

/** Summaries by file; undefined for a file that has none. */
export type Summarized = ReadonlyMap<FileId, ModuleSummary | undefined>;

/** The summaries that somebody has asked for, made of whole texts. */
export class SummaryStore implements Summaries {
  readonly #known: Map<FileId, ModuleSummary | undefined>;
  /** Those that were asked for and are not there; those of them that nobody was told of. */
  readonly #missing = new Set<FileId>();
  readonly #wanted = new Set<FileId>();

  /**
   * @param ask gives a summary at once where it can, and else may be asked again later
   * @param known what needs not be asked for
   */
  constructor(
    readonly ask: (file: FileId) => Asked,
    known: Summarized = new Map(),
  ) {
    this.#known = new Map(known);
  }

  /** What is known, but of some files. */
  without(files: Iterable<FileId>): Summarized {
    const known = new Map(this.#known);
    for (const file of files) known.delete(file);
    return known;
  }

  get(file: FileId): ModuleSummary | undefined {
    if (this.#known.has(file)) return this.#known.get(file);
    const answer = this.ask(file);
    if (answer.kind === "later") {
      this.#missing.add(file);
      this.#wanted.add(file);
      return undefined;
    }
    this.#known.set(file, answer.summary);
    return answer.summary;
  }

  /** What was asked for in vain since somebody last took it. */
  takeWanted(): readonly FileId[] {
    const wanted = [...this.#wanted];
    this.#wanted.clear();
    return wanted;
  }

  /** Takes a summary in; says whether it tells other files something else than the one before. */
  put(file: FileId, summary: ModuleSummary | undefined): boolean {
    const isNew = !this.#known.has(file) || fingerprint(this.#known.get(file)) !== fingerprint(summary);
    this.#known.set(file, summary);
    this.#wanted.delete(file);
    this.#missing.delete(file);
    return isNew;
  }

  knows(file: FileId): boolean {
    return this.#known.has(file);
  }

  /** The known files of a folder, and of those in it. */
  knownBelow(folder: FileId): readonly FileId[] {
    return [...this.#known.keys()].filter((file) => file.startsWith(`${folder}/`));
  }

  /** Whether a file was asked for. */
  concerns(file: FileId): boolean {
    return this.#known.has(file) || this.#missing.has(file);
  }

  forget(file: FileId): void {
    this.#known.delete(file);
  }

  /** The files whose summaries were asked for, those that have none among them. */
  get files(): Iterable<FileId> {
    return this.#known.keys();
  }
}

/** What other files can ask a text; undefined for one that is too long. */
export function summaryOf(document: PythonDocument): ModuleSummary | undefined {
  return document.length > MOST_TEXT ? undefined : summarize(document, BLOCKS);
}

/** What can be asked an installed file; undefined for a text that is too long. */
export function summaryOfInstalled(text: string, open: (text: string) => PythonDocument): ModuleSummary | undefined {
  if (text.length > MOST_INSTALLED_TEXT) return undefined;
  const summary = summarize(open(text), REACHES_OUT, "sure calls");
  return summary.stars.length > MOST_STARS ? { ...summary, stars: [] } : summary;
}

/** The same for summaries that differ in where calls stand alone. */
function fingerprint(summary: ModuleSummary | undefined): string {
  return JSON.stringify(summary, (key, value: unknown) => (key === "range" ? undefined : value)) ?? "";
}
