import type { Mark } from "./marks";

interface OpenFunction {
  readonly name: Mark;
  readonly column: number;
  /** Whether it is async, known in this file alone, and nothing in it has awaited yet. */
  isIdle: boolean;
}

/** The functions whose bodies go on where a text is being read, told by the columns of statements. */
export class OpenFunctions {
  readonly #open: OpenFunction[] = [];
  /** Of the statement that is being read. */
  #column = 0;

  /** Returns whether the statement at a column ends an async function of this file alone that has never awaited. */
  beginStatement(column: number): boolean {
    this.#column = column;
    let isIdle = false;
    for (let last = this.#open.at(-1); last !== undefined && last.column >= column; last = this.#open.at(-1)) {
      isIdle ||= last.isIdle;
      this.#open.pop();
    }
    return isIdle;
  }

  /** The statement is the head of a function. */
  begin(name: Mark, isAsync: boolean, isPrivate: boolean): void {
    this.#open.push({ name, column: this.#column, isIdle: isAsync && (isPrivate || this.#around() !== undefined) });
  }

  /** The function whose body the statement stands in. */
  get around(): Mark | undefined {
    return this.#around()?.name;
  }

  /** The statement awaits. */
  suspend(): void {
    const around = this.#around();
    if (around !== undefined) around.isIdle = false;
  }

  #around(): OpenFunction | undefined {
    return this.#open.findLast(({ column }) => column < this.#column);
  }
}
