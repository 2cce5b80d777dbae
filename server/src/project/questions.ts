import type { Reference } from "../model/reference";
import { detached } from "../syntax/detached";
import type { FileId } from "./files";
import { KeptTargets } from "./kept-targets";
import type { Target } from "./target";

/** More questions within one another are not answered. */
const MOST_OPEN = 60;

/** An answer, and whether something in it was left out: because it came back to itself, or went too deep. */
interface Answer {
  readonly target: Target | undefined;
  readonly complete: boolean;
  /** The files whose summaries it rests on. */
  readonly read: ReadonlySet<FileId>;
}

/**
 * What references come to: the questions that are being answered, one within another, and the answers that are known.
 * One that was cut off on the way to another is not kept, so that it doesn't depend on what was asked before.
 */
export class Questions {
  readonly #kept = new KeptTargets();
  readonly #open = new Set<string>();
  #complete = true;
  /** The files whose summaries the answer rests on that is being worked out. */
  #read = new Set<FileId>();

  /** @param resolve works the answer out, and may ask further; it is given a reference that outlives the text */
  answer(reference: Reference, from: FileId, resolve: (own: Reference) => Target | undefined): Target | undefined {
    const kept = this.#kept.get(reference, from);
    if (kept !== undefined) {
      for (const file of kept.read) this.#read.add(file);
      return kept.target;
    }
    const key = keyOf(reference, from);
    if (this.#open.has(key) || this.#open.size >= MOST_OPEN) {
      this.#complete = false;
      return undefined;
    }
    const own = detached(reference);
    const { target, complete, read } = this.#work(key, () => resolve(own));
    if (complete || this.#open.size === 0) this.#kept.keep({ reference: own, from, target, read });
    return target;
  }

  /** Whether a question waits for others that were asked on the way to its answer. */
  isOpen(reference: Reference, from: FileId): boolean {
    return this.#open.has(keyOf(reference, from));
  }

  /** Takes down that the answer that is being worked out rests on a file's summary. */
  read(file: FileId): void {
    this.#read.add(file);
  }

  /** Takes in that a file has another summary. Where a question was ended in its midst, nothing is sure any more. */
  forget(file: FileId): void {
    if (this.#open.size === 0) this.#kept.forgetReaders(file);
    else this.#kept.clear();
    this.#open.clear();
    this.#complete = true;
    this.#read = new Set();
  }

  #work(key: string, resolve: () => Target | undefined): Answer {
    const [before, around] = [this.#complete, this.#read];
    const read = new Set<FileId>();
    this.#complete = true;
    this.#read = read;
    this.#open.add(key);
    const target = resolve();
    this.#open.delete(key);
    const complete = this.#complete;
    this.#complete = before && (complete || this.#open.size === 0);
    this.#read = around;
    if (this.#open.size > 0) for (const file of read) around.add(file);
    return { target, complete, read };
  }
}

function keyOf(reference: Reference, from: FileId): string {
  return `${from}\n${reference}`;
}
