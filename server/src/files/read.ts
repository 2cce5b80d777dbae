import * as fs from "node:fs";
import * as path from "node:path";

/**
 * What must not be read: a pipe or device, which may have no end, or a file beyond all bounds. The message says which.
 */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
}

const MEGABYTE = 1024 * 1024;
/** Bytes that are read at most, by what they are to be. */
export const LIMITS = { source: 64 * MEGABYTE, settings: MEGABYTE, cache: 256 * MEGABYTE } as const;

/**
 * A file's bytes. Waits for nobody at the other end of a pipe, and reads no more than `limit`, whatever the system says
 * of the file's size: some have none, and others grow.
 *
 * @throws Unreadable where it is no regular file or too large, and what the system throws
 */
export function readRegularFile(file: string, limit: number): Buffer {
  const descriptor = fs.openSync(
    file,
    fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0) | (fs.constants.O_NOCTTY ?? 0),
  );
  try {
    const stat = fs.fstatSync(descriptor);
    if (stat.isDirectory()) throw new Unreadable("is a folder");
    if (!stat.isFile()) throw new Unreadable("is no regular file: not read");
    if (stat.size > limit) throw tooLarge(limit);
    return readAtMost(descriptor, stat.size, limit);
  } finally {
    fs.closeSync(descriptor);
  }
}

function readAtMost(descriptor: number, size: number, limit: number): Buffer {
  // One byte more tells whether it ends where it should.
  let bytes = Buffer.allocUnsafe(size + 1);
  let length = 0;
  for (;;) {
    const count = fs.readSync(descriptor, bytes, length, bytes.length - length, null);
    if (count === 0) return bytes.subarray(0, length);
    length += count;
    if (length > limit) throw tooLarge(limit);
    if (length === bytes.length) bytes = Buffer.concat([bytes, Buffer.allocUnsafe(Math.max(length, 4096))]);
  }
}

function tooLarge(limit: number): Unreadable {
  return new Unreadable(`has more than ${limit / MEGABYTE} MB: not read`);
}

/** Makes a folder and those above it. Node's own way to do so never comes back below /proc. */
export function makeFolder(folder: string): void {
  const missing: string[] = [];
  for (let at = folder; !fs.existsSync(at) && path.dirname(at) !== at; at = path.dirname(at)) missing.push(at);
  for (const one of missing.toReversed()) {
    try {
      fs.mkdirSync(one);
    } catch (error) {
      // Another run may have been faster.
      if (!fs.existsSync(one)) throw error;
    }
  }
}
