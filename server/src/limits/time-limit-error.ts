/** Work was ended since it took too long. What it had in its hands is to be thrown away. */
export class TimeLimitError extends Error {
  override readonly name = "TimeLimitError";

  constructor(readonly milliseconds: number) {
    super(`took longer than ${milliseconds / 1000} s`);
  }
}
