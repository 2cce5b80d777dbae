/**
 * Blocking calls are followed by whatever way the code comes to them. Python runs each way too, with something in the
 * place of the blocking call that notes who calls it: what is told is what happens.
 */
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { PYTHON } from "../support/python";
import { stallsIn, workspaceOf } from "./in-memory";
import { BLOCKING, HARMLESS, inOneFile, NESTING, overThreeFiles, type Way } from "./ways";

const oneFile = (way: Way): ReadonlyMap<string, string> => new Map([["main.py", inOneFile(way)]]);
const threeFiles = (way: Way): ReadonlyMap<string, string> => new Map(Object.entries(overThreeFiles(way)));

describe.each([
  { where: "in one file", filesOf: oneFile },
  { where: "over three files", filesOf: threeFiles },
])("$where", ({ filesOf }) => {
  it.each(BLOCKING)("finds what blocks by $name", (way) => {
    const files = filesOf(way);
    expect(stallsIn("main.py", files, workspaceOf(files))).toEqual([
      expect.stringMatching(/time\.sleep\(\)( <- \w+\.py:\d+)*$/),
    ]);
  });

  it.each(NESTING)("finds the second loop of $name", (way) => {
    const files = filesOf(way);
    expect(stallsIn("main.py", files, workspaceOf(files))).toEqual([
      expect.stringMatching(/raises RuntimeError where a loop runs already/),
    ]);
  });

  it.each(HARMLESS)("is silent about $name", (way) => {
    const files = filesOf(way);
    expect(stallsIn("main.py", files, workspaceOf(files))).toEqual([]);
  });
});

/** Runs each text, and tells of each whether it slept in the thread of its event loop, and what it raised. */
const RECORDER = `
import asyncio, json, sys, threading, time

def run(text):
    slept = []
    loop_thread = threading.get_ident()
    time.sleep = lambda seconds: slept.append(threading.get_ident() == loop_thread)
    names = {}
    exec(text, names)
    slept.clear()
    try:
        asyncio.run(names["main"]())
    except Exception as error:
        return {"blocks": any(slept), "raises": type(error).__name__}
    return {"blocks": any(slept), "raises": None}

happened = [run(text) for text in json.load(sys.stdin)]
print()
print(json.dumps(happened))
`;

describe("Python", () => {
  const ways = [...BLOCKING, ...NESTING, ...HARMLESS];
  const { status, stdout, stderr } = spawnSync(PYTHON, ["-W", "ignore", "-c", RECORDER], {
    input: JSON.stringify(ways.map(inOneFile)),
    encoding: "utf8",
  });
  const happened =
    status === 0
      ? (JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as readonly {
          readonly blocks: boolean;
          readonly raises: string | null;
        }[])
      : [];

  it("runs them all", () => {
    expect(happened.length, stderr).toBe(ways.length);
  });

  it("blocks where that is told, and nowhere else", () => {
    const told = {
      blocks: (way: Way) => BLOCKING.includes(way),
      raises: (way: Way) => (NESTING.includes(way) ? "RuntimeError" : null),
    };
    const named = (of: (way: Way, index: number) => unknown): Record<string, unknown> =>
      Object.fromEntries(ways.map((way, index) => [way.name, of(way, index)]));
    expect(named((_, index) => happened[index])).toEqual(
      named((way) => ({ blocks: told.blocks(way), raises: told.raises(way) })),
    );
  });
});
