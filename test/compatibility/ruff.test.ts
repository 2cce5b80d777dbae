/**
 * What Ruff says of the examples of our pages. Where it says the same as we do, the page names its code (`peers`), and
 * the name by which it calls the same in preview: the client, which withholds ours then, and ignore comments go by
 * these.
 */
import type { Diagnostic } from "../../server/src/analysis/diagnostic";
import { describe, expect, it } from "vitest";
import { readPages } from "../../scripts/generated";
import { analyze } from "../support/engine";
import { settingsOf } from "../support/page";
import { withoutCarets } from "../support/render";
import { ruff, type RuffFinding, type RuffRun } from "../support/ruff";

/** An example of a page, and what we find in it. */
interface Example {
  readonly page: string;
  readonly title: string;
  readonly text: string;
  readonly offsetAt: (position: { readonly line: number; readonly character: number }) => number;
  readonly findings: readonly Diagnostic[];
}

/** What Ruff finds at the place of a finding of ours. */
interface Pair {
  readonly rule: string;
  readonly code: string;
  readonly example: string;
}

const pages = readPages();
const peersOf = new Map(pages.map(({ rule, peers }) => [rule, peers]));
const examples = pages.flatMap(({ rule, violations }): readonly Example[] =>
  violations.flatMap(({ title, blocks: [block] }) => {
    if (block?.language !== "py") return [];
    const text = withoutCarets(block.text);
    const analyzer = analyze(text, settingsOf(block));
    return [
      {
        page: rule,
        title,
        text,
        offsetAt: (position) => analyzer.document.offsetAt(position),
        findings: analyzer.diagnostics(),
      },
    ];
  }),
);
const textsOf = (some: readonly Example[]): readonly string[] => some.map(({ text }) => text);

/** Of these it finds something that ours may be about. */
const FAMILIES = ["ASYNC", "S113", "RUF006", "RUF029", "RUF075", "FURB129"];
const codes = [...new Set(pages.flatMap(({ peers }) => peers.filter((peer) => /^[A-Z]+\d+$/.test(peer))))];
const existing = ruff(codes.map((code) => ({ select: [code], preview: false, texts: [] })));
const known = codes.filter((_, i) => existing[i] !== null);

/** Each code that a page names, with the examples of the page. */
const mapped = pages.flatMap(({ rule, peers }) =>
  known
    .filter((code) => peers.includes(code))
    .map((code) => ({ rule, code, own: examples.filter(({ page }) => page === rule) })),
);
const [stable = null, preview = null, ...byCode] = ruff([
  { select: FAMILIES, preview: false, texts: textsOf(examples) },
  { select: FAMILIES, preview: true, texts: textsOf(examples) },
  ...mapped.map(({ code, own }): RuffRun => ({ select: [code], preview: true, texts: textsOf(own) })),
]);

function pairs(of: readonly Example[], theirs: readonly (readonly RuffFinding[])[] | null): readonly Pair[] {
  return of.flatMap(({ page, title, offsetAt, findings }, i) => {
    const at = ({ row, column }: RuffFinding["start_location"]): number =>
      offsetAt({ line: row - 1, character: column - 1 });
    return (theirs?.[i] ?? []).flatMap(({ code, start_location, end_location }) =>
      findings
        .filter((own) => own.start <= at(end_location) && at(start_location) <= (own.underlineEnd ?? own.end))
        .map(({ rule }) => ({ rule, code: code ?? "", example: `${page}: ${title}` })),
    );
  });
}

describe("beside Ruff", () => {
  it("what the pages name is what it has, for all that blocks", () => {
    const blocking = [
      "ASYNC210",
      "ASYNC212",
      "ASYNC220",
      "ASYNC221",
      "ASYNC222",
      "ASYNC230",
      "ASYNC240",
      "ASYNC250",
      "ASYNC251",
    ];
    expect(known.toSorted()).toEqual(
      [...blocking, "ASYNC119", "FURB129", "RUF006", "RUF029", "RUF075", "S113"].toSorted(),
    );
  });

  it.each(mapped.map((one, i) => ({ ...one, theirs: byCode[i] ?? null })))(
    "$rule finds at the same place what it calls $code, and what it calls that in preview",
    ({ rule, own, theirs }) => {
      const both = pairs(own, theirs).filter((pair) => pair.rule === rule);
      const [name, ...others] = new Set(both.map((pair) => pair.code));
      expect(others).toEqual([]);
      expect(name).toMatch(/^[a-z]+(?:-[a-z]+)+$/);
      expect(peersOf.get(rule)).toContain(name);
    },
  );

  /** What stands at the place of one of ours and says another thing: both are told. */
  const different: Readonly<Record<string, string>> = {
    "S113 blocking-http-call": "that a call stops the loop is not said by one that it has no timeout",
    "request-without-timeout blocking-http-call": "the same in preview",
    "ASYNC100 undocumented-cancellation":
      "a scope that nothing can cancel is another matter than one that nobody describes",
    "cancel-scope-no-checkpoint undocumented-cancellation": "the same in preview",
  };

  it.each([
    ["by its codes", stable],
    ["by its names in preview", preview],
  ])("nothing that says the same stands beside ours, %s", (_, theirs) => {
    const found = pairs(examples, theirs);
    expect(found.length).toBeGreaterThan(100);
    expect(
      found.filter(
        ({ rule, code }) => peersOf.get(rule)?.includes(code) !== true && different[`${code} ${rule}`] === undefined,
      ),
    ).toEqual([]);
  });
});
