/**
 * Every action of every kind (fixes, refactorings, all fixes at once, ignore comments) on code written in all the ways
 * that Python allows, judged by CPython: what compiled still does, and no name is lost or found. In a plain run each
 * text is written in a few of the ways; WRITINGS=all takes all of them, and REAL=N as many real files.
 */
import { describe, expect, it } from "vitest";
import type { Settings } from "../../server/src/config/settings";
import { violations } from "../compose/texts";
import { realFiles } from "../support/files";
import { judge } from "../support/judge";
import { MADE_ASYNC, madeAsync } from "../support/made-async";
import { everyAction } from "./actions";
import { HOSTILE } from "./hostile";
import { WRITINGS } from "./writings";

interface Subject {
  readonly name: string;
  readonly text: string;
  readonly settings?: Partial<Settings>;
}

const isWhole = process.env["WRITINGS"] === "all";
const real = Number(process.env["REAL"] ?? "6");
const MOST_TEXT = 12_000;
const counts = new Map<string, number>();

/** The pages' violations, of which each is written in one of the ways in a plain run, whichever it is its turn. */
const pages: readonly Subject[] = (await violations()).map(({ rule, title, text }) => ({
  name: `${rule}: ${title}`,
  text,
}));
const hostile: readonly Subject[] = Object.entries(HOSTILE).map(([name, text]) => ({ name, text }));
const code: readonly Subject[] = realFiles(real * 8)
  .filter(({ text }) => text.length < MOST_TEXT && /^ *def /m.test(text))
  .slice(0, real)
  .map(({ file, text }) => ({ name: file, text: madeAsync(text), settings: MADE_ASYNC }));

/** What is wrong with the actions of texts that are written in one way. */
async function problemsOf(
  subjects: readonly Subject[],
  way: string,
  write: (text: string) => string,
): Promise<readonly string[]> {
  const cases = subjects.map((subject) => {
    const before = write(subject.text);
    return { ...subject, before, taken: everyAction(before, subject.settings) };
  });
  const judgements = await judge(cases.map(({ before, taken }) => ({ before, after: taken.map(({ text }) => text) })));
  // An import that runs only under a condition stays, whatever comes of its name; one of a class is an attribute of it.
  const isConditional = way === "in an if" || way === "in a try" || way === "in a class";
  return cases.flatMap(({ name, taken }, i) => {
    // Written so it is no Python for CPython: nothing can be said of it.
    const judgement = judgements[i];
    if (judgement === undefined) return [];
    return taken.flatMap(({ kind, title, text, problem }, j) => {
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      const found = [...(problem === undefined ? [] : [problem]), ...judgement[j]!].filter(
        (what) => !(isConditional && /^the import of \S+ is not used/.test(what)),
      );
      return found.map(
        (what) => `${name}: ${kind} "${title}": ${what}${process.env["SHOW"] === undefined ? "" : `\n${text}`}`,
      );
    });
  });
}

describe("every action, in code with", () => {
  const ways = Object.entries(WRITINGS);
  it.each(ways.map(([way, write], turn) => [way, write, turn] as const))(
    "%s",
    { timeout: 3_600_000 },
    async (way, write, turn) => {
      // So people's files really are, and pages never: each of them is looked at.
      const isCommon = way === "no last line break";
      const subjects =
        isWhole || isCommon
          ? [...pages, ...hostile, ...code]
          : [...pages.filter((_, i) => i % ways.length === turn), ...hostile, ...code.slice(turn % 3, (turn % 3) + 1)];
      expect(await problemsOf(subjects, way, write)).toEqual([]);
    },
  );

  it("is of every kind", () => {
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    console.log(`${total} actions: ${[...counts].map(([kind, count]) => `${kind} ${count}`).join(", ")}`);
    expect([...counts.keys()]).toEqual(
      expect.arrayContaining([
        "fix-all",
        "ignore comment",
        "limit-time-of-block",
        "run-call-in-thread",
        "missing-timeout",
      ]),
    );
    expect(total).toBeGreaterThan(500);
  });
});
