/** Bad input is normal: nothing throws, nothing overflows the stack, and no finding touches a syntax error. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Analyzer } from "../../server/src/analysis/analyzer";
import { DEFAULT_SETTINGS } from "../../server/src/config/settings";
import { applyEdits, areDisjoint, editsOf } from "../../server/src/fixes/apply";
import { RULES } from "../../server/src/rules/index";
import { randomEdit, changeOf } from "../support/edits";
import { BAD_INPUT } from "../support/bad-input";
import { open } from "../support/engine";
import { realFiles } from "../support/files";

/** Runs every rule and every fix over a text, and checks what must hold of the findings in any text. */
function exercise(text: string): number {
  const document = open(text);
  expect(document.text === text, "the segments join to the text").toBe(true);
  const analyzer = new Analyzer(document, RULES, DEFAULT_SETTINGS);
  const findings = analyzer.diagnostics();
  for (const finding of findings) {
    expect(finding.start).toBeLessThanOrEqual(finding.end);
    expect(finding.end).toBeLessThanOrEqual(text.length);
    const segment = document.segmentAt(finding.start)!;
    const from = document.offsetOf(segment);
    const node = segment.tree.at(finding.start - from, finding.end - from);
    expect(
      node.hasError && node.kind !== "module" && node.kind !== "block",
      `${finding.rule} touches a syntax error: ${node.text.slice(0, 200)}`,
    ).toBe(false);
  }
  if (findings.length > 200) return findings.length;
  for (const { offers } of analyzer.repairs(0, text.length)) {
    for (const offer of offers) {
      if (offer.kind !== "fix") continue;
      const edits = editsOf(analyzer.module, offer);
      expect(areDisjoint(edits)).toBe(true);
      applyEdits(text, edits);
    }
  }
  return findings.length;
}

describe("bad input", () => {
  it.each(Object.entries(BAD_INPUT))("%s", (_title, text) => {
    exercise(text);
  });

  it("a file of 100,000 lines", () => {
    const sources = realFiles(400)
      .map(({ text }) => text)
      .filter((text) => /\basync\b/.test(text));
    let text = "";
    let lines = 0;
    for (let i = 0; lines < 100_000; i++) {
      const next = sources[i % sources.length]!;
      text += next.endsWith("\n") ? next : `${next}\n`;
      lines += next.split("\n").length;
    }
    exercise(text);
  });

  it("half-typed lines of real code", () => {
    const sources = realFiles(150)
      .map(({ text }) => text)
      .filter((text) => /\basync def\b/.test(text));
    for (const source of sources.slice(0, 12)) {
      for (let k = 1; k <= 6; k++) exercise(source.slice(0, Math.floor((source.length * k) / 7)));
    }
  });

  it("random damage to real code", () => {
    const sources = realFiles(150)
      .map(({ text }) => text)
      .filter((text) => /\basync def\b/.test(text) && text.length < 30_000);
    fc.assert(
      fc.property(fc.constantFrom(...sources), fc.array(randomEdit, { minLength: 1, maxLength: 5 }), (text, edits) => {
        let after = text;
        for (const edit of edits) after = changeOf(edit, after).after;
        exercise(after);
      }),
      { seed: 7, numRuns: 150 },
    );
  });
});
