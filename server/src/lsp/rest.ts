const LONGEST_PAUSE = 600_000;

/**
 * Why a document isn't looked at any more, and till when. It is never tried again with the same text; each time that it
 * was in vain the pause doubles, so that somebody who types on waits for a small part of the time.
 */
export class Rest {
  #reason: string | undefined;
  #until = 0;
  #pause = 0;

  /** Undefined where the document is looked at. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** @param firstPause how long the document rests the first time, in milliseconds */
  begin(reason: string, firstPause: number): void {
    this.#reason = reason;
    this.#pause = Math.min(LONGEST_PAUSE, Math.max(firstPause, this.#pause * 2));
    this.#until = Date.now() + this.#pause;
  }

  /** The text is another: returns after how many milliseconds it can be tried, where that is not at once. */
  textChanged(): number | undefined {
    if (this.#reason === undefined) return undefined;
    const left = this.#until - Date.now();
    if (left > 0) return left;
    this.end();
    return undefined;
  }

  /** The document is looked at again. */
  end(): void {
    this.#reason = undefined;
  }

  /** The document has been looked at without trouble. */
  wasOfUse(): void {
    this.#pause = 0;
  }
}
