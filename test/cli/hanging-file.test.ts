/** A file that hangs the engine, or ends the thread that checks it, is named; the others are checked. */
import * as fs from "node:fs";
import * as path from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import type { Inspect } from "../../server/src/cli/engine";
import { cli, ONLY_SLEEP, project, SLEEPY } from "./cli";
import { checkIn, inspect } from "./in-process";

afterEach(() => vi.unstubAllEnvs());

const forEver = (): never => {
  for (;;);
};
const LIMIT = 300;

/** Hangs, in the step that a file's name says. */
const hanging: Inspect = (file, text, settings) => {
  const name = path.basename(file, ".py");
  if (name === "opened") forEver();
  // Others are given no work that a busy machine could not do in time.
  if (name === "good")
    return {
      findings: () => [],
      missing: () => undefined,
      fixed: () => ({ text, applied: 0, requires: [], notes: [] }),
    };
  return {
    ...inspect(file, text, settings),
    ...(name === "found" ? { findings: forEver } : name === "fixed" ? { fixed: forEver } : {}),
  };
};

it("names a file that hangs, and goes on", async () => {
  vi.stubEnv("ASYNC_SKILL_TIME_LIMIT", String(LIMIT));
  const cwd = project({ "opened.py": SLEEPY, "found.py": SLEEPY, "fixed.py": SLEEPY, "good.py": SLEEPY });
  const why = `not checked: took longer than ${LIMIT / 1000} s`;
  const found = await checkIn(cwd, ["opened.py", "found.py", "good.py"], hanging);
  expect(found).toMatchObject({ checked: 3, problems: [`error: opened.py: ${why}`, `error: found.py: ${why}`] });
  const fixed = await checkIn(cwd, ["fixed.py", "good.py", "--fix"], hanging);
  expect(fixed).toMatchObject({ checked: 2, changed: [], problems: [`error: fixed.py: ${why}`] });
  expect(fs.readFileSync(path.join(cwd, "fixed.py"), "utf8")).toBe(SLEEPY);
});

it("names a file that is too much for the parser, and goes on", () => {
  const large = `${SLEEPY}    x = """${"a".repeat(4_000_001)}"""\n`;
  const cwd = project({
    "a.py": SLEEPY,
    "b.py": large,
    "c.py": SLEEPY,
    "pyproject.toml": "[tool.async-skill]\nmax-file-size = 16\n",
  });
  const { status, out, err } = cli(["check", "--no-cache", "--output-format", "concise", ...ONLY_SLEEP], { cwd });
  expect(out).toMatch(/^a\.py:6:5: [^\n]*\nc\.py:6:5: [^\n]*\n$/);
  expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining("b.py: not checked: a statement") });
});

/**
 * Loaded before the command line in each of its threads: ends the second at its fifth file, and has the first wait for
 * that.
 */
const DYING = `
const fs = require("node:fs");
const { isMainThread } = require("node:worker_threads");
const { openSync } = fs;
const flag = process.env.DIED;
let count = 0;
fs.openSync = (file, ...rest) => {
  if (!String(file).endsWith(".py")) return openSync(file, ...rest);
  if (isMainThread) while (!fs.existsSync(flag)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
  else if (++count === 5) {
    fs.writeFileSync(flag, String(file));
    process.exit(3);
  }
  return openSync(file, ...rest);
};
`;

it("loses no other file to a thread that ends before its time", () => {
  const names = Array.from({ length: 300 }, (_, i) => `m${i}.py`);
  const cwd = project({ ...Object.fromEntries(names.map((name) => [name, SLEEPY])), "dying.cjs": DYING });
  const [preload, flag] = [path.join(cwd, "dying.cjs"), path.join(cwd, "died")];
  const args = ["check", "--no-cache", "--workers", "2", "--output-format", "concise", ...ONLY_SLEEP];
  const { status, out, err } = cli(args, { cwd, env: { NODE_OPTIONS: `--require ${preload}`, DIED: flag } });
  const lost = path.basename(fs.readFileSync(flag, "utf8"));
  expect(status).toBe(2);
  expect(out.trimEnd().split("\n")).toHaveLength(299);
  expect(out).not.toContain(`${lost}:`);
  expect(err).toContain(`${lost}: not checked: the thread that was at it has ended (exit code 3)`);
});
