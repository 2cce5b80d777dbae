import type { Reference } from "../model/reference";
import type { FileId } from "./files";
import type { Target } from "./target";

/** What a reference in a file comes to, and the files whose summaries that rests on. */
interface KeptTarget {
  readonly reference: Reference;
  readonly from: FileId;
  readonly target: Target | undefined;
  readonly read: ReadonlySet<FileId>;
}

/** What references of files come to, till a file changes that the answer rests on. */
export class KeptTargets {
  readonly #known = new Map<FileId, Map<Reference, KeptTarget>>();
  /** By each file the answers that rest on it. */
  readonly #readers = new Map<FileId, Set<KeptTarget>>();

  get(reference: Reference, from: FileId): KeptTarget | undefined {
    return this.#known.get(from)?.get(reference);
  }

  keep(answer: KeptTarget): void {
    const { reference, from, read } = answer;
    const known = this.#known.get(from);
    if (known === undefined) this.#known.set(from, new Map([[reference, answer]]));
    else known.set(reference, answer);
    for (const file of read) {
      const readers = this.#readers.get(file);
      if (readers === undefined) this.#readers.set(file, new Set([answer]));
      else readers.add(answer);
    }
  }

  /** Forgets every answer that rests on a file. */
  forgetReaders(file: FileId): void {
    for (const answer of this.#readers.get(file) ?? []) {
      this.#known.get(answer.from)?.delete(answer.reference);
      for (const other of answer.read) if (other !== file) this.#readers.get(other)?.delete(answer);
    }
    this.#readers.delete(file);
  }

  clear(): void {
    this.#known.clear();
    this.#readers.clear();
  }
}
