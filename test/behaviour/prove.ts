import { expect, it } from "vitest";
import { applyFix, type Output, runPython } from "./run";
import type { Scenario } from "./scenario";

/** Two interpreters are started for each, on a machine that may do other things. */
const TIME_LIMIT = 180_000;

/** Registers a test for each scenario; those of a file run side by side. */
export function prove(scenarios: readonly Scenario[]): void {
  it.concurrent.each(scenarios.map((scenario) => [`${scenario.rule}: ${scenario.title}`, scenario] as const))(
    "%s",
    (_title, scenario) => proveOne(scenario),
    TIME_LIMIT,
  );
}

async function proveOne(scenario: Scenario): Promise<void> {
  const { source, outcome = { kind: "same" }, holds = [], reader = (text) => text } = scenario;
  const { fixed, fix, refusal } = applyFix(scenario);
  switch (outcome.kind) {
    case "silent":
      expect(fix?.title, "is offered").toBeUndefined();
      expect(refusal?.reason, "is refused").toBeUndefined();
      return;
    case "refused":
      expect(fix?.title, `is offered, and gives\n${fixed}`).toBeUndefined();
      expect(refusal?.reason).toContain(outcome.reason);
      return;
    case "ends": {
      expect(fix, whyNot(scenario)).toBeDefined();
      const after = await runPython(fixed);
      expect(after.stdout, `${fixed}\n${after.stderr}`).toBe(outcome.after);
      break;
    }
    case "same":
    case "frees":
    case "differs": {
      expect(fix, whyNot(scenario)).toBeDefined();
      const [before, after] = (await Promise.all([source, fixed].map((text) => runPython(reader(text))))) as [Output, Output];
      expect(before.stdout, `the script prints nothing:\n${source}\n${before.stderr}`).not.toBe("");
      if (outcome.kind === "differs") {
        expect(before.stdout, before.stderr).toBe(outcome.before);
        expect(after.stdout, `${fixed}\n${after.stderr}`).toBe(outcome.after);
        expect(fix?.annotation?.toLowerCase() ?? "no annotation", fixed).toContain(outcome.annotation.toLowerCase());
      } else if (outcome.kind === "frees") {
        expect(before.stdout, before.stderr).toMatch(/^stalled$/m);
        expect(after.stdout, `${fixed}\n${after.stderr}`).toBe(before.stdout.replace(/^stalled$/m, "free"));
      } else {
        expect(after.stdout, `${fixed}\n${after.stderr}`).toBe(before.stdout);
        expect(after.status, after.stderr).toBe(before.status);
      }
      expectNothingWorse(before, after, fixed);
    }
  }
  for (const part of holds) expect(fixed).toContain(part);
}

/** Warnings of Python (never awaited, never closed, deprecated) that were not there before, and another last word. */
function expectNothingWorse(before: Output, after: Output, fixed: string): void {
  const known = new Set(warningsOf(before));
  expect(
    warningsOf(after).filter((warning) => !known.has(warning)),
    `${fixed}\n${after.stderr}`,
  ).toEqual([]);
}

function warningsOf({ stderr }: Output): readonly string[] {
  return [...stderr.matchAll(/\w*Warning: .*|.* was never retrieved.*/g)].map(([warning]) => warning.replace(/0x[0-9a-f]+|\d+/g, "N"));
}

function whyNot({ fix, rule, source }: Scenario): string {
  return `${rule} does not offer "${fix}" here:\n${source}`;
}
