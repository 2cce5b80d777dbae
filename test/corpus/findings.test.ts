/**
 * What the rules find in real code, line by line. The recorded findings under findings/ were read; a change of a rule
 * shows there as a diff to be read again. UPDATE_CORPUS=1 records anew.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { roleOfPath } from "../../server/src/config/roles";
import { analyze } from "../support/engine";
import { corpusOf, readPython } from "./download";
import { CORPUS } from "./packages";

const update = process.env["UPDATE_CORPUS"] === "1";
const dir = path.join(import.meta.dirname, "findings");

const here = corpusOf(CORPUS);

describe("findings in real code", () => {
  for (const name of CORPUS) {
    const file = path.join(dir, `${name}.txt`);
    const found = here.get(name)!;
    const missing = typeof found === "string";
    it.skipIf(missing)(missing ? `${name} (skipped: ${found})` : name, ({ skip }) => {
      if (missing) throw new Error(found);
      const lines = found.files.flatMap((one) => findingsOf(found.root, one)).sort();
      const text = [`${name} ${found.version} ${lines.length} findings`, ...lines, ""].join("\n");
      if (update) return fs.writeFileSync(file, text);
      const recorded = fs.readFileSync(file, "utf8");
      const version = recorded.split(" ")[1];
      const expected = recorded.replace(` ${version} `, ` ${found.version} `);
      // A security update rarely changes what is found. Where it does, the recorded findings are of other code.
      skip(version !== found.version && text !== expected, `version ${found.version} here, ${version} recorded`);
      expect(text).toBe(expected);
    });
  }
});

/** `rule path | the line`: no line numbers, so that a security update of the package moves nothing. */
function findingsOf(root: string, file: string): readonly string[] {
  const text = readPython(path.join(root, file));
  if (text === undefined) return [];
  const analyzer = analyze(text, { role: roleOfPath(`/${file}`, "/", []) });
  const lines = text.split(/\r\n|\n|\r/);
  return analyzer
    .diagnostics()
    .map(({ rule, start }) => `${rule} ${file} | ${lines[analyzer.document.positionAt(start).line]!.trim()}`);
}
