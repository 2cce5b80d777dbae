// npm run sample:fixes -- [--salt WORD] [--of-a-kind NUMBER] [--context LINES] FOLDER...: draws changed functions to be
// read by hand, as docs/PRECISION.md says. Each folder is one project; nothing in it is changed.
import * as fs from "node:fs";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { createTwoFilesPatch } from "diff";
import { hashOf, offeredFixes } from "./offered-fixes.mjs";

/** @typedef {import("./offered-fixes.mjs").Offered} Offered */

const OF_A_KIND = "10";
/** Of one project at most so many of a kind, and of one title, so that no habit of a project is all that is read. */
const OF_A_PROJECT = 3;
const OF_A_TITLE = 8;
const CONTEXT = "20";

/**
 * What a fix does, as a reader would sort it; the first that says yes.
 * @type {readonly { readonly kind: string, readonly is: (offered: Offered) => boolean }[]}
 */
const KINDS = [
  { kind: "task groups", is: ({ fix }) => /TaskGroup/.test(fix.message) },
  { kind: "httpx and aiohttp", is: ({ fix }) => /httpx|aiohttp/.test(fix.message) && !/timeout/i.test(fix.message) },
  { kind: "time limits", is: ({ rule }) => /timeout/.test(rule) },
  { kind: "dangling tasks", is: ({ rule }) => /task/.test(rule) },
  { kind: "helpers in a thread", is: ({ rule }) => /helper/.test(rule) },
  { kind: "files", is: ({ rule }) => /file/.test(rule) },
  { kind: "threads", is: ({ fix }) => /thread/.test(fix.message) },
  { kind: "others", is: () => true },
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    salt: { type: "string", default: "" },
    "of-a-kind": { type: "string", default: OF_A_KIND },
    context: { type: "string", default: CONTEXT },
  },
});
const folders = positionals.map((folder) => path.resolve(folder));
const missing = folders.find((folder) => !fs.existsSync(folder));
if (folders.length === 0 || missing !== undefined) {
  console.error(
    missing === undefined
      ? "npm run sample:fixes -- FOLDER...: each folder is one project"
      : `${missing}: there is no such folder`,
  );
  process.exit(2);
}

// What stands in tests is changed as well, but nobody waits for it.
const offered = folders
  .flatMap((folder) => offeredFixes(folder))
  .filter(({ project, file }) => !/(?:^|[/_])(?:tests?|conftest)(?:[/_.]|$)/.test(path.relative(project, file)));
let number = 0;
for (const { kind } of KINDS) {
  const all = offered.filter((one) => KINDS.find(({ is }) => is(one))?.kind === kind);
  const drawn = sample(all, Number(values["of-a-kind"]));
  console.log(`# ${kind}: ${drawn.length} of ${all.length}\n`);
  for (const one of drawn) print(one, ++number, kind);
}

/**
 * In an order that says nothing of where they stand; one of a function.
 * @param {readonly Offered[]} candidates
 * @param {number} count
 */
function sample(candidates, count) {
  const shuffled = [...candidates].sort((a, b) => hashOf(a, values.salt) - hashOf(b, values.salt));
  /** @type {Map<string, number>} */
  const taken = new Map();
  const drawn = [];
  for (const one of shuffled) {
    const limits = [
      [one.project, OF_A_PROJECT],
      [`${one.rule} ${one.fix.message}`, OF_A_TITLE],
      [`${one.file}:${functionAt(one)}`, 1],
    ];
    if (drawn.length === count) break;
    if (limits.some(([what, limit]) => (taken.get(String(what)) ?? 0) >= Number(limit))) continue;
    for (const [what] of limits) taken.set(String(what), (taken.get(String(what)) ?? 0) + 1);
    drawn.push(one);
  }
  return drawn;
}

/**
 * The row of the nearest `def` above.
 * @param {Offered} offered
 */
function functionAt({ before, row }) {
  const lines = before.split(/\r\n?|\n/).slice(0, row);
  return lines.findLastIndex((line) => /^\s*(?:async\s+)?def\b/.test(line));
}

/**
 * @param {Offered} offered
 * @param {number} which
 * @param {string} kind
 */
function print({ project, file, row, rule, message, fix, before, after }, which, kind) {
  const name = path.relative(project, file);
  console.log(`## ${which}. ${kind}: ${fix.message} (${fix.applicability})\n`);
  console.log(`${path.basename(project)} ${file}:${row}\n${rule}: ${message}`);
  if (fix.annotation !== null) console.log(`Said with it: ${fix.annotation}`);
  const [, , , , ...hunks] = createTwoFilesPatch(name, name, before, after, "", "", {
    context: Number(values.context),
  }).split("\n");
  console.log(`\n\`\`\`diff\n${hunks.join("\n").trimEnd()}\n\`\`\`\n`);
}
