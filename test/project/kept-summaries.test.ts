/** Summaries that earlier runs have kept: what they are good for, and that nobody relies on them. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { KeptAnswers } from "../../server/src/files/kept-answers";
import type { ModuleSummary } from "../../server/src/model/summary";
import type { Kept } from "../../server/src/workspace/host";
import { readSummary, storedSummary } from "../../server/src/workspace/stored-summary";
import { summaryOf, summaryOfInstalled } from "../../server/src/workspace/summary-store";
import { Workspace } from "../../server/src/workspace/workspace";
import { pythonFiles, standardLibrary } from "../../bench/corpus";
import { open } from "../support/engine";
import { hostOf, pathOf, stallsIn } from "./in-memory";

const temporary: string[] = [];
afterAll(() => {
  for (const folder of temporary) fs.rmSync(folder, { recursive: true, force: true });
});

function emptyFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-kept-"));
  temporary.push(folder);
  return folder;
}

/** Counts what is asked in vain and kept. */
class Counted implements Kept {
  kept = 0;
  found = 0;

  constructor(readonly answers: Kept) {}

  find(question: string, text: string): string | undefined {
    const answer = this.answers.find(question, text);
    if (answer !== undefined) this.found++;
    return answer;
  }

  keep(question: string, text: string, answer: string): void {
    this.kept++;
    this.answers.keep(question, text, answer);
  }
}

const HELPERS = `
import time
from .other import *
from . import base
import httpx

__all__ = ["load", "Client"]

if time.daylight:
    from fast import dump
else:
    from slow import dump


class Client(base.Client):
    def __init__(self, wait=True, *, deep=None):
        self.session = base.session()
        self.__proto__ = 1

    @property
    def rows(self):
        return self.session.rows()

    def load(self, wait=True):
        if wait:
            time.sleep(1)
        super().load()
        self.session.get("x", wait, deep=None)


class Fetcher:
    def __init__(self):
        self.client = httpx.AsyncClient(timeout=5)

    async def get(self, url):
        return await self.client.get(url)


def __proto__():
    for row in Client().rows:
        with open(row) as file:
            file.read()


def load():
    Client(False).load()


async def main():
    await base.connect()
    try:
        await base.other()
    except Exception:
        pass
`;

const MAIN = "from helpers import load\n\n\nasync def main():\n    load()\n";
const ONE = "import time\n\n\ndef load():\n    time.sleep(1)\n";
const OTHER = "def load():\n    return 1\n";

/** What a fresh workspace over some files says of `jobs.py`. */
function said(files: Readonly<Record<string, string>>, kept: Kept | undefined): readonly string[] {
  const map = new Map(Object.entries(files));
  return stallsIn("jobs.py", map, new Workspace({ ...hostOf(map), kept }, open));
}

describe("a summary that is kept as a text", () => {
  it("is the same when it is read", () => {
    const summary = summaryOf(open(HELPERS))!;
    expect(Object.keys(summary.symbols)).toContain("__proto__");
    expect(summary.symbols["Fetcher"]).toMatchObject({ leftOpen: { type: "httpx.AsyncClient" } });
    expect(Object.entries(summary.names)).toContainEqual(["dump", "fast.dump|slow.dump"]);
    expect(readSummary(storedSummary(summary))).toEqual(summary);
    expect(Object.entries(readSummary(storedSummary(summary))!.names)).toEqual(Object.entries(summary.names));
  });

  it("is the same over real files, the project's own and installed ones", () => {
    const texts = pythonFiles(path.join(standardLibrary(), "asyncio")).map((file) => fs.readFileSync(file, "utf8"));
    expect(texts.length).toBeGreaterThan(20);
    const summaries = [...texts, HELPERS].flatMap((text) => [summaryOf(open(text)), summaryOfInstalled(text, open)]);
    expect(summaries.map((summary) => readSummary(storedSummary(summary!)))).toEqual(summaries);
  });

  const good = JSON.parse(storedSummary(summaryOf(open(HELPERS))!)) as ModuleSummary;

  it.each([
    ["no JSON", "{"],
    ["nothing", "null"],
    ["a list", "[]"],
    ["an empty record", "{}"],
    ["a name that is no reference", JSON.stringify({ ...good, names: { load: 1 } })],
    ["symbols in a list", JSON.stringify({ ...good, symbols: [] })],
    ["a symbol of no kind", JSON.stringify({ ...good, symbols: { load: { ...good.symbols["load"], kind: "x" } } })],
    [
      "a function without calls",
      JSON.stringify({ ...good, symbols: { load: { ...good.symbols["load"], calls: undefined } } }),
    ],
    ["a call that blocks by nothing that is known", JSON.stringify(good).replace('"blocks":"sleep"', '"blocks":"nap"')],
    ["a place before the first line", JSON.stringify(good).replace('"line":', '"line":-')],
    ["a constant that is none", JSON.stringify(good).replace('"is":"true"', '"is":"truth"')],
    ["stars that are no list", JSON.stringify({ ...good, stars: "x" })],
  ])("is none where it holds %s", (_what, text) => {
    expect(text).not.toBe(JSON.stringify(good));
    expect(readSummary(text)).toBeUndefined();
  });
});

