/** Each part of the bench that takes seconds runs once, as little as it can: one that has stopped working is noticed here. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll, expect, it } from "vitest";
import { measureAnswers } from "../../bench/answers";
import { asyncModules, asyncTrees, join } from "../../bench/corpus";
import { measureEditing } from "../../bench/editing";
import { measureInProcess } from "../../bench/in-process";
import { measureMemory } from "../../bench/memory";
import { ourServer } from "../../bench/peers";
import { measurePushed } from "../../bench/pushed";
import type { Setting } from "../../bench/setting";
import { measureStart } from "../../bench/start";
import { builtFor } from "../protocol/support/build";

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-bench-"));
afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

const built = builtFor("server", "client");
const modules = asyncModules(asyncTrees());
/** Without a peer, of which none may be here. */
const setting = (dist: string): Setting => ({
  dist,
  scratch,
  ruff: { missing: "not asked for" },
  servers: [ourServer(dist)],
  sizes: [1_000],
  trees: [],
  share: 0.01,
  joined: (lines) => join(modules, lines),
  log: () => {},
});

it.each([
  ["start", measureStart],
  ["editing", measureEditing],
  ["pushed", measurePushed],
  ["answers", measureAnswers],
  ["memory", measureMemory],
  ["in-process", measureInProcess],
] as const)("%s gives a figure in each row", { timeout: 120_000 }, async (_part, measure) => {
  const { head, rows } = await measure(setting(path.dirname(built("server.js"))));
  expect(rows.length).toBeGreaterThan(0);
  for (const { id, cells } of rows) {
    expect(cells.join(), id).not.toMatch(/NaN|undefined/);
    expect(
      cells.slice(0, head.length).some((cell) => /^[\d.]+(?: |$)/.test(cell)),
      id,
    ).toBe(true);
  }
});
