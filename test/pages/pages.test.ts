/**
 * The rules' pages hold: their violations are found where the carets stand, their fixes give the code that is shown,
 * and what is no violation stays clean. UPDATE_PAGES=1 rewrites carets and fixed code.
 */
import type { Diagnostic } from "../../server/src/analysis/diagnostic";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { type Example, readPage } from "../../scripts/rule-page";
import type { Rule } from "../../server/src/rules/contract";
import type { Settings } from "../../server/src/config/settings";
import type { Fix } from "../../server/src/fixes/fix";
import type { Role } from "../../server/src/config/roles";
import { RULES } from "../../server/src/rules/index";
import { analyze } from "../support/engine";
import { changesProjectOnly, countByRule, fence, render, runsHere, settingsOf } from "../support/page";
import { judge } from "../support/judge";
import { excusesBare } from "../support/problems";
import { compileErrors } from "../support/python";
import { withCarets, withoutCarets } from "../support/render";
import { type Subject, subject } from "../support/subject";

const update = process.env["UPDATE_PAGES"] === "1";
/** The rules whose pages are looked at, with commas between them; all when undefined. */
const only = process.env["RULE"]?.split(",");
const rulesDir = path.resolve(import.meta.dirname, "../../server/src/rules");
const pages = fs
  .readdirSync(rulesDir)
  .filter((name) => name.endsWith(".md") && (only === undefined || only.includes(name.slice(0, -".md".length))))
  .sort();

