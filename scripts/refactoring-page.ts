import * as fs from "node:fs";
import * as path from "node:path";
import { type Example, readExamples } from "./rule-page";

/** A refactoring's page, read: what it does, and its examples. */
export interface RefactoringPage {
  readonly file: string;
  readonly refactoring: string;
  /** The title by which the menu offers it, without what depends on the code. */
  readonly title: string;
  readonly summary: string;
  readonly offered: readonly Example[];
  readonly notOffered: readonly Example[];
}

/** @throws with the file's name when a part is missing */
export function readRefactoringPage(file: string): RefactoringPage {
  const text = fs.readFileSync(file, "utf8");
  const lines = text.split("\n");
  const fail = (what: string): never => {
    throw new Error(`${file}: ${what}`);
  };
  const end = lines.indexOf("---", 1);
  if (lines[0] !== "---" || end < 0) fail("no front matter");
  const meta = new Map(
    lines.slice(1, end).map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]),
  );
  const get = (key: string): string => meta.get(key) ?? fail(`no ${key} in the front matter`);
  const refactoring = get("refactoring");
  if (refactoring !== path.basename(file, ".md")) fail("refactoring and file name differ");
  const does = /## What it does\n+([\s\S]*?)(?=\n\n|\n#|$)/.exec(text)?.[1] ?? fail("no ## What it does");
  const sections = readExamples(lines);
  return {
    file,
    refactoring,
    title: get("title"),
    summary: does.replaceAll("\n", " ").trim(),
    offered: sections.get("Offered") ?? [],
    notOffered: sections.get("Not offered") ?? [],
  };
}
