/** A rule's page as the extension shows it: short enough to be read, and whole in what it shows. */
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../scripts/generated";
import { readerPage } from "../../scripts/reader-page.mjs";

const LINES = 800;
const folder = path.join(root, "server/src/rules");
const pages = fs.readdirSync(folder).filter((name) => name.endsWith(".md"));

describe("a reader's page", () => {
  it.each(pages)("%s can be read at a sitting, and ends no example in its middle", (name) => {
    const lines = readerPage(fs.readFileSync(path.join(folder, name), "utf8")).split("\n");
    expect(lines.length).toBeLessThan(LINES);
    expect(lines.filter((line) => line.startsWith("```")).length % 2).toBe(0);
    expect(lines).toContain("## Not violations");
  });

  it("shows the first examples under each heading, says how many there are, and takes no comment for a heading", () => {
    const example = (name: string): string => `### ${name}\n\n\`\`\`py\n### not a heading\n${name}()\n\`\`\`\n`;
    const names = Array.from({ length: 9 }, (_, index) => `case_${index}`);
    const page = readerPage(
      `---\nrule: toy\nseverity: hint\n---\n\n# toy\n\n## Violations\n\n${names.map(example).join("\n")}\n## Not violations\n\n${example("fine")}`,
    );
    expect(names.filter((name) => page.includes(`${name}()`))).toEqual(names.slice(0, 6));
    expect(page).toContain("And 3 more, which the tests of the rule run.\n\n## Not violations");
    expect(page).toContain("fine()");
  });
});
