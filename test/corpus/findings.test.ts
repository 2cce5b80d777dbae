/**
 * What the rules find in real code, line by line. The recorded findings under findings/ were read; a change of a rule
 * shows there as a diff to be read again. UPDATE_CORPUS=1 records anew.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { analyze } from "../support/engine";
import { CORPUS, corpusPackage, readPython } from "./packages";

const update = process.env["UPDATE_CORPUS"] === "1";
const dir = path.join(import.meta.dirname, "findings");

describe("findings in real code", () => {
  for (const name of CORPUS) {
    const file = path.join(dir, `${name}.txt`);
    const here = corpusPackage(name);
    const recorded = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined;
    const wanted = recorded?.split("\n")[0]?.split(" ")[1];
    const why =
      typeof here === "string"
        ? here
        : !update && wanted !== undefined && wanted !== here.version
          ? `version ${here.version} here, ${wanted} recorded`
          : undefined;
    it.skipIf(why !== undefined)(why === undefined ? name : `${name} (skipped: ${why})`, () => {
      if (typeof here === "string") throw new Error(here);
      const lines = here.files.flatMap((one) => findingsOf(here.root, one)).sort();
      const text = [`${name} ${here.version} ${lines.length} findings`, ...lines, ""].join("\n");
      if (update) fs.writeFileSync(file, text);
      expect(text).toBe(update ? text : recorded);
    });
  }
});

/** `rule path | the line`: no line numbers, so that a security update of the package moves nothing. */
function findingsOf(root: string, file: string): readonly string[] {
  const text = readPython(path.join(root, file));
  if (text === undefined) return [];
  const analyzer = analyze(text);
  const lines = text.split(/\r\n|\n|\r/);
  return analyzer.diagnostics().map(({ rule, start }) => `${rule} ${file} | ${lines[analyzer.document.positionAt(start).line]!.trim()}`);
}
