// The fixes that the built command line offers over folders, each with what it makes of its file.
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { dist } from "./paths.mjs";

/** @typedef {{ readonly row: number, readonly column: number }} Location */
/** @typedef {{ readonly content: string, readonly location: Location, readonly end_location: Location }} Edit */
/** @typedef {{ readonly applicability: string, readonly message: string, readonly annotation: string | null, readonly edits: readonly Edit[] }} Fix */
/** @typedef {{ readonly filename: string, readonly code: string, readonly message: string, readonly location: Location, readonly fixes: readonly Fix[] }} Finding */
/** @typedef {{ readonly project: string, readonly file: string, readonly row: number, readonly rule: string, readonly message: string, readonly fix: Fix, readonly before: string, readonly after: string }} Offered */

/**
 * Each fix of each finding in a project, those that several findings have in common once.
 * @param {string} project
 * @returns {readonly Offered[]}
 */
export function offeredFixes(project) {
  const args = [path.join(dist, "cli.js"), "check", "--no-cache", "--exit-zero", "--output-format", "json", "."];
  // What a project holds that can't be read is told, and keeps nothing else away.
  const { stdout } = spawnSync(process.execPath, args, {
    cwd: project,
    encoding: "utf8",
    maxBuffer: 1 << 30,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const findings = /** @type {readonly Finding[]} */ (JSON.parse(stdout)).filter(({ filename }) =>
    filename.endsWith(".py"),
  );
  /** @type {Map<string, Offered>} */
  const offered = new Map();
  /** @type {Map<string, string>} */
  const texts = new Map();
  for (const { filename, code, message, location, fixes } of findings) {
    const before = texts.get(filename) ?? fs.readFileSync(filename, "utf8");
    texts.set(filename, before);
    for (const fix of fixes) {
      const key = JSON.stringify([filename, fix.edits]);
      if (!offered.has(key))
        offered.set(key, {
          project,
          file: filename,
          row: location.row,
          rule: code,
          message,
          fix,
          before,
          after: withEdits(before, fix.edits),
        });
    }
  }
  return [...offered.values()];
}

/**
 * @param {string} text
 * @param {readonly Edit[]} edits disjoint, in the text's order
 */
function withEdits(text, edits) {
  const starts = [0, ...[...text.matchAll(/\r\n?|\n/g)].map((lineBreak) => lineBreak.index + lineBreak[0].length)];
  /** @param {Location} location */
  const offsetOf = ({ row, column }) => {
    const start = starts[row - 1] ?? text.length;
    return (
      start +
      Array.from(text.slice(start, starts[row] ?? text.length))
        .slice(0, column - 1)
        .join("").length
    );
  };
  return edits.reduceRight(
    (rest, { content, location, end_location: end }) =>
      rest.slice(0, offsetOf(location)) + content + rest.slice(offsetOf(end)),
    text,
  );
}

/**
 * FNV-1a: the same fix has the same place in a draw wherever the folder lies; another salt draws others.
 * @param {Offered} offered
 * @param {string} salt
 */
export function hashOf({ project, file, row, fix }, salt) {
  let hash = 0x811c9dc5;
  for (const char of `${salt}/${path.basename(project)}/${path.relative(project, file)}:${row}:${fix.message}`) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash;
}
