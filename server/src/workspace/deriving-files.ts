import { type FileId, folderOf } from "../project/files";
import type { PythonDocument } from "../syntax/document";
import { isAlike, namedBases, namedBasesIn, type NamedBases } from "../syntax/named-bases";
import type { WorkspaceHost } from "./host";

/** In more files nobody is looked for who derives from a class. */
const MOST_FILES = 10_000;
/** A class that has more names is followed under none. */
const MOST_NAMES = 20;

type Host = Pick<WorkspaceHost, "rootOf" | "read" | "pythonFiles">;

/** Which files of a project name what, in all of them as they are. */
interface Index {
  /** The files whose classes' headers hold a word. */
  readonly files: ReadonlyMap<string, readonly FileId[]>;
  readonly otherNames: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * The files that may define classes derived from one, of all files of its project: by the words of their classes'
 * headers, which are read without a grammar.
 */
export class DerivingFiles {
  readonly #host: Host;
  readonly #known: Map<FileId, NamedBases>;
  /** By the folder that a project begins in. */
  readonly #lists = new Map<FileId, readonly FileId[] | undefined>();
  readonly #indexes = new Map<FileId, Index>();
  /** Those that were asked for and are not there; those of them that nobody was told of. */
  readonly #missing = new Set<FileId>();
  readonly #wanted = new Set<FileId>();

  /** @param known what needs not be read */
  constructor(host: Host, known: ReadonlyMap<FileId, NamedBases> = new Map()) {
    this.#host = host;
    this.#known = new Map(known);
  }

  /**
   * The files that may define classes derived from one of a name, which is a file's; undefined where not all files can
   * be looked through, or not yet.
   */
  of(name: string, file: FileId): readonly FileId[] | undefined {
    const index = this.#indexAround(file);
    if (index === undefined) return undefined;
    const names = new Set([name]);
    for (const one of names) {
      for (const other of index.otherNames.get(one) ?? []) names.add(other);
      if (names.size > MOST_NAMES) return undefined;
    }
    return [...new Set([...names].flatMap((one) => index.files.get(one) ?? []))].sort();
  }

  /** What was asked for in vain since somebody last took it. */
  takeWanted(): readonly FileId[] {
    const wanted = [...this.#wanted];
    this.#wanted.clear();
    return wanted;
  }

  /** Whether a file was asked for. */
  concerns(file: FileId): boolean {
    return this.#known.has(file) || this.#missing.has(file);
  }

  knownBelow(folder: FileId): readonly FileId[] {
    return [...this.#known.keys()].filter((file) => file.startsWith(`${folder}/`));
  }

  /** Takes a file's text in; says whether others may derive from other classes by it. */
  take(file: FileId, text: string | PythonDocument | undefined): boolean {
    const before = this.#known.get(file);
    const now = typeof text === "object" ? namedBasesIn(text) : namedBases(text ?? "");
    this.#missing.delete(file);
    this.#wanted.delete(file);
    this.#known.set(file, now);
    const isNew = before === undefined || !isAlike(before, now);
    if (isNew) this.#indexes.clear();
    return isNew;
  }

  /** Takes in that files came or went, and that some have other texts. */
  filesChanged(files: Iterable<FileId>): void {
    for (const file of files) this.#known.delete(file);
    this.#lists.clear();
    this.#indexes.clear();
  }

  /** What is known, but of some files. */
  without(files: Iterable<FileId>): ReadonlyMap<FileId, NamedBases> {
    const known = new Map(this.#known);
    for (const file of files) known.delete(file);
    return known;
  }

  #indexAround(file: FileId): Index | undefined {
    const root = this.#host.rootOf(folderOf(file)) ?? folderOf(file);
    const known = this.#indexes.get(root);
    if (known !== undefined) return known;
    if (!this.#lists.has(root)) this.#lists.set(root, this.#host.pythonFiles?.(file));
    const list = this.#lists.get(root);
    const index = list === undefined || list.length > MOST_FILES ? undefined : this.#indexOf(list);
    if (index !== undefined) this.#indexes.set(root, index);
    return index;
  }

  /** Undefined while texts are missing. */
  #indexOf(list: readonly FileId[]): Index | undefined {
    const files = new Map<string, FileId[]>();
    const otherNames = new Map<string, Set<string>>();
    let isWhole = true;
    for (const file of list) {
      const bases = this.#basesIn(file);
      if (bases === undefined) isWhole = false;
      for (const word of bases?.words ?? []) pushTo(files, word, file);
      for (const [name, others] of bases?.otherNames ?? [])
        for (const other of others) otherNames.set(name, (otherNames.get(name) ?? new Set()).add(other));
    }
    return isWhole ? { files, otherNames } : undefined;
  }

  #basesIn(file: FileId): NamedBases | undefined {
    const known = this.#known.get(file);
    if (known !== undefined) return known;
    const read = this.#host.read(file);
    if (read.kind === "later") {
      this.#missing.add(file);
      this.#wanted.add(file);
      return undefined;
    }
    const bases = namedBases(read.text ?? "");
    this.#known.set(file, bases);
    return bases;
  }
}

function pushTo(files: Map<string, FileId[]>, word: string, file: FileId): void {
  const known = files.get(word);
  if (known === undefined) files.set(word, [file]);
  else known.push(file);
}
