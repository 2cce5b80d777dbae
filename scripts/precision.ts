/**
 * The table of docs/PRECISION.md: how many findings are recorded is counted; how many were read and right is written by
 * hand.
 */
import * as fs from "node:fs";

interface Row {
  readonly read: number;
  readonly right: number;
  readonly others: string;
}

const ROW = /^\| ([a-z0-9-]+) \| \d+ \| (\d+) \| (\d+) \| (.*) \|$/gm;
const TABLE =
  /(?<=\| Rule \| Found \| Read \| Right \| The others \|\n\| --- \| --- \| --- \| --- \| --- \|\n)(?:\|.*\n)*/;
const SUMS = /Of \d+ findings \d+ were read, and \d+ were right: [\d.]+ %/;

/**
 * The page with a row for each rule, in the order of the catalogue.
 * @param folder where the findings in packages are recorded: a file each, a line for the package and one for each
 * finding
 * @throws where the page has no table, or no sentence with the sums
 */
export function precisionPage(text: string, rules: readonly string[], folder: string): string {
  if (!TABLE.test(text) || !SUMS.test(text))
    throw new Error("docs/PRECISION.md: no table of the rules, or no sentence with its sums");
  const found = recordedFindings(folder);
  const byHand = new Map(
    [...text.matchAll(ROW)].map(([, rule = "", read, right, others = ""]): [string, Row] => [
      rule,
      { read: Number(read), right: Number(right), others },
    ]),
  );
  const rows = rules.map((rule) => ({
    rule,
    found: found.get(rule) ?? 0,
    ...(byHand.get(rule) ?? { read: 0, right: 0, others: "-" }),
  }));
  const sum = (of: (row: (typeof rows)[number]) => number): number => rows.reduce((total, row) => total + of(row), 0);
  const [all, read, right] = [sum((row) => row.found), sum((row) => row.read), sum((row) => row.right)];
  const table = rows
    .map((row) => `| ${row.rule} | ${row.found} | ${row.read} | ${row.right} | ${row.others} |\n`)
    .join("");
  return text
    .replace(TABLE, () => table)
    .replace(
      SUMS,
      `Of ${all} findings ${read} were read, and ${right} were right: ${((right / Math.max(read, 1)) * 100).toFixed(1)} %`,
    );
}

/** How many findings of each rule are recorded; a rule that has none is not among them. */
function recordedFindings(folder: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const file of fs.readdirSync(folder)) {
    const [, ...findings] = fs.readFileSync(`${folder}/${file}`, "utf8").trimEnd().split("\n");
    for (const finding of findings) {
      const rule = finding.slice(0, finding.indexOf(" "));
      counts.set(rule, (counts.get(rule) ?? 0) + 1);
    }
  }
  return counts;
}
