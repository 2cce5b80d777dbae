/** Findings that are one act: one of them is told, stands for all, and is repaired with them. */
import { describe, expect, it } from "vitest";
import { fixAll } from "../../server/src/analysis/fix-all";
import { applyEdits, editsOf } from "../../server/src/fixes/apply";
import { analyze, open } from "../support/engine";

/** Calls a helper that blocks: twice in a function, once in a method. */
const CALLERS = `import asyncio
import time


def pause():
    time.sleep(1)


async def first():
    pause()
    pause()


class Worker:
    async def second(self):
        pause()
`;

function told(text: string): readonly string[] {
  const { document } = analyze(text);
  return analyze(text)
    .diagnostics()
    .map(
      ({ rule, message, start, others }) =>
        `${rule} ${document.positionAt(start).line + 1} +${others?.length ?? 0}${/ \(and \d+ more like it\)$/.exec(message)?.[0] ?? ""}`,
    );
}

/** Which of the three calls a comment stands at. */
const SUBSETS: readonly (readonly (readonly number[])[])[] = [[], [0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]].map(
  (calls) => [calls],
);

function withComments(calls: readonly number[]): string {
  let call = 0;
  return CALLERS.replaceAll(/ pause\(\)\n/g, (text) =>
    calls.includes(call++) ? ` pause()  # async-skill: ignore[blocking-helper-call]\n` : text,
  );
}

describe("calls of one helper", () => {
  it("are told once in a file", () => {
    expect(told(CALLERS)).toEqual(["blocking-helper-call 10 +2 (and 2 more like it)"]);
  });

  it("name the places that are not told", () => {
    const [shown] = analyze(CALLERS).diagnostics();
    const places = shown!.related.filter(({ message }) => message === "the same here").map(({ start }) => start);
    const calls = [...CALLERS.matchAll(/ pause\(\)\n/g)].map(({ index }) => index + 1);
    expect(places).toEqual(calls.slice(1));
  });

  it.each(SUBSETS)(
    "with comments at the calls %j: the one that is told speaks for all, another for itself, and each is of use",
    (ignored) => {
      const left = [0, 1, 2].filter((call) => !ignored.includes(call));
      const others = left.length - 1;
      const expected = ignored.includes(0)
        ? []
        : [`blocking-helper-call 10 +${others}${others === 0 ? "" : ` (and ${others} more like it)`}`];
      expect(told(withComments(ignored))).toEqual(expected);
    },
  );

  it("are told again when the comment goes, and no longer when it comes", () => {
    const analyzer = analyze(CALLERS);
    const { document } = analyzer;
    const comment = "  # async-skill: ignore[blocking-helper-call]";
    const end = document.positionAt(CALLERS.indexOf("    pause()") + "    pause()".length);
    for (const version of [1, 3]) {
      document.apply([{ range: { start: end, end }, text: comment }], version);
      analyzer.update();
      expect(analyzer.diagnostics()).toEqual([]);
      document.apply(
        [{ range: { start: end, end: { ...end, character: end.character + comment.length } }, text: "" }],
        version + 1,
      );
      analyzer.update();
      expect(analyzer.diagnostics().map(({ others }) => others?.length)).toEqual([2]);
    }
  });

  it("leave the act of another function or helper alone", () => {
    const both = CALLERS.replace("    pause()", "    pause()  # async-skill: ignore").replace(
      "def pause():",
      "def rest():\n    time.sleep(2)\n\n\ndef pause():",
    );
    expect(told(`${both}        rest()\n`)).toEqual(["blocking-helper-call 21 +0"]);
  });

  it("are all repaired by the quick fix of the one that is told", () => {
    const analyzer = analyze(CALLERS);
    const [shown] = analyzer.repairs(0, CALLERS.length);
    const [fix] = shown!.offers;
    if (fix?.kind !== "fix") throw new Error("there is no fix");
    expect(
      applyEdits(CALLERS, editsOf(analyzer.module, fix)).match(/await asyncio\.to_thread\(pause(?:_all)?\)/g),
    ).toHaveLength(2);
  });

  it("are all repaired by fix all", () => {
    const { text, applied } = fixAll(analyze(CALLERS), open, { unsafe: true });
    expect(text.match(/await asyncio\.to_thread\(pause(?:_all)?\)/g)).toHaveLength(2);
    expect(applied).toBeGreaterThanOrEqual(2);
  });

  it("stay one act while lines are written above them", () => {
    const analyzer = analyze(CALLERS);
    const { document } = analyzer;
    analyzer.diagnostics();
    const start = document.positionAt(CALLERS.indexOf("async def first"));
    document.apply([{ range: { start, end: start }, text: "async def zeroth():\n    pause()\n\n\n" }], 1);
    analyzer.update();
    expect(
      analyzer.diagnostics().map(({ start: at, others }) => [document.positionAt(at).line + 1, others?.length]),
    ).toEqual([[10, 3]]);
  });
});

describe("what is not one act", () => {
  it("are calls of different helpers", () => {
    const other = CALLERS.replace(
      "def pause():\n    time.sleep(1)\n",
      "def pause():\n    time.sleep(1)\n\n\ndef rest():\n    time.sleep(2)\n",
    );
    expect(told(other.replace("        pause()", "        rest()"))).toEqual([
      "blocking-helper-call 14 +1 (and 1 more like it)",
      "blocking-helper-call 20 +0",
    ]);
  });

  it("are queries in different functions", () => {
    const query = (name: string): string =>
      `\n\nasync def ${name}(path):\n    db = sqlite3.connect(path)\n    return db.execute("SELECT 1").fetchall()\n`;
    expect(told(`import sqlite3\n${query("one")}${query("two")}`)).toEqual([
      "blocking-database-call 5 +1 (and 1 more like it)",
      "blocking-database-call 10 +1 (and 1 more like it)",
    ]);
  });
});

it("the most serious of an act stands for it", () => {
  const text = `import os
import shutil


async def sweep(folder, names):
    os.makedirs(folder)
    for name in names:
        shutil.rmtree(name)
`;
  expect(
    analyze(text)
      .diagnostics()
      .map(({ severity, start, others }) => [severity, text.slice(start, start + 9), others?.length]),
  ).toEqual([["information", "shutil.rm", 1]]);
});
