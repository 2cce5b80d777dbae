export const EXIT = { clean: 0, findings: 1, trouble: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The request itself can't be carried out; the message says why and, where it can, what to do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
