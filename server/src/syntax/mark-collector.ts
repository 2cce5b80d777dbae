import type { Mark } from "./marks";

/** Collects the marks of one text after the other, each once. */
export class MarkCollector {
  readonly #marks: Mark[] = [];
  #count = 0;
  /** Where a mark has its slot, it was collected in the turn that stands beside it. */
  #slots = new Int32Array(1024);
  #turns = new Int32Array(1024);
  #turn = 1;

  add(mark: Mark): void {
    const last = this.#slots.length - 1;
    let at = (mark ^ (mark >>> 12)) & last;
    while (this.#turns[at] === this.#turn) {
      if (this.#slots[at] === mark) return;
      at = (at + 1) & last;
    }
    this.#turns[at] = this.#turn;
    this.#slots[at] = mark;
    this.#marks[this.#count++] = mark;
    if (this.#count * 2 > last) this.#grow();
  }

  /** What was collected since it was last taken. */
  take(): readonly Mark[] {
    const taken = this.#marks.slice(0, this.#count);
    this.#count = 0;
    this.#turn++;
    return taken;
  }

  #grow(): void {
    const collected = this.#marks.slice(0, this.#count);
    this.#slots = new Int32Array(this.#slots.length * 2);
    this.#turns = new Int32Array(this.#slots.length);
    this.#count = 0;
    for (const mark of collected) this.add(mark);
  }
}
