// npm run sample -- FOLDER...: draws findings to be read by hand, as docs/PRECISION.md says. Each folder is one
// project.
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { dist } from "./paths.mjs";

/** @typedef {{ readonly filename: string, readonly code: string, readonly message: string, readonly severity: string, readonly location: { readonly row: number } }} Finding */
/** @typedef {Finding & { readonly project: string }} Candidate */

const OF_A_RULE = 25;
const OF_A_PROJECT = 6;

const folders = process.argv.slice(2).map((folder) => path.resolve(folder));
const missing = folders.find((folder) => !fs.existsSync(folder));
if (folders.length === 0 || missing !== undefined) {
  console.error(
    missing === undefined
      ? "npm run sample -- FOLDER...: each folder is one project"
      : `${missing}: there is no such folder`,
  );
  process.exit(2);
}

const found = folders.flatMap((folder) => findingsIn(folder));
const rules = [...new Set(found.map(({ code }) => code))].sort();
for (const rule of rules) {
  const all = found.filter(({ code }) => code === rule);
  const drawn = sample(all);
  console.log(`\n## ${rule}: ${drawn.length} of ${all.length}\n`);
  for (const { filename, location, severity, message } of drawn)
    console.log(`- ${filename}:${location.row} ${severity}: ${message}`);
}

/**
 * @param {string} folder
 * @returns {readonly Candidate[]}
 */
function findingsIn(folder) {
  const args = [path.join(dist, "cli.js"), "check", "--no-cache", "--exit-zero", "--output-format", "json", "."];
  // What a project holds that can't be read is told, and keeps nothing else away.
  const { stdout } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 30,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return /** @type {Finding[]} */ (JSON.parse(stdout)).map((finding) => ({ ...finding, project: folder }));
}

/**
 * At most so many of a rule, and of a project, in an order that says nothing of where they stand.
 * @param {readonly Candidate[]} candidates
 */
function sample(candidates) {
  const shuffled = [...candidates].sort((a, b) => hashOf(a) - hashOf(b));
  /** @type {Map<string, number>} */
  const taken = new Map();
  const drawn = shuffled.filter(({ project }) => {
    const count = (taken.get(project) ?? 0) + 1;
    taken.set(project, count);
    return count <= OF_A_PROJECT;
  });
  return drawn.slice(0, OF_A_RULE);
}

/**
 * FNV-1a: the same finding has the same place in the draw wherever the folder lies.
 * @param {Candidate} candidate
 */
function hashOf({ project, filename, code, location }) {
  let hash = 0x811c9dc5;
  for (const char of `${path.basename(project)}/${path.relative(project, filename)}:${location.row}:${code}`) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash;
}
