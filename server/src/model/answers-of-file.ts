import type { DependencyKey } from "./dependency";

/** An answer, and what it depends on. */
export interface AnswerOfFile {
  readonly answer: boolean;
  readonly reads: ReadonlySet<DependencyKey>;
}

/** What was asked of a whole file, for all its segments, till the file changes or others say something else. */
export class AnswersOfFile {
  #known = new WeakMap<object, Map<string, AnswerOfFile>>();

  /**
   * @param question told apart by its text from all others
   * @param imports what other files say, which the answer may rest on
   */
  to(question: string, imports: object, find: () => AnswerOfFile): AnswerOfFile {
    let known = this.#known.get(imports);
    if (known === undefined) this.#known.set(imports, (known = new Map()));
    const found = known.get(question) ?? find();
    known.set(question, found);
    return found;
  }

  forget(): void {
    this.#known = new WeakMap();
  }
}