/** A fixed text parses, has lost its finding, brought none, and kept every comment. */
function checkFixed(before: Subject, after: Subject, rule: string, title: string): void {
  const fixed = after.text;
  const counts = countByRule(before.everything);
  const countsAfter = countByRule(after.findings);
  expect(countsAfter.get(rule) ?? 0, `"${title}" leaves its finding:\n${fixed}`).toBeLessThan(counts.get(rule) ?? 0);
  for (const [other, count] of countsAfter)
    expect(count, `"${title}" brings ${other}:\n${fixed}`).toBeLessThanOrEqual(counts.get(other) ?? 0);
  const left = after.comments.map((comment) => comment.text);
  for (const comment of before.comments) {
    // What is found in a comment may change it.
    if (
      before.findings.some(
        (finding) => finding.rule === rule && comment.start <= finding.start && finding.end <= comment.end,
      )
    )
      continue;
    // What excuses a clause that names no exception, once it names one.
    if (excusesBare(before.text, comment.start)) continue;
    // What is said of an import goes with it.
    if (
      /(?:^|[\r\n])[ \t]*(?:(?:import|from)\s[^\r\n]*|from\s[^()]*\([^()]*)$/.test(before.text.slice(0, comment.start))
    )
      continue;
    const index = left.findIndex((one) => one.includes(comment.text));
    expect(index, `"${title}" loses the comment ${comment.text}:\n${fixed}`).toBeGreaterThanOrEqual(0);
    left.splice(index, 1);
  }
}

/**
 * Whoever chooses a fix that isn't safe reads in the menu what it changes: in few words, and not in those of the title.
 */
function checkTitle({ title, applicability, differs }: Fix): void {
  if (applicability === "safe") return expect(differs, title).toBeUndefined();
  expect(differs, `"${title}" says in its title what it changes`).toMatch(/^[\w',.\- ]{5,40}$/);
}

/** Typing a text ends in the findings that opening it gives. */
function checkTyped(text: string, settings: Partial<Settings>, expected: readonly Diagnostic[]): void {
  const analyzer = analyze("", settings, RULES);
  const { document } = analyzer;
  for (let i = 0; i < text.length; i++) {
    const at = document.positionAt(i);
    document.apply([{ range: { start: at, end: at }, text: text[i]! }], i + 1);
    if (i % 37 === 0) {
      analyzer.update();
      analyzer.diagnostics();
    }
  }
  document.settle();
  analyzer.update();
  expect(document.text).toBe(text);
  expect(analyzer.diagnostics()).toEqual(expected);
}

/** The rules as they would be if they looked at every segment. */
const UNSELECTIVE: readonly Rule[] = RULES.map((rule) => ({ ...rule, needs: [] }));

/** What a rule would find in a text if its `needs` let it look. */
function leftOutByNeeds(
  text: string,
  settings: Partial<Settings>,
  rule: string,
  found: readonly Diagnostic[],
): readonly string[] {
  const placed = ({ start, end, message }: Diagnostic): string => `${text.slice(start, end)} (${start}): ${message}`;
  const known = new Set(found.map(placed));
  return subject("py", text, settings, { rules: UNSELECTIVE })
    .findings.filter((finding) => finding.rule === rule)
    .map(placed)
    .filter((one) => !known.has(one));
}

it("has a page for each rule", () => {
  const named = fs.readdirSync(rulesDir).filter((name) => name.endsWith(".md"));
  expect(named.toSorted()).toEqual(RULES.map(({ name }) => `${name}.md`).toSorted());
});

for (const name of pages) {
  const file = path.join(rulesDir, name);
  const page = readPage(file);
  describe(page.rule, () => {
    const lines = fs.readFileSync(file, "utf8").split("\n");
    const rewrites: { readonly from: number; readonly to: number; readonly lines: readonly string[] }[] = [];

    it("is a rule of the index", () => {
      expect(RULES.map((rule) => rule.name)).toContain(page.rule);
      expect(page.violations.length).toBeGreaterThan(0);
      expect(page.nonViolations.length).toBeGreaterThan(0);
    });

    it.each(page.violations.map((example) => [example.title, example] as const))("finds: %s", (_title, example) =>
      checkViolation(example),
    );

    it.each(page.nonViolations.map((example) => [example.title, example] as const))(
      "leaves alone: %s",
      async (_title, example) => {
        const others = [...example.files].flatMap(([of, text]) => (of.endsWith(".py") ? [text] : []));
        const errors = await compileErrors([...example.blocks.filter(runsHere).map((block) => block.text), ...others]);
        for (const error of errors) expect(error, "the example is no Python").toBeNull();
        for (const block of example.blocks) {
          const found = subject(block.language, block.text, settingsOf(block), {
            files: example.files,
          }).findings.filter((finding) => finding.rule === page.rule);
          expect(found.map((finding) => `${block.text.slice(finding.start, finding.end)}: ${finding.message}`)).toEqual(
            [],
          );
        }
      },
    );

    it.each(["test", "command", "script"] as const)("does in a %s what the page says", (role) => {
      const blocks = page.violations.flatMap(({ blocks: [block] }) => (block?.language === "py" ? [block] : []));
      const foundAs = (as: Role): readonly Diagnostic[] =>
        blocks.flatMap((block) => {
          const settings = { ...settingsOf(block), role: { role: as, by: "setting" as const } };
          return subject(block.language, withoutCarets(block.text), settings).findings.filter(
            (finding) => finding.rule === page.rule,
          );
        });
      const found = foundAs(role);
      const full = foundAs("application");
      // What can't work at all is told wherever it stands.
      const left = found.filter(({ message, severity }) => severity === "hint" || !/ raises /.test(message));
      switch (page.roles[role]) {
        case "silent":
          return expect(left).toEqual([]);
        case "unattended":
        case "softer":
          expect(left.map(({ severity }) => severity)).toEqual(left.map(() => "hint"));
          // Within the role a rule may know exceptions of its own.
          return expect(found.length > 0 && found.length <= full.length).toBe(full.length > 0);
        case "full":
          // Within the role a rule may know exceptions of its own; one about comments speaks of what the other rules
          // find there.
          if (RULES.find((rule) => rule.name === page.rule)?.checkUnused === undefined)
            expect(full).toEqual(expect.arrayContaining([...found]));
          // What a rule itself thinks less of is so in every role.
          expect(found.some(({ severity }) => severity === page.severity)).toBe(
            full.some(({ severity }) => severity === page.severity),
          );
          return expect(found.length > 0).toBe(full.length > 0);
      }
    });

    it("is written as the rule behaves", () => {
      if (!update || rewrites.length === 0) return expect(rewrites).toEqual([]);
      for (const { from, to, lines: fresh } of [...rewrites].sort((a, b) => b.from - a.from))
        lines.splice(from, to - from, ...fresh);
      fs.writeFileSync(file, lines.join("\n"));
    });

    async function checkViolation(example: Example): Promise<void> {
      const [block, ...shown] = example.blocks;
      if (block === undefined) throw new Error(`${file}: no block in "${example.title}"`);
      const settings = settingsOf(block);
      const text = withoutCarets(block.text);
      const { files } = example;
      const before = subject(block.language, text, settings, { files });
      const findings = before.findings.filter((finding) => finding.rule === page.rule);
      const leftOut =
        block.language === "py" && withCarets(text, before, findings) !== block.text
          ? leftOutByNeeds(text, settings, page.rule, findings)
          : [];
      expect(leftOut, "found without needs: needs leave this out").toEqual([]);
      expect(findings.length, `nothing found:\n${text}`).toBeGreaterThan(0);
      const offered = before.offered(page.rule);
      const rendered = offered.map(({ offer }) => render(block.language, offer, before.edit));
      const annotated = withCarets(text, before, findings);
      if (update) {
        const fresh = [
          `\`\`\`${fence(lines[block.from - 1]!)}`,
          ...annotated.split("\n").slice(0, -1),
          "```",
          ...rendered.flatMap(({ info, text: fixed }) => [
            "",
            `\`\`\`${info}`,
            ...fixed.split("\n").slice(0, -1),
            "```",
          ]),
        ];
        const last = shown.at(-1) ?? block;
        if (lines.slice(block.from - 1, last.to + 1).join("\n") !== fresh.join("\n"))
          rewrites.push({ from: block.from - 1, to: last.to + 1, lines: fresh });
      } else {
        expect(annotated).toBe(block.text);
        expect(rendered.map(({ info, text: fixed }) => `${info}\n${fixed}`)).toEqual(
          shown.map((one) => `${fence(lines[one.from - 1]!)}\n${one.text}`),
        );
      }
      const fixes = offered.flatMap(({ offer }) => (offer.kind === "fix" && !changesProjectOnly(offer) ? [offer] : []));
      for (const { offer } of offered) if (offer.kind === "fix") checkTitle(offer);
      for (const fix of fixes)
        checkFixed(before, subject(block.language, before.edit(fix), settings, { files }), page.rule, fix.title);
      if (runsHere(block)) {
        const [problems] = await judge([{ before: text, after: fixes.map(before.edit) }]);
        if (problems === undefined) throw new Error("the example is no Python");
        expect(problems.flatMap((of, i) => of.map((problem) => `"${fixes[i]!.title}": ${problem}`))).toEqual([]);
      }
      if (block.language === "py") checkTyped(text, settings, before.findings);
    }
  });
}
