/**
 * The refactorings' pages hold: at the carets, which stand under the cursor or the selection, the menu offers what is
 * shown, and in the last section nothing. UPDATE_PAGES=1 rewrites the code that is shown.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { type Block, type Example } from "../../scripts/rule-page";
import { readRefactoringPage } from "../../scripts/refactoring-page";
import { refactoringsAt } from "../../server/src/analysis/refactor";
import type { Refactoring } from "../../server/src/refactorings/contract";
import type { Settings } from "../../server/src/config/settings";
import { applyEdits, areDisjoint, editsOf } from "../../server/src/fixes/apply";
import type { Fix, Offer } from "../../server/src/fixes/fix";
import { REFACTORINGS } from "../../server/src/refactorings/index";
import { analyze, diagnose } from "../support/engine";
import { countByRule, fence, render, runsHere, settingsOf } from "../support/page";
import { compileErrors } from "../support/python";
import { markedRanges, withoutCarets } from "../support/render";
import { subject } from "../support/subject";

const update = process.env["UPDATE_PAGES"] === "1";
const only = process.env["RULE"];
const folder = path.resolve(import.meta.dirname, "../../server/src/refactorings");
const pages = fs
  .readdirSync(folder)
  .filter((name) => name.endsWith(".md") && (only === undefined || name === `${only}.md`))
  .sort();

it("has a page for each refactoring", () => {
  const named = fs.readdirSync(folder).filter((name) => name.endsWith(".md"));
  expect(named.toSorted()).toEqual(REFACTORINGS.map(({ name }) => `${name}.md`).toSorted());
});

for (const name of pages) {
  const file = path.join(folder, name);
  const page = readRefactoringPage(file);
  describe(page.refactoring, () => {
    const refactoring = REFACTORINGS.find((one) => one.name === page.refactoring);
    const lines = fs.readFileSync(file, "utf8").split("\n");
    const rewrites: { readonly from: number; readonly to: number; readonly lines: readonly string[] }[] = [];

    it("is a refactoring of the index", () => {
      expect(refactoring).toBeDefined();
      expect(page.offered.length).toBeGreaterThan(0);
      expect(page.notOffered.length).toBeGreaterThan(0);
    });

    it.each(page.offered.map((example) => [example.title, example] as const))("offers: %s", (_title, example) =>
      checkOffered(example),
    );

    it.each(page.notOffered.map((example) => [example.title, example] as const))(
      "leaves alone: %s",
      async (_title, { blocks }) => {
        for (const block of blocks) {
          const { text, spots } = marked(block);
          expect(spots.length, `no cursor in:\n${text}`).toBeGreaterThan(0);
          for (const spot of spots)
            expect(offers(refactoring!, text, spot, settingsOf(block)).map(({ title }) => title)).toEqual([]);
          if (runsHere(block)) expect(await compileErrors([text]), "the example is no Python").toEqual([null]);
        }
      },
    );

    it("is written as the refactoring behaves", () => {
      if (!update || rewrites.length === 0) return expect(rewrites).toEqual([]);
      for (const { from, to, lines: fresh } of [...rewrites].sort((a, b) => b.from - a.from))
        lines.splice(from, to - from, ...fresh);
      fs.writeFileSync(file, lines.join("\n"));
    });

    async function checkOffered(example: Example): Promise<void> {
      const [block, ...shown] = example.blocks;
      if (block === undefined) throw new Error(`${file}: no block in "${example.title}"`);
      const settings = settingsOf(block);
      const { text, spots } = marked(block);
      expect(spots.length, `one cursor is needed in:\n${text}`).toBe(1);
      const before = subject("py", text, settings);
      const offered = offers(refactoring!, text, spots[0]!, settings);
      expect(offered.length, `nothing is offered in:\n${text}`).toBeGreaterThan(0);
      const edit = (fix: Fix): string => applied(text, fix, settings);
      const rendered = offered.map((offer) => render("py", offer, edit));
      if (update) {
        const fresh = rendered.flatMap(({ info, text: changed }) => [
          "",
          `\`\`\`${info}`,
          ...changed.split("\n").slice(0, -1),
          "```",
        ]);
        const to = (shown.at(-1) ?? block).to + 1;
        if (lines.slice(block.to + 1, to).join("\n") !== fresh.join("\n"))
          rewrites.push({ from: block.to + 1, to, lines: fresh });
      } else {
        expect(rendered.map(({ info, text: changed }) => `${info}\n${changed}`)).toEqual(
          shown.map((one) => `${fence(lines[one.from - 1]!)}\n${one.text}`),
        );
      }
      const fixes = offered.filter((offer) => offer.kind === "fix");
      const counts = countByRule(before.everything);
      for (const fix of fixes) {
        const after = edit(fix);
        expect(after).not.toBe(text);
        for (const comment of before.comments) expect(after, `"${fix.title}" loses a comment`).toContain(comment.text);
        for (const [rule, count] of countByRule(diagnose(after, settings)))
          expect(count, `"${fix.title}" brings ${rule}:\n${after}`).toBeLessThanOrEqual(counts.get(rule) ?? 0);
      }
      if (runsHere(block))
        expect(await compileErrors([text, ...fixes.map(edit)])).toEqual([null, ...fixes.map(() => null)]);
    }
  });
}

interface Marked {
  readonly text: string;
  readonly spots: readonly { readonly start: number; readonly end: number }[];
}

function marked(block: Block): Marked {
  const text = withoutCarets(block.text);
  return { text, spots: markedRanges(block.text) };
}

/** What one refactoring offers at a spot; the findings of all rules are there to be left to themselves. */
function offers(
  refactoring: Refactoring,
  text: string,
  { start, end }: Marked["spots"][number],
  settings: Partial<Settings>,
): readonly Offer[] {
  return refactoringsAt(analyze(text, settings), [refactoring], start, end);
}

function applied(text: string, fix: Fix, settings: Partial<Settings>): string {
  const edits = editsOf(analyze(text, settings).module, fix);
  expect(areDisjoint(edits), `edits of "${fix.title}" overlap`).toBe(true);
  return applyEdits(text, edits);
}
