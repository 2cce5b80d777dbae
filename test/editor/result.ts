/** Marks a line of the extension host's console as a result, for scripts/vscode/suite.mjs to read. */
export const resultPrefix = "async-skill-test ";

export type TestResult =
  | { readonly state: "passed"; readonly title: string; readonly ms: number }
  | { readonly state: "skipped"; readonly title: string }
  /** Something to print that is no result. */
  | { readonly state: "note"; readonly title: string }
  | { readonly state: "failed"; readonly title: string; readonly error: string };
