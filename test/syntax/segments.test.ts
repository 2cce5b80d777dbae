/** Segments are a way to be fast: together they read as the whole file does. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parser, open } from "../support/engine";
import { realFiles } from "../support/files";
import { FRAGMENTS } from "../support/fragments";
import { segmentShape, shape } from "../support/trees";

function expectSameAsWhole(text: string): void {
  const document = open(text);
  expect(document.text).toBe(text);
  const whole = parser.parse(text);
  if (whole.broken) return;
  for (const segment of document.segments)
    expect(segment.tree.broken, `broken by the cut: ${segment.text}`).toBe(false);
  expect(segmentShape(document)).toEqual(shape(whole.root));
}

const endings = fc.constantFrom("\n", "\r\n", "\r");

describe("segments against one parse of the whole file", () => {
  it("read real files alike", () => {
    const files = realFiles(300);
    for (const { file, text } of files) {
      try {
        expectSameAsWhole(text);
      } catch (error) {
        throw new Error(file, { cause: error });
      }
    }
  });

  it("read real files with other line endings alike", () => {
    for (const { text } of realFiles(40)) {
      expectSameAsWhole(text.replaceAll("\n", "\r\n"));
    }
  });

  it.each(FRAGMENTS)("read %j alike", (fragment) => {
    expect(parser.parse(fragment).broken, "the example is no Python").toBe(false);
    expectSameAsWhole(fragment);
    expectSameAsWhole(fragment.trimEnd());
    expectSameAsWhole(`\uFEFF${fragment}`);
    expectSameAsWhole(`x = 1\n${fragment}y = 2\n`);
    expectSameAsWhole(`def before():\n    pass\n${fragment}def after():\n    pass\n`);
    expectSameAsWhole(`class Before:\n    x = 1\n\n\n${fragment}\n\nclass After:\n    x = 1\n`);
  });

  it("read fragments in any order alike", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...FRAGMENTS), { minLength: 1, maxLength: 12 }),
        endings,
        (fragments, ending) => {
          expectSameAsWhole(fragments.join("").replaceAll("\n", ending));
        },
      ),
      { seed: 1, numRuns: 1000 },
    );
  });

  it("read classes of any members alike", () => {
    const indented = (text: string, by: string): string => text.replace(/^(?=[^\n])/gm, by);
    const gap = fc.constantFrom(
      "",
      "",
      "\n",
      "\n\n",
      "# in column 0\n",
      "  # in column 2\n",
      "        # in column 8\n",
      "\f\n",
      "   \n",
    );
    const members = fc.array(fc.tuple(gap, fc.constantFrom(...FRAGMENTS.filter((one) => !one.includes("\f")))), {
      minLength: 1,
      maxLength: 8,
    });
    const header = fc.constantFrom(
      "class A:\n",
      "class A(B):  # c\n",
      "@d\n# c\nclass A(\n    B,\n):\n",
      "class A:\n\n\n",
      "class A[T]:\n",
    );
    const body = fc
      .tuple(header, members, fc.constantFrom("    ", "  ", "\t", "            "))
      .map(
        ([first, parts, by]) =>
          first + parts.map(([between, part]) => between + indented(part, by)).join("") + `${by}pass\n`,
      );
    fc.assert(
      fc.property(fc.array(fc.oneof(body, fc.constantFrom(...FRAGMENTS)), { minLength: 1, maxLength: 5 }), (parts) =>
        expectSameAsWhole(parts.join("")),
      ),
      { seed: 6, numRuns: 1000 },
    );
  });
});

describe("an edit at a segment's border", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["if x:\n    a()\n\nb()\n", "\nb()", "\nelse:\n    c()\nb()"],
    ["x = 1\n\ndef f():\n    pass\n", "\ndef", "\n@decorator\ndef"],
    ["x = 1\n\n\ndef f():\n    pass\n", "x = 1\n", "x = 1\n@decorator\n"],
    ["class A:\n    x = 1\n\n    def f(self):\n        pass\n", "x = 1\n", "x = 1\n    @property\n"],
    ["def f():\n    pass\n\nelse:\n    pass\n", "def f():", "if x:"],
    ["def f():\n    pass\n\ndef g():\n    pass\n", "\n\ndef g", "\n    def g"],
    ["def f():\n    pass\ndef g():\n    pass\n", "pass\ndef", "pass; def"],
    [
      "class A:\n    def f(self):\n        pass\n\n    def g(self):\n        pass\n",
      "def g(self):",
      "async def g(self):",
    ],
    ["class A:\n    def f(self):\n        pass\n", "class A", "class A(B)"],
  ];
  it.each(cases)("is read at once as it will be when settled: %j, %j → %j", (before, from, to) => {
    const document = open(before);
    const at = before.indexOf(from);
    document.apply(
      [{ range: { start: document.positionAt(at), end: document.positionAt(at + from.length) }, text: to }],
      1,
    );
    expect(document.text).toBe(before.replace(from, to));
    expect(segmentShape(document)).toEqual(segmentShape(open(document.text)));
  });
});
