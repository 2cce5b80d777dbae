/**
 * Twice the file is twice the work, of whatever shape it is: finding and fixing all, counted by how often the engine's
 * code runs.
 */
import { afterAll, describe, expect, it } from "vitest";
import { Analyzer } from "../../server/src/analysis/analyzer";
import { fixAll } from "../../server/src/analysis/fix-all";
import { DEFAULT_SETTINGS } from "../../server/src/config/settings";
import { RULES } from "../../server/src/rules/index";
import { open } from "../support/engine";
import { HOSTILE_SHAPES } from "../support/hostile";
import { fastest, WorkCounter } from "../support/work";

const SIZE = Number(process.env["SIZE"] ?? 40);
/** Where each of many asks each of many it is nearly 4; the rest is what small tables and runs of the parser need. */
const MOST = 2.6;

const TASKS: Readonly<Record<string, (text: string) => void>> = {
  "finding all": (text) => void new Analyzer(open(text), RULES, DEFAULT_SETTINGS).diagnostics(),
  "fixing all": (text) => void fixAll(new Analyzer(open(text), RULES, DEFAULT_SETTINGS), open, { unsafe: true }),
};

const counter = new WorkCounter();
afterAll(() => counter.stop());

function expectGrowth(run: (text: string) => void, make: (size: number) => string, size: number): void {
  const [once, twice] = [size, 2 * size].map((one) => counter.count(() => run(make(one)))) as [
    ReturnType<typeof counter.count>,
    ReturnType<typeof counter.count>,
  ];
  expect(once.total).toBeGreaterThan(1_000);
  const ratio = twice.total / once.total;
  expect(
    ratio < MOST,
    `${once.total}, then ${twice.total}: ${ratio.toFixed(2)} times\n${fastest(once, twice, 2).join("\n")}`,
  ).toBe(true);
}

describe.each(Object.entries(TASKS))("%s", (_task, run) => {
  it.each(Object.entries(HOSTILE_SHAPES))("%s", (_title, make) => expectGrowth(run, make, SIZE));
});

// What each part of a chain asks of those below it is little beside the rest, until the chain is this long.
it("fixing all known calls in a long chain", () =>
  expectGrowth(TASKS["fixing all"]!, HOSTILE_SHAPES["known calls in a chain"]!, 160));
