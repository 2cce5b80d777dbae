import type { RelatedElsewhere } from "../rules/contract";
import type { Severity } from "../config/settings";

/** A finding as plain data; offsets count UTF-16 code units from the document's start. */
export interface Diagnostic {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** Where an underline ends that isn't to run over several lines; with the finding where it is missing. */
  readonly underlineEnd?: number;
  readonly related: readonly { readonly start: number; readonly end: number; readonly message: string }[];
  /** What it relates to in other files, after `related`. */
  readonly elsewhere: readonly RelatedElsewhere[];
  /** Whether these, and what is related, are the steps of a way. */
  readonly isPath: boolean;
  readonly unnecessary: boolean;
  /** What of a library keeps the event loop waiting, as the library calls it. */
  readonly stalledBy?: string;
  /** Those that it stands for beside itself, as they are one act with it. */
  readonly others?: readonly Diagnostic[];
}
