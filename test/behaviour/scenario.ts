import type { Settings } from "../../server/src/config/settings";

/** A whole Python script, a fix, and what the fix does to what the script does. */
export interface Scenario {
  readonly rule: string;
  readonly title: string;
  /** The title of the fix; the first finding of the rule that offers it is repaired. */
  readonly fix: string;
  /** `local_server` and `silent_server` can be imported. What it prints is what is compared. */
  readonly source: string;
  readonly settings?: Partial<Settings>;
  /** Where the source is a pyproject.toml: the script that shows what is in it. */
  readonly reader?: (text: string) => string;
  /** The Python files around it, by their paths. */
  readonly beside?: Readonly<Record<string, string>>;
  /** What the fixed code must hold, where what it does would not show it. */
  readonly holds?: readonly string[];
  /** Words of the annotation, for a difference that does not show here. */
  readonly says?: string;
  /** Whether the fix must be one that is applied without being asked for. */
  readonly safe?: boolean;
  /** The same before and after, where it isn't said. */
  readonly outcome?: Outcome;
}

export type Outcome =
  | { readonly kind: "same" }
  /** Prints something else afterwards, and the annotation says so. */
  | { readonly kind: "differs"; readonly before: string; readonly after: string; readonly annotation: string }
  /** Is repaired: what was wrong shows before, is gone afterwards, and the finding's message names it. */
  | { readonly kind: "repairs"; readonly before: string; readonly after: string; readonly message: string }
  /** Prints the same, but warns, and the annotation says what of. */
  | { readonly kind: "warns"; readonly annotation: string }
  /** Prints as its last word that the loop stalled, and afterwards that it was free. */
  | { readonly kind: "frees" }
  /** Waits for ever before, which is not tried; afterwards the wait ends and this is printed. */
  | { readonly kind: "ends"; readonly after: string }
  /** Not offered; the reason holds this. */
  | { readonly kind: "refused"; readonly reason: string }
  /** Not offered, nor found: the rule keeps away from it. */
  | { readonly kind: "silent" };

/** @param annotation words of the fix's annotation that name the difference */
export function differs(before: string, after: string, annotation: string): Outcome {
  return { kind: "differs", before, after, annotation };
}

/** @param message words of the finding's message that name what was wrong */
export function repairs(before: string, after: string, message: string): Outcome {
  return { kind: "repairs", before, after, message };
}

/** @param annotation words of the fix's annotation that name what the warning is about */
export function warns(annotation: string): Outcome {
  return { kind: "warns", annotation };
}

export function ends(after: string): Outcome {
  return { kind: "ends", after };
}

/** @param reason words of the reason that the user is told */
export function refused(reason: string): Outcome {
  return { kind: "refused", reason };
}

export const FREES: Outcome = { kind: "frees" };

export const SILENT: Outcome = { kind: "silent" };

/** The lines of a text, each indented. */
export function indented(text: string, indent = "    "): string {
  return text
    .trim()
    .split("\n")
    .map((line) => (line === "" ? "" : indent + line))
    .join("\n");
}
