import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { readRefactoringPages, refactoringsDir, root } from "../../scripts/generated";
import { REFACTORINGS } from "../../server/src/refactorings/index";

const names = REFACTORINGS.map((refactoring) => refactoring.name);

describe("every refactoring", () => {
  it("has a name of its own, two files, and a place in the index", () => {
    expect(new Set(names).size).toBe(names.length);
    const files = fs
      .readdirSync(refactoringsDir)
      .filter((name) => !["index.ts", "contract.ts", "support"].includes(name));
    expect(files.toSorted()).toEqual(names.flatMap((name) => [`${name}.md`, `${name}.ts`]).toSorted());
    expect(readRefactoringPages().map((page) => page.refactoring)).toEqual(names);
  });

  it("has a row in the README", () => {
    const readme = fs.readFileSync(path.join(root, "README.md"), "utf8");
    expect([...readme.matchAll(/^\| \[([\w-]+)\]\(server\/src\/refactorings\//gm)].map((match) => match[1])).toEqual(
      names,
    );
  });
});
