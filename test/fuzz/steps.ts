import type { Settings } from "../../server/src/config/settings";

/**
 * A replacement in the text as it stands then. Offsets beyond its end are held at it, so that steps can be left out
 * before it.
 */
export interface Change {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** What a client does with an open file. Plain data, so that a failure can be written down and played again. */
export type Step =
  /** One notification of changes, each to the text that the one before it left. */
  | { readonly do: "change"; readonly changes: readonly Change[] }
  /** The whole text at once. */
  | { readonly do: "replace all"; readonly text: string }
  /** As with CR, LF or both, all over the file. */
  | { readonly do: "end lines"; readonly by: string }
  | { readonly do: "undo"; readonly count: number }
  | { readonly do: "redo"; readonly count: number }
  | { readonly do: "lightbulb"; readonly from: number; readonly to: number }
  /** The same at one of the findings, counted over and over. */
  | { readonly do: "lightbulb at"; readonly finding: number }
  | { readonly do: "refactor"; readonly from: number; readonly to: number }
  | { readonly do: "hover"; readonly at: number }
  /** Works out all fixes of the file, safe ones or all. */
  | { readonly do: "fix all"; readonly unsafe: boolean }
  /** Applies one of the fixes at a place, as somebody who chooses it. */
  | { readonly do: "apply fix"; readonly at: number; readonly which: number }
  | { readonly do: "settle" }
  | { readonly do: "drop trees" }
  | { readonly do: "configure"; readonly settings: Partial<Settings> };
