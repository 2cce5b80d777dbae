import type { ImportNeed } from "../../fixes/fix";

/** A pattern that is approved, to be filled in. */
export interface Snippet {
  readonly name: string;
  /** What is typed to find it. */
  readonly words: readonly string[];
  readonly description: string;
  readonly needs: readonly ImportNeed[];
  /** In the protocol's syntax of snippets; indented by tabs. */
  readonly body: string;
  /** The same as it reads while nothing is filled in. */
  readonly shown: string;
}
