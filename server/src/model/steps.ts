/**
 * What one piece of code may cost. Counted in questions, never in time, so that the same code gives the same answers on
 * every machine. The most that one segment of real code was seen to take is 1/30 of it (`docs/RELIABILITY.md`).
 */
const MOST_STEPS = 500_000;

/** Counts work. What is bounded by it stops when it is spent, and says so. */
export class Steps {
  #taken = 0;

  constructor(readonly most = MOST_STEPS) {}

  /** Takes some steps; false where they are more than are left. */
  take(count = 1): boolean {
    this.#taken += count;
    return this.#taken <= this.most;
  }

  get taken(): number {
    return this.#taken;
  }

  /** Whether something was left undone for want of steps. */
  get spent(): boolean {
    return this.#taken > this.most;
  }

  /** Begins to count anew, for the next piece of work. */
  renew(): void {
    this.#taken = 0;
  }
}
