import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../scripts/generated";
import { RULES } from "../../server/src/rules/index";

const page = fs.readFileSync(path.join(root, "docs/PRECISION.md"), "utf8");

interface Row {
  readonly rule: string;
  readonly found: number;
  readonly read: number;
  readonly right: number;
}

/** The first table, whose rows are the rules. */
const [table = ""] = /(?<=\| Rule \| Found \| Read \| Right \| The others \|\n)(?:\|.*\n)*/.exec(page) ?? [];

const rows: readonly Row[] = [...table.matchAll(/^\| ([a-z0-9-]+) \| (\d+) \| (\d+) \| (\d+) \|/gm)].map(
  ([, rule = "", found, read, right]) => ({
    rule,
    found: Number(found),
    read: Number(read),
    right: Number(right),
  }),
);

describe("docs/PRECISION.md", () => {
  it("has a row for every rule, in the order of the catalogue", () => {
    expect(rows.map(({ rule }) => rule)).toEqual(RULES.map(({ name }) => name));
  });

  it("says of no rule that more was read than is found, or more right than read", () => {
    expect(
      rows.filter(({ found, read, right }) => right > read || read > found || (read === 0) !== (found === 0)),
    ).toEqual([]);
  });
});
