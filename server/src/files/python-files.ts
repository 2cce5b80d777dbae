import * as path from "node:path";
import { Folders } from "./folders";
import { LIMITS, readRegularFile } from "./read";

/** The Python files of this machine, by their paths with `/` between the parts. */
export class PythonFiles extends Folders {
  /** The text of a file, without its byte order mark; undefined where it can't be read. */
  read(file: string): string | undefined {
    try {
      return readRegularFile(systemPath(file), LIMITS.source)
        .toString("utf8")
        .replace(/^\uFEFF/, "");
    } catch {
      // Who is asked to check the file itself tells of it.
      return undefined;
    }
  }
}

/** A path as this system writes it. */
export function systemPath(file: string): string {
  return path.sep === "/" ? file : file.replaceAll("/", path.sep);
}
