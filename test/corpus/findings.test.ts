/**
 * What the rules find in real code, line by line. The recorded findings under findings/ were read; a change of a rule
 * shows there as a diff to be read again. UPDATE_CORPUS=1 records anew.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { analyze } from "../support/engine";
import { CORPUS, installedPackage, readPython } from "./packages";

const update = process.env["UPDATE_CORPUS"] === "1";
const dir = path.join(import.meta.dirname, "findings");

describe("findings in real code", () => {
  for (const name of CORPUS) {
    const file = path.join(dir, `${name}.txt`);
    const here = installedPackage(name);
    const recorded = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined;
    const wanted = recorded?.split("\n")[0]?.split(" ")[1];
    const why = here === undefined ? "not installed here" : !update && wanted !== undefined && wanted !== here.version ? `version ${here.version} here, ${wanted} recorded` : undefined;
    it.skipIf(why !== undefined)(why === undefined ? name : `${name} (skipped: ${why})`, () => {
      const lines = here!.files.flatMap(findingsOf).sort();
      const text = [`${name} ${here!.version} ${lines.length} findings`, ...lines, ""].join("\n");
      if (update) fs.writeFileSync(file, text);
      expect(text).toBe(update ? text : recorded);
    });
  }
});

/** `rule path | the line`: no line numbers, so that a security update of the package moves nothing. */
function findingsOf(file: string): readonly string[] {
  const text = readPython(file);
  if (text === undefined) return [];
  const analyzer = analyze(text);
  const lines = text.split(/\r\n|\n|\r/);
  return analyzer.diagnostics().map(({ rule, start }) => `${rule} ${file} | ${lines[analyzer.document.positionAt(start).line]!.trim()}`);
}
