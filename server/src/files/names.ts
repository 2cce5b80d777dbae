import * as fs from "node:fs";
import * as path from "node:path";

const REPLACED = "\uFFFD";

/**
 * Whether a name is what Node makes of one that is no UTF-8: with a character in the place of what it can't read, and
 * no file can be opened by it.
 */
export function isUnreadable(folder: string, name: string): boolean {
  return name.includes(REPLACED) && fs.lstatSync(path.join(folder, name), { throwIfNoEntry: false }) === undefined;
}

/** The names in a folder that Node reads as this one, each written out for people: what is no ASCII by its number. */
export function spelt(folder: string, name: string): readonly string[] {
  const names = fs.readdirSync(folder, { encoding: "buffer" }).filter((one) => one.toString("utf8") === name);
  return names.map((one) =>
    [...one]
      .map((byte) =>
        byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`,
      )
      .join(""),
  );
}
