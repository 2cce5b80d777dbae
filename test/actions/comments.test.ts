/** A comment above a line stays above it, indented like it, whatever an action makes of the code around. */
import { expect, it } from "vitest";
import { violations } from "../compose/texts";
import { everyAction } from "./actions";

/** Each line of code has one above itself, which names it by its number. */
function commented(text: string): string {
  let line = 0;
  return text.replace(/^( *)(?=[\w@])/gm, (_, indentation: string) => `${indentation}# line ${line++}\n${indentation}`);
}

function* misplaced(after: string): Iterable<string> {
  const lines = after.split("\n");
  for (const [i, line] of lines.entries()) {
    if (!/^ *# line \d+$/.test(line)) continue;
    const next = lines.slice(i + 1).find((one) => one.trim() !== "");
    if (next !== undefined && indentation(next) > indentation(line)) yield `${line}\n${next}`;
  }
}

function indentation(line: string): number {
  return line.length - line.trimStart().length;
}

it("moves with the line", { timeout: 3_600_000 }, async () => {
  const texts = (await violations()).filter(({ rule }) => (process.env["RULE"] ?? rule) === rule);
  const found = texts.flatMap(({ rule, title, text }) => {
    const before = commented(text);
    if (/"""|'''|\\\n|[([{,]\n/.test(text)) return [];
    return everyAction(before).flatMap(({ kind, title: action, text: after }) =>
      [...misplaced(after)].map((what) => `${rule}: ${title}: ${kind} "${action}"\n${what}`),
    );
  });
  expect(found).toEqual([]);
});
