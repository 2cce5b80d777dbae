import { askPython } from "./python";

/** A text, and what became of it in several ways. */
export interface Case {
  readonly before: string;
  readonly after: readonly string[];
}

/**
 * What CPython holds against each fixed text: empty where it is all right. Undefined where the text before is no Python
 * for it.
 */
export type Judgement = readonly (readonly string[])[] | undefined;

/**
 * Judges fixed texts: they compile; names are bound where they were and used where they are bound; imports are neither
 * missing nor unused nor doubled. What was wrong before is not held against a fix.
 */
export async function judge(cases: readonly Case[]): Promise<readonly Judgement[]> {
  const answers = (await askPython("judge", cases)) as readonly (string[][] | null)[];
  return answers.map((answer) => answer ?? undefined);
}
