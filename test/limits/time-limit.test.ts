/** Work that never ends is ended, whatever it is doing, and what comes after it is as before. */
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import { expect, it, vi } from "vitest";
import { limitedTo, withinTime } from "../../server/src/limits/time-limit";
import { TimeLimitError } from "../../server/src/limits/time-limit-error";
import { PythonParser } from "../../server/src/syntax/parser";
import { HANGS } from "./hangs";

const require = createRequire(import.meta.url);

it.each(Object.entries(HANGS))("ends %s", async (_name, hang) => {
  const microtask = vi.fn<() => void>();
  void Promise.resolve().then(microtask);
  expect(() => withinTime(50, hang)).toThrow(TimeLimitError);
  expect(withinTime(60_000, () => "well")).toBe("well");
  await Promise.resolve();
  expect(microtask).toHaveBeenCalledTimes(1);
});

it("gives what work gives, and throws what it throws", async () => {
  const value = {};
  expect(withinTime(60_000, () => value)).toBe(value);
  const error = new Error("mine");
  const fail = (): never => {
    throw error;
  };
  expect(() => withinTime(60_000, fail)).toThrow(error);
  expect(withinTime(60_000, () => withinTime(1, () => "within"))).toBe("within");
});

it("ends the outer work where an inner one hangs", async () => {
  const after = vi.fn<() => void>();
  expect(() =>
    withinTime(50, () => {
      withinTime(1, HANGS["a loop"]!);
      after();
    }),
  ).toThrow(TimeLimitError);
  expect(after).not.toHaveBeenCalled();
});

it("waits as many times longer as a machine has more to do than processors, and no more than six times", () => {
  const load = vi.spyOn(os, "loadavg");
  const waited = (times: number): number => {
    load.mockReturnValue([times * os.availableParallelism(), 0, 0]);
    let ended: unknown;
    try {
      limitedTo(50)(HANGS["a loop"]!);
    } catch (error) {
      ended = error;
    }
    return (ended as TimeLimitError).milliseconds;
  };
  expect([0, 0.5, 1, 3, 100].map(waited)).toEqual([50, 50, 50, 150, 300]);
  load.mockRestore();
});

it("never begins again what was ended before it began", () => {
  // Some of these limits are over before anything runs.
  for (let time = 0; time < 200; time++) expect(() => withinTime(1, HANGS["a loop"]!)).toThrow(TimeLimitError);
});

it("leaves a parser of use that was ended in the middle of a text", async () => {
  const read = (name: string): Uint8Array => fs.readFileSync(require.resolve(name));
  const parser = await PythonParser.load({
    runtime: read("web-tree-sitter/web-tree-sitter.wasm"),
    grammar: read("tree-sitter-python/tree-sitter-python.wasm"),
  });
  const { columns } = parser.parse("x = f(1)\n");
  const parseForEver = (): void => {
    for (;;) parser.parse(`x = [${"f(1), ".repeat(1000)}]\n`);
  };
  for (let time = 0; time < 5; time++) {
    expect(() => withinTime(20, parseForEver)).toThrow(TimeLimitError);
    expect(parser.parse("x = f(1)\n").columns).toEqual(columns);
  }
});
