/** Every rule with fixes, and every kind of fix that a page shows, is run before and after in Python. */
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { readPages } from "../../scripts/generated";
import { RULES } from "../../server/src/rules/index";
import { SCENARIOS } from "../behaviour/scenarios/index";

const pages = readPages().filter((page) => page.fix !== "none");
const scenarios = Object.values(SCENARIOS).flat();

/** The three fixes that the product is known for. */
const KNOWN_FOR: readonly (readonly string[])[] = [
  ["blocking-http-call"],
  ["missing-timeout", "disabled-timeout", "implicit-timeout"],
  ["gather-without-task-group"],
];

/** The title of a fix without the names and numbers of the code that it is for. */
function kindOf(title: string): string {
  return title
    .replace(/\d+(\.\d+)?/g, "N")
    .replace(/(?<=[=(])[A-Z][A-Z_]+(?=\)|$)/g, "CONSTANT")
    .replace(/(?<=, which )\w+(?= runs in a thread$)/, "FRAMEWORK")
    .replace(/^(Make \w+|Run \w+\(\))/, (words) => (words.startsWith("Run") ? "Run NAME" : "Make NAME"))
    .replace(/(?<=\bkill )\w+(?= when\b)/, "NAME")
    .replace(/^Add \w+\.settimeout/, "Add NAME.settimeout")
    .replace(/^Start it in \w+$/, "Start it in NAME")
    .replace(/^Keep it as [\w.]+$/, "Keep it as NAME")
    .replace(/^(Replace with) (?:['"[].*|[a-z]+(?:-[a-z]+)+)$/, "$1 NAME")
    .replace(/^Remove [\w-]+ from/, "Remove NAME from")
    .replace(/^Add \w+ beside it$/, "Add NAME beside it");
}

function kindsOf(rule: string): readonly string[] {
  return scenarios
    .filter(
      (scenario) =>
        scenario.rule === rule && scenario.outcome?.kind !== "refused" && scenario.outcome?.kind !== "silent",
    )
    .map(({ fix }) => kindOf(fix));
}

describe("the scenarios", () => {
  it.each(pages.map((page) => [page.rule, page] as const))("run every kind of fix of %s", (rule, page) => {
    const shown = new Set(
      page.violations.flatMap((example) =>
        example.blocks.flatMap((block) => (block.fix === undefined ? [] : [kindOf(block.fix)])),
      ),
    );
    const run = kindsOf(rule);
    expect([...shown].filter((kind) => !run.includes(kind))).toEqual([]);
  });

  it("show for every rule about blocking that the loop is free afterwards", () => {
    const rules = pages
      .map((page) => page.rule)
      .filter((name) => RULES.find((rule) => rule.name === name)?.stallsLoop === true);
    expect(rules.length).toBeGreaterThanOrEqual(11);
    const shown = new Set(SCENARIOS.heartbeat.map(({ rule }) => rule));
    expect(rules.filter((rule) => !shown.has(rule))).toEqual([]);
  });

  it("are many where the product is known for its fixes", () => {
    for (const rules of KNOWN_FOR) {
      const own = scenarios.filter(({ rule }) => rules.includes(rule));
      expect(own.length, rules.join(", ")).toBeGreaterThanOrEqual(25);
    }
    expect(scenarios.length).toBeGreaterThanOrEqual(250);
    console.log(`${scenarios.length} scenarios run fixes of ${new Set(scenarios.map(({ rule }) => rule)).size} rules`);
  });

  it("have titles of their own, and are about rules that there are", () => {
    const titles = scenarios.map(({ rule, title }) => `${rule}: ${title}`);
    expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
    expect(scenarios.map(({ rule }) => rule).filter((rule) => !pages.some((page) => page.rule === rule))).toEqual([]);
  });

  it("are all proved", () => {
    const files = fs
      .readdirSync(path.resolve(import.meta.dirname, "../behaviour"))
      .filter((name) => name.endsWith(".test.ts"));
    expect(Object.keys(SCENARIOS).filter((name) => !files.includes(`${name}.test.ts`))).toEqual([]);
  });
});
