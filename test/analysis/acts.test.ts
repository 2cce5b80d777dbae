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

  it("are told without what a comment keeps away, which is of use", () => {
    expect(told(CALLERS.replace("    pause()", "    pause()  # async-skill: ignore"))).toEqual(["blocking-helper-call 11 +1 (and 1 more like it)"]);
    expect(told(CALLERS.replace("    pause()\n\n", "    pause()  # async-skill: ignore\n\n"))).toEqual(["blocking-helper-call 10 +1 (and 1 more like it)"]);
  });

  it("are all repaired by the quick fix of the one that is told", () => {
    const analyzer = analyze(CALLERS);
    const [shown] = analyzer.repairs(0, CALLERS.length);
    const [fix] = shown!.offers;
    if (fix?.kind !== "fix") throw new Error("there is no fix");
    expect(applyEdits(CALLERS, editsOf(analyzer.module, fix)).match(/await asyncio\.to_thread\(pause\)/g)).toHaveLength(3);
  });

  it("are all repaired by fix all", () => {
    const { text, applied } = fixAll(analyze(CALLERS), open, { unsafe: true });
    expect(text.match(/await asyncio\.to_thread\(pause\)/g)).toHaveLength(3);
    expect(applied).toBeGreaterThanOrEqual(3);
  });

  it("stay one act while lines are written above them", () => {
    const analyzer = analyze(CALLERS);
    const { document } = analyzer;
    analyzer.diagnostics();
    const start = document.positionAt(CALLERS.indexOf("async def first"));
    document.apply([{ range: { start, end: start }, text: "async def zeroth():\n    pause()\n\n\n" }], 1);
    analyzer.update();
    expect(analyzer.diagnostics().map(({ start: at, others }) => [document.positionAt(at).line + 1, others?.length])).toEqual([[10, 3]]);
  });
});

describe("what is not one act", () => {
  it("are calls of different helpers", () => {
    const other = CALLERS.replace("def pause():\n    time.sleep(1)\n", "def pause():\n    time.sleep(1)\n\n\ndef rest():\n    time.sleep(2)\n");
    expect(told(other.replace("        pause()", "        rest()"))).toEqual(["blocking-helper-call 14 +1 (and 1 more like it)", "blocking-helper-call 20 +0"]);
  });

  it("are queries in different functions", () => {
    const query = (name: string): string => `\n\nasync def ${name}(path):\n    db = sqlite3.connect(path)\n    return db.execute("SELECT 1").fetchall()\n`;
    expect(told(`import sqlite3\n${query("one")}${query("two")}`)).toEqual([
      "blocking-database-call 5 +1 (and 1 more like it)",
      "blocking-database-call 10 +1 (and 1 more like it)",
    ]);
  });
});

it("the most serious of an act stands for it", () => {
  const text = `import os


async def sweep(folder, names):
    os.makedirs(folder)
    for name in names:
        os.remove(name)
`;
  expect(
    analyze(text)
      .diagnostics()
      .map(({ severity, start, others }) => [severity, text.slice(start, start + 9), others?.length]),
  ).toEqual([["information", "os.remove", 1]]);
});
