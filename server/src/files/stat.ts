import * as fs from "node:fs";

/** What a path leads to; undefined where it leads nowhere, round in a circle, or where nobody may look. */
export function statOf(file: string): fs.Stats | undefined {
  try {
    return fs.statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
