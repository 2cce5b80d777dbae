import type { ServerCommand } from "./lsp-client";
import type { Peer } from "./peers";

/** What a run has to hand. */
export interface Setting {
  /** The folder of the built bundles. */
  readonly dist: string;
  /** A folder for inputs, gone after the run. */
  readonly scratch: string;
  readonly ruff: Peer;
  /** Our server first, then those of peers. */
  readonly servers: readonly ServerCommand[];
  readonly sizes: readonly number[];
  /** The trees that are scanned. */
  readonly trees: readonly string[];
  /** How much is measured: 1, or less for a quick look. */
  readonly share: number;
  /** A joined file of about so many lines. */
  readonly joined: (lines: number) => string;
  readonly log: (what: string) => void;
}
