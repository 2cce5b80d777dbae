/** The docs name tests that are there. */
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, it } from "vitest";
import { root } from "../../scripts/generated";

/** A path below `test/`, as vitest takes it: a folder, a file, or how one begins. */
const TEST_PATH = /\btest\/[\w./-]*\w/g;

const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  ...fs.readdirSync(path.join(root, "docs")).map((name) => `docs/${name}`),
].filter((name) => name.endsWith(".md"));

const testFiles = fs
  .readdirSync(path.join(root, "test"), { recursive: true, withFileTypes: true })
  .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"));

it.each(PAGES)("%s", (page) => {
  const named = [...fs.readFileSync(path.join(root, page), "utf8").matchAll(TEST_PATH)].map(([name]) => name);
  expect(named.filter((name) => !testFiles.some((file) => file.startsWith(name)))).toEqual([]);
});

it("most of what docs/RELIABILITY.md says names its test", () => {
  expect(
    [...fs.readFileSync(path.join(root, "docs/RELIABILITY.md"), "utf8").matchAll(TEST_PATH)].length,
  ).toBeGreaterThan(30);
});
