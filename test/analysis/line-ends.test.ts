/** Fixes keep how a text ends its lines, and what has to stand at its beginning. */
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { fixAll } from "../../server/src/analysis/fix-all";
import { refactoringsAt } from "../../server/src/analysis/refactor";
import { applyEdits, editsOf } from "../../server/src/fixes/apply";
import { limitTimeOfBlock } from "../../server/src/refactorings/limit-time-of-block";
import { analyze, open } from "../support/engine";

const TEXT = `# a comment
async def g(s):
    import time
    time.sleep(1)


async def h(s):
    import time; time.sleep(2)


async def i(s):
    x = s; import time; time.sleep(3); return x
`;
const FIXED = `import asyncio

# a comment
async def g(s):
    await asyncio.sleep(1)


async def h(s):
    await asyncio.sleep(2)


async def i(s):
    x = s; await asyncio.sleep(3); return x
`;
const fixed = (text: string): string => fixAll(analyze(text), open, { unsafe: true }).text;

describe("what fixes write", () => {
  it.each([
    ["LF", "\n"],
    ["CR LF", "\r\n"],
    ["CR", "\r"],
  ])("ends its lines as the text does: %s", (_name, eol) => {
    expect(fixed(TEXT.replaceAll("\n", eol))).toBe(FIXED.replaceAll("\n", eol));
    const apart = TEXT.replace("# a comment\n", "# a comment\n\n");
    const apartFixed = FIXED.replace("import asyncio\n\n# a comment\n", "# a comment\n\nimport asyncio\n\n\n");
    expect(fixed(apart.replaceAll("\n", eol))).toBe(apartFixed.replaceAll("\n", eol));
  });

  it("stands behind a byte order mark", () => {
    expect(fixed(`\uFEFF${TEXT}`)).toBe(`\uFEFF${FIXED}`);
    expect(fixed("\uFEFFimport time\n\nasync def f():\n    time.sleep(1)\n")).toBe(
      "\uFEFFimport asyncio\n\nasync def f():\n    await asyncio.sleep(1)\n",
    );
  });

  it("counts its indentation from a form feed on", () => {
    const text = "import asyncio\nasync def f(client):\n\f    await client.run()\n";
    const analyzer = analyze(text);
    const [offer] = refactoringsAt(analyzer, [limitTimeOfBlock], text.indexOf("run"), text.indexOf("run"));
    const edits = offer?.kind === "fix" ? editsOf(analyzer.module, offer) : [];
    expect(applyEdits(text, edits)).toBe(
      "import asyncio\nasync def f(client):\n\f    async with asyncio.timeout(10.0):\n        await client.run()\n",
    );
  });

  it("tears no line end apart: no pattern of the sources takes the CR of a CR LF for one", () => {
    const sources = path.resolve(import.meta.dirname, "../../server/src");
    const files = (fs.readdirSync(sources, { recursive: true }) as string[]).filter(
      (file) => file.endsWith(".ts") && !file.endsWith(".generated.ts"),
    );
    expect(files.length).toBeGreaterThan(100);
    const torn = files.filter((file) => /\\n\|\\r(?!\(\?!)/.test(fs.readFileSync(path.join(sources, file), "utf8")));
    expect(torn).toEqual([]);
  });
});
