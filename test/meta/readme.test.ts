/** What the README claims of the tests is what they hold. */
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, it } from "vitest";
import { root } from "../../scripts/generated";

it("the README counts no more fixes than the run over real code demands", () => {
  const claimed = /more than (\d+) fixes/.exec(fs.readFileSync(path.join(root, "README.md"), "utf8"))?.[1];
  expect(claimed).toBeDefined();
  expect(Number(claimed)).toBeLessThanOrEqual(demanded().reduce((sum, floor) => sum + floor, 0));
});

/** The least number of fixes that each part of the run applies. */
function demanded(): readonly number[] {
  const dir = path.join(root, "test/corpus");
  return fs
    .readdirSync(dir)
    .filter((name) => /^fixes-\d\.test\.ts$/.test(name))
    .map((name) => Number(/proveShard\(\d, (\d+)\)/.exec(fs.readFileSync(path.join(dir, name), "utf8"))?.[1]));
}
