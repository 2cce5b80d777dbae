import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { isInside } from "../../files/inside";
import { LIMITS, readRegularFile } from "../../files/read";

/**
 * Puts new contents in a file's place, and leaves the rest of it as it is: links to it, its other names, its mode and
 * owner. Whoever looks, or ends us, at any time finds the old contents or the new ones. Only where the file itself has
 * to be written, as it has several names or another owner, can the end of the world come between; then the old contents
 * lie beside it.
 *
 * @throws where the file is no longer what was read, or can't be written
 */
export function replaceFile(file: string, before: Uint8Array, after: Uint8Array): void {
  const target = fs.realpathSync(file);
  fs.accessSync(target, fs.constants.W_OK);
  const stat = fs.statSync(target);
  const copy = path.join(
    path.dirname(target),
    `.${path.basename(target).slice(0, 200)}.${randomBytes(6).toString("hex")}.tmp`,
  );
  try {
    if (stat.nlink > 1 || !canBeGiven(copy, stat)) writeInPlace(target, copy, stat, before, after);
    else swap(target, copy, stat, before, after);
  } finally {
    fs.rmSync(copy, { force: true });
  }
}

/**
 * Whether a new file can belong to whom the old one belongs to; only root can give files away. Leaves that file, empty.
 */
function canBeGiven(copy: string, { uid, gid }: fs.Stats): boolean {
  fs.writeFileSync(copy, "", { flag: "wx", mode: 0o600 });
  const own = fs.statSync(copy);
  if (own.uid === uid && own.gid === gid) return true;
  try {
    fs.chownSync(copy, uid, gid);
    return true;
  } catch {
    return false;
  }
}

function swap(target: string, copy: string, { mode }: fs.Stats, before: Uint8Array, after: Uint8Array): void {
  overwrite(copy, after);
  // Last, as both writing and giving it away take the bits with which it runs as its owner.
  fs.chmodSync(copy, mode & 0o7777);
  refuseChanged(target, before);
  fs.renameSync(copy, target);
}

function writeInPlace(target: string, copy: string, { mode }: fs.Stats, before: Uint8Array, after: Uint8Array): void {
  if (!fs.existsSync(copy)) fs.writeFileSync(copy, "", { flag: "wx", mode: 0o600 });
  overwrite(copy, before);
  refuseChanged(target, before);
  overwrite(target, after);
  if (mode & 0o7000) fs.chmodSync(target, mode & 0o7777);
}

/** Gives a file that is there other contents, and waits until the disk has them. */
function overwrite(file: string, contents: Uint8Array): void {
  const descriptor = fs.openSync(file, "r+");
  try {
    for (let at = 0; at < contents.length;) at += fs.writeSync(descriptor, contents, at, contents.length - at, at);
    fs.ftruncateSync(descriptor, contents.length);
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

function refuseChanged(target: string, before: Uint8Array): void {
  if (!readRegularFile(target, LIMITS.source).equals(before))
    throw new Error("the file has changed meanwhile: nothing was written");
}

/**
 * Whether a file is a link to one that lies outside of what was asked for: what is there is somebody else's, and is
 * only looked at.
 */
export function leadsOut(file: string, asked: readonly string[]): boolean {
  const real = fs.realpathSync(file);
  if (real === path.join(fs.realpathSync(path.dirname(file)), path.basename(file))) return false;
  return !asked.some((one) => isInside(realPath(one), real));
}

function realPath(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    return file;
  }
}