describe("a project whose summaries were kept", () => {
  it("makes those anew whose text has changed, and no others", () => {
    const folder = emptyFolder();
    const files = { "jobs.py": MAIN, "helpers.py": "from deeper import load\n", "deeper.py": ONE };
    const first = new Counted(new KeptAnswers(folder, "1"));
    expect(said(files, first)).toEqual(said(files, undefined));
    expect([first.kept, first.found]).toEqual([2, 0]);
    const second = new Counted(new KeptAnswers(folder, "1"));
    expect(said(files, second)).toEqual(said(files, undefined));
    expect([second.kept, second.found]).toEqual([0, 2]);
    const third = new Counted(new KeptAnswers(folder, "1"));
    expect(said({ ...files, "deeper.py": OTHER }, third)).toEqual([]);
    expect([third.kept, third.found]).toEqual([1, 1]);
  });

  it("finds a text again wherever it stands, but not what another build has kept", () => {
    const folder = emptyFolder();
    said({ "jobs.py": MAIN, "helpers.py": ONE }, new KeptAnswers(folder, "1"));
    const elsewhere = new Counted(new KeptAnswers(folder, "1"));
    said({ "jobs.py": `${MAIN}\n`, "helpers/__init__.py": ONE }, elsewhere);
    expect(elsewhere.found).toBe(1);
    const otherBuild = new Counted(new KeptAnswers(folder, "2"));
    expect(said({ "jobs.py": MAIN, "helpers.py": ONE }, otherBuild)).toHaveLength(1);
    expect(otherBuild.found).toBe(0);
  });

  it("says what one does that keeps nothing, over edits between its starts, whatever becomes of what is kept", () => {
    const folder = emptyFolder();
    const texts = [
      ONE,
      OTHER,
      "from deeper import load\n",
      "from deeper import *\n",
      "import deeper\n\n\ndef load():\n    deeper.load()\n",
      HELPERS,
    ];
    let state = 7;
    const roll = (sides: number): number => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor(state / 65_536) % sides;
    };
    const answers = new Set<string>();
    for (let start = 0; start < 60; start++) {
      const files = {
        "jobs.py": MAIN,
        "helpers.py": texts[roll(texts.length)]!,
        "deeper.py": texts[roll(texts.length)]!,
      };
      const [build] = fs.readdirSync(folder);
      const kept = build === undefined ? [] : fs.readdirSync(path.join(folder, build));
      if (kept.length > 0 && roll(3) === 0) {
        const file = path.join(folder, build!, kept[roll(kept.length)]!);
        const was = fs.readFileSync(file);
        fs.writeFileSync(file, [was.subarray(0, roll(was.length)), Buffer.from([0xff, 0xfe]), "[]"][roll(3)]!);
      }
      const answer = said(files, new KeptAnswers(folder, "1"));
      expect(answer).toEqual(said(files, undefined));
      answers.add(JSON.stringify(answer));
    }
    expect(answers.size).toBeGreaterThan(3);
  });

  it("mends what was damaged", () => {
    const folder = emptyFolder();
    const files = { "jobs.py": MAIN, "helpers.py": ONE };
    said(files, new KeptAnswers(folder, "1"));
    const [build] = fs.readdirSync(folder);
    for (const name of fs.readdirSync(path.join(folder, build!)))
      fs.writeFileSync(path.join(folder, build!, name), '{"names":');
    const mending = new Counted(new KeptAnswers(folder, "1"));
    said(files, mending);
    const mended = new Counted(new KeptAnswers(folder, "1"));
    said(files, mended);
    expect([mending.kept, mended.kept, mended.found]).toEqual([1, 0, 1]);
  });

  it("keeps nothing of a text that is being edited", () => {
    const files = new Map([
      ["jobs.py", MAIN],
      ["helpers.py", ONE],
    ]);
    const kept = new Counted(new KeptAnswers(emptyFolder(), "1"));
    const workspace = new Workspace({ ...hostOf(files), kept }, open);
    stallsIn("jobs.py", files, workspace);
    const before = kept.kept;
    workspace.take(pathOf("helpers.py"), open(OTHER));
    expect(stallsIn("jobs.py", files, workspace)).toEqual([]);
    expect(kept.kept).toBe(before);
  });
});

