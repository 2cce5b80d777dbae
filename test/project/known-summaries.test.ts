/** A file's summary is made once for all who look at the same text of it, and again for another. */
import { describe, expect, it } from "vitest";
import { KnownSummaries } from "../../server/src/workspace/known-summaries";
import { ProjectCallers } from "../../server/src/workspace/project-callers";
import { Workspace } from "../../server/src/workspace/workspace";
import { summaryOf } from "../../server/src/workspace/summary-store";
import { open } from "../support/engine";
import { hostOf, pathOf, stallsIn } from "./in-memory";

const SLEEPS = "import time\n\n\ndef load():\n    time.sleep(1)\n";

describe("the summary of a text", () => {
  const made = (summaries: KnownSummaries, file: string, text: string): boolean => {
    let isMade = false;
    summaries.of(file, text, () => {
      isMade = true;
      return summaryOf(open(text));
    });
    return isMade;
  };

  it("is made once, and anew for another text, be it as long", () => {
    const summaries = new KnownSummaries();
    expect(made(summaries, "a.py", SLEEPS)).toBe(true);
    expect(made(summaries, "a.py", SLEEPS)).toBe(false);
    expect(made(summaries, "a.py", SLEEPS.replace("load", "read"))).toBe(true);
    expect(made(summaries, "a.py", SLEEPS)).toBe(true);
    expect(made(summaries, "b.py", SLEEPS)).toBe(true);
  });

  it("is kept where there is none", () => {
    const summaries = new KnownSummaries();
    expect(summaries.of("a.py", "x", () => undefined)).toBeUndefined();
    expect(summaries.of("a.py", "x", () => summaryOf(open("x")))).toBeUndefined();
  });
});

it("a question about all files makes none that findings rest on", () => {
  const files = new Map([
    ["main.py", "from shop import load\n\n\nasync def main():\n    load()\n"],
    ["shop.py", "from store import load\n"],
    ["store.py", SLEEPS],
  ]);
  const opened: string[] = [];
  const noting = (text: string): ReturnType<typeof open> => {
    opened.push(text);
    return open(text);
  };
  const host = { ...hostOf(files), summaries: new KnownSummaries() };
  expect(stallsIn("main.py", files, new Workspace(host, noting))).not.toEqual([]);
  const callers = new ProjectCallers(host, noting);
  const before = opened.length;
  expect(callers.usedElsewhere(pathOf("store.py"), "load", SLEEPS).kind).toBe("by somebody");
  // Both files that are looked into and the one that is asked about, each once, to read its code.
  expect(opened.slice(before).sort()).toEqual([...files.values()].sort());
});
