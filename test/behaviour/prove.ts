import { expect, it } from "vitest";
import type { Fix } from "../../server/src/fixes/fix";
import { applyFix, type Output, runPython } from "./run";
import type { Outcome, Scenario } from "./scenario";

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
  const { outcome = { kind: "same" }, holds = [], says, safe } = scenario;
  const { fixed, fix, refusal, message } = applyFix(scenario);
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
    case "warns":
    case "repairs":
    case "differs":
      await proveRun(scenario, outcome, fixed, fix);
      if (outcome.kind === "repairs") expect(message).toContain(outcome.message);
  }
  for (const part of holds) expect(fixed).toContain(part);
  if (safe === true) expect(fix?.applicability, fix?.annotation).toBe("safe");
  if (says !== undefined) expectAnnotation(fix, says);
}

type RunOutcome = Extract<Outcome, { readonly kind: "same" | "frees" | "warns" | "repairs" | "differs" }>;

async function proveRun(scenario: Scenario, outcome: RunOutcome, fixed: string, fix: Fix | undefined): Promise<void> {
  const { source, reader = (text) => text } = scenario;
  expect(fix, whyNot(scenario)).toBeDefined();
  const [before, after] = (await Promise.all([source, fixed].map((text) => runPython(reader(text))))) as [
    Output,
    Output,
  ];
  const seen = `${fixed}\n${after.stderr}`;
  expect(before.stdout, `the script prints nothing:\n${source}\n${before.stderr}`).not.toBe("");
  if (outcome.kind === "frees") expect(before.stdout, before.stderr).toMatch(/^stalled$/m);
  const hasBoth = outcome.kind === "differs" || outcome.kind === "repairs";
  if (hasBoth) expect(before.stdout, before.stderr).toBe(outcome.before);
  expect(after.stdout, seen).toBe(hasBoth ? outcome.after : before.stdout.replace(/^stalled$/m, "free"));
  if (outcome.kind !== "repairs") expect(after.status, seen).toBe(before.status);
  if (outcome.kind === "differs" || outcome.kind === "warns") expectAnnotation(fix, outcome.annotation);
  if (outcome.kind === "warns") expect(newWarnings(before, after), seen).not.toEqual([]);
  else expect(newWarnings(before, after), seen).toEqual([]);
}

function expectAnnotation(fix: Fix | undefined, words: string): void {
  expect(fix?.annotation?.toLowerCase() ?? "no annotation").toContain(words.toLowerCase());
}

/** Warnings of Python (never awaited, never closed, deprecated) that were not there before. */
function newWarnings(before: Output, after: Output): readonly string[] {
  const known = new Set(warningsOf(before));
  return warningsOf(after).filter((warning) => !known.has(warning));
}

function warningsOf({ stderr }: Output): readonly string[] {
  return [...stderr.matchAll(/\w*Warning: .*|.* was never retrieved.*/g)].map(([warning]) =>
    warning.replace(/0x[0-9a-f]+|\d+/g, "N"),
  );
}

function whyNot({ fix, rule, source }: Scenario): string {
  return `${rule} does not offer "${fix}" here:\n${source}`;
}
