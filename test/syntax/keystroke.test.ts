/** What a keystroke costs, counted instead of timed: the segments that are parsed and checked again. */
import { describe, expect, it } from "vitest";
import { Analyzer } from "../../server/src/analysis/analyzer";
import type { Rule } from "../../server/src/rules/contract";
import { DEFAULT_SETTINGS } from "../../server/src/config/settings";
import { RULES } from "../../server/src/rules/index";
import { open } from "../support/engine";

/** Counts the segments that are checked, and looks names up as rules do. */
function counting(): { readonly rule: Rule; readonly checked: Set<unknown> } {
  const checked = new Set<unknown>();
  const rule: Rule = {
    ...RULES[0]!,
    kinds: ["call"],
    needs: [],
    check(call, { infer }) {
      checked.add(call.tree);
      infer.callee(call);
      return undefined;
    },
  };
  return { rule, checked };
}

const functions = Array.from(
  { length: 300 },
  (_, i) => `async def f${i}(x):\n    y = g(x)\n    await asyncio.sleep(y)\n    return helper(y)\n\n\n`,
);
const methods = Array.from(
  { length: 300 },
  (_, i) =>
    `    async def m${i}(self, x):\n        y = self.g(x)\n        await asyncio.sleep(y)\n        return self.helper(y)\n\n`,
);
const text = `import asyncio\n\n\ndef helper(x):\n    return len(x)\n\n\n${functions.join("")}class A(Base):\n    def helper(self, x):\n        return len(x)\n\n${methods.join("")}`;

/** How many segments are checked after an edit that replaces one string, which stands in the text once. */
function checkedAfter(from: string, to: string, before = text): number {
  const { rule, checked } = counting();
  const document = open(before);
  const analyzer = new Analyzer(document, [rule], DEFAULT_SETTINGS);
  analyzer.diagnostics();
  expect(checked.size).toBeGreaterThan(600);
  checked.clear();
  const at = before.indexOf(from);
  document.apply(
    [{ range: { start: document.positionAt(at), end: document.positionAt(at + from.length) }, text: to }],
    1,
  );
  analyzer.update();
  analyzer.diagnostics();
  return checked.size;
}

describe("a keystroke", () => {
  it.each([
    ["in a function", "f150(x):\n    y", "f150(x):\n    yy"],
    ["in a method", "m150(self, x):\n        y", "m150(self, x):\n        yy"],
    ["that leaves a quote open", "f150(x):\n    y = ", 'f150(x):\n    y = "'],
    ["that leaves three quotes open", "f150(x):\n    y = ", "f150(x):\n    y = '''"],
    ["that leaves a bracket open", "m150(self, x):\n        y = ", "m150(self, x):\n        y = ("],
    ["that breaks a line", "m150(self, x):\n        y", "m150(self, x):\n        \n        y"],
    ["that joins lines", "f150(x):\n    y", "f150(x):    y"],
  ])("%s is checked where it happened", (_title, from, to) => {
    expect(checkedAfter(from, to)).toBeLessThanOrEqual(2);
  });

  it("that changes one of several imports of a name concerns none of those that use it", () => {
    expect(
      checkedAfter("# again\nimport asyncio\n", "# again\nimport asynciox\n", `${text}# again\nimport asyncio\n`),
    ).toBe(0);
  });

  it("beside an import of everything concerns none of those that may use it", () => {
    expect(checkedAfter("import *\n", "import *\nimport os\n", `from time import *\n\n\n${text}`)).toBe(0);
  });

  it("that makes a helper of one of two of its name concerns none of those that call it", () => {
    expect(checkedAfter("return sum(x)", "return time.sleep(x)", `${text}def helper(x):\n    return sum(x)\n`)).toBe(1);
  });

  it.each([
    [
      "a helper's body concerns those that call it",
      "def helper(x):\n    return len(x)",
      "def helper(x):\n    return time.sleep(x)",
      301,
    ],
    [
      "a method's body concerns those that look it up",
      "def helper(self, x):\n        return len(x)",
      "def helper(self, x):\n        return time.sleep(x)",
      301,
    ],
    ["an import concerns those that use it", "import asyncio", "import trio as asyncio", 600],
  ])("%s", (_title, from, to, expected) => {
    expect(checkedAfter(from, to)).toBe(expected);
  });

  it("that leaves a quote open, and a comment without use, has no more parsed than what it is typed in", () => {
    const plain = Array.from({ length: 50 }, (_, i) => `def f${i}(x):\n    return x\n\n\n`).join("");
    const document = open(
      `${plain}async def g():\n    f()\n    time.sleep(1)  # async-skill: ignore[blocking-sleep]\n\n\nimport time\n`,
    );
    const analyzer = new Analyzer(document, RULES, DEFAULT_SETTINGS);
    expect(analyzer.diagnostics()).toEqual([]);
    const edit = (line: number, character: number, typed: string): void => {
      document.apply([{ range: { start: { line, character }, end: { line, character } }, text: typed }], 1);
      analyzer.update();
      expect(analyzer.diagnostics()).toEqual([]);
    };
    const before = document.parsedLength;
    edit(1, 11, '"');
    edit(document.lineOf(document.segments.at(-1)!), 0, "# ");
    expect(document.parsedLength - before).toBeLessThan(300);
  });

  it("leaves nothing to settle once it is settled", () => {
    const document = open(text);
    expect(document.settle()).toBe(false);
    const at = document.positionAt(text.indexOf("f150(x):\n    y") + 13);
    document.apply([{ range: { start: at, end: at }, text: '"' }], 1);
    document.settle();
    expect(document.settle()).toBe(false);
  });
});
