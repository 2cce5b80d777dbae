import { inOtherWay, type Mark } from "./marks";
import type { MarkCollector } from "./mark-collector";

/** What a statement assigns to, where a text is being read word by word. */
export class Targets {
  /** What the statement has named so far. */
  readonly #mentioned: Mark[] = [];
  #mentions = 0;
  /** What it assigns to, or the function that it returns from. */
  readonly #targets: Mark[] = [];
  /** How many of these are known to be given another name. */
  #renamed = 0;
  /** Names that were assigned an empty list, or what a call gives. */
  readonly #results: Mark[] = [];

  constructor(readonly marks: MarkCollector) {}

  mention(named: Mark): void {
    this.#mentioned[this.#mentions++] = named;
  }

  /** Whether the statement has named one thing so far. */
  get isOneName(): boolean {
    return this.#mentions === 1;
  }

  /** What was named is assigned to. */
  assign(): void {
    for (let i = 0; i < this.#mentions; i++) this.#targets.push(this.#mentioned[i]!);
    this.#mentions = 0;
  }

  returnFrom(function_: Mark): void {
    this.#targets.push(function_);
  }

  /**
   * What is assigned has a name: the targets are others for it. Once told, a target needs not be told again for the
   * next name.
   */
  rename(): void {
    for (; this.#renamed < this.#targets.length; this.#renamed++)
      this.marks.add(inOtherWay(this.#targets[this.#renamed]!, "other name"));
  }

  /** What is assigned is an empty list, or what a call gives. */
  holdResult(): void {
    for (const target of this.#targets) this.#results.push(target);
  }

  holdsResult(named: Mark): boolean {
    return this.#results.includes(named);
  }

  endStatement(): void {
    this.#mentions = 0;
    if (this.#targets.length > 0) this.#targets.length = 0;
    this.#renamed = 0;
  }
}
