/**
 * A file that was followed over any steps, and asked anything in between, answers as one just opened. `npm run fuzz`
 * takes more of them.
 */
import { expect, it } from "vitest";
import { parser } from "../support/engine";
import { runSession } from "./session";
import type { Counts } from "./subject";

/** Sessions of each test, and steps of each session: half a minute in all on a machine that has nothing else to do. */
const SESSIONS = 60;
const STEPS = 60;

it.each([0, 1, 2, 3])(
  "after each of many steps (%i)",
  (part) => {
    const counts: Counts = new Map();
    for (let i = 0; i < SESSIONS; i++) {
      const failure = runSession(parser, 1 + part * SESSIONS + i, STEPS, counts);
      const replay = failure === undefined ? "" : JSON.stringify({ text: failure.text, steps: failure.steps });
      expect(failure === undefined, `seed ${failure?.seed}: ${failure?.message}\nreplay: ${replay}`).toBe(true);
    }
    const count = (what: string): number => counts.get(what) ?? 0;
    expect(count("findings compared")).toBeGreaterThan(SESSIONS * 10);
    for (const what of [
      "actions compared",
      "refactorings compared",
      "edits worked out",
      "refusals",
      "fixes applied",
      "settle",
      "drop trees",
      "configure",
      "fix all",
      "undo",
    ])
      expect(count(what), what).toBeGreaterThan(0);
  },
  600_000,
);
