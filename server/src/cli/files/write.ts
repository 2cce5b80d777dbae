import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

/**
 * Puts new contents in a file's place at once: nobody ever sees half of them, and links and mode stay.
 *
 * @throws where the file is no longer what was read, or can't be written
 */
export function replaceFile(file: string, before: Uint8Array, after: Uint8Array): void {
  const target = fs.realpathSync(file);
  fs.accessSync(target, fs.constants.W_OK);
  const { mode, uid, gid } = fs.statSync(target);
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    fs.writeFileSync(temporary, after, { flag: "wx", mode });
    fs.chmodSync(temporary, mode);
    keepOwner(temporary, uid, gid);
    if (!fs.readFileSync(target).equals(before)) throw new Error("the file has changed meanwhile: nothing was written");
    fs.renameSync(temporary, target);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
}

/** Only root can give files away; to everybody else their new files belong anyway. */
function keepOwner(file: string, uid: number, gid: number): void {
  if (process.getuid?.() === 0) fs.chownSync(file, uid, gid);
}