describe("answers that are kept", () => {
  it("are done without where they can't be written", () => {
    const file = path.join(emptyFolder(), "file");
    fs.writeFileSync(file, "");
    const answers = new KeptAnswers(file, "1");
    answers.keep("q", "text", "answer");
    expect(answers.find("q", "text")).toBeUndefined();
    expect(() => answers.tidy()).not.toThrow();
    expect(fs.readFileSync(file, "utf8")).toBe("");
  });

  it("are told to everybody who asks, and each to its own question", () => {
    const folder = emptyFolder();
    const [one, other] = [new KeptAnswers(folder, "1"), new KeptAnswers(folder, "1")];
    for (let text = 0; text < 20; text++)
      for (const answers of [one, other, one]) answers.keep("q", `text ${text}`, `answer ${text}`);
    expect(Array.from({ length: 20 }, (_, text) => other.find("q", `text ${text}`))).toEqual(
      Array.from({ length: 20 }, (_, text) => `answer ${text}`),
    );
    expect(one.find("another q", "text 1")).toBeUndefined();
    const [build] = fs.readdirSync(folder);
    expect(fs.readdirSync(path.join(folder, build!))).toHaveLength(20);
  });

  it("go when they are old, or too many, or those of a build that nobody uses; the newest stay", () => {
    const folder = emptyFolder();
    const now = Date.now();
    const day = 86_400_000;
    const bounds = { files: 3, bytes: 1000, age: 30 * day };
    new KeptAnswers(folder, "old build").keep("q", "text", "answer");
    const [old] = fs.readdirSync(folder);
    fs.utimesSync(path.join(folder, old!), new Date(now - 31 * day), new Date(now - 31 * day));
    fs.writeFileSync(path.join(folder, "findings.json"), "{}");
    const answers = new KeptAnswers(folder, "1");
    const keep = (text: string, size: number, age: number): void => {
      const build = path.join(
        folder,
        fs.readdirSync(folder).find((name) => name.startsWith("answers-") && name !== old) ?? "",
      );
      const before = new Set(build === path.join(folder) ? [] : fs.readdirSync(build));
      answers.keep("q", text, "x".repeat(size));
      const made = path.join(
        folder,
        fs.readdirSync(folder).find((name) => name.startsWith("answers-") && name !== old)!,
      );
      const file = fs.readdirSync(made).find((name) => !before.has(name))!;
      fs.utimesSync(path.join(made, file), new Date(now - age), new Date(now - age));
    };
    const left = (): readonly string[] =>
      ["a", "b", "c", "d", "e"].filter((text) => answers.find("q", text) !== undefined);
    keep("a", 1, 31 * day);
    keep("b", 1, 4 * day);
    keep("c", 1, 3 * day);
    keep("d", 1, 2 * day);
    keep("e", 1, day);
    answers.tidy(bounds, now);
    expect(left()).toEqual(["c", "d", "e"]);
    expect(fs.readdirSync(folder)).not.toContain(old);
    expect(fs.readdirSync(folder)).toContain("findings.json");
    keep("b", 999, 0);
    answers.tidy(bounds, now + day / 2);
    expect(left()).toEqual(["b", "c", "d", "e"]);
    answers.tidy(bounds, now + 2 * day);
    expect(left()).toEqual(["b", "e"]);
  });
});
