import * as fs from "node:fs";
import * as path from "node:path";
import { readRefactoringPage } from "../../scripts/refactoring-page";
import { readPage } from "../../scripts/rule-page";
import { realFiles } from "../support/files";
import { FRAGMENTS, LINKED } from "../support/fragments";
import { withoutCarets } from "../support/render";
import type { Random } from "./random";

const source = path.resolve(import.meta.dirname, "../../server/src");

function pagesIn(folder: string): readonly string[] {
  return fs
    .readdirSync(path.join(source, folder))
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => path.join(source, folder, name));
}

function pythonOf(
  examples: readonly { readonly blocks: readonly { readonly language: string; readonly text: string }[] }[],
): readonly string[] {
  return examples.flatMap(({ blocks: [block] }) => (block?.language === "py" ? [withoutCarets(block.text)] : []));
}

const RULE_PAGES = pagesIn("rules").map(readPage);
const REFACTORING_PAGES = pagesIn("refactorings").map(readRefactoringPage);
/** What rules find. */
const VIOLATIONS: readonly string[] = RULE_PAGES.flatMap(({ violations }) => pythonOf(violations));
/** What refactorings change, and what only looks like it, or like what rules find. */
const OTHERS: readonly string[] = [
  ...RULE_PAGES.flatMap(({ nonViolations }) => pythonOf(nonViolations)),
  ...REFACTORING_PAGES.flatMap(({ offered, notOffered }) => pythonOf([...offered, ...notOffered])),
];

const REAL: readonly string[] = realFiles(300)
  .map(({ text }) => text)
  .filter((text) => text.length > 200);

/** Statements that bind names which others use, in more than one way. */
const BINDERS: readonly string[] = [
  "try:\n    import requests\nexcept ImportError:\n    requests = None\n",
  "if x:\n    import time\nelse:\n    time = None\n",
  "from time import *\n",
  "from requests import *\n",
  "import time as clock, asyncio\nsleep = clock.sleep\n",
  "def sets():\n    global time\n    import time\n",
  "class Base:\n    def run(self):\n        time.sleep(1)\n\n    session = requests.Session()\n",
  "class Child(Base):\n    async def go(self):\n        self.run()\n        self.session.get('u')\n",
  "async def _idle(x):\n    return x\n\n\nasync def main():\n    await _idle(1)\n",
  "async def f():\n    time.sleep(1)  # async-skill: ignore[blocking-sleep, missing-await]\n",
  "# async-skill: ignore-file[blocking-sleep]\n",
  "ünïcode = time.sleep\nasync def 𝒻():\n    ünïcode(1)\n",
  "e\u0301 = time.sleep\nasync def g():\n    e\u0301(1)\n",
];

/** Half of something, as it stands while somebody types. */
const HALVES: readonly string[] = [
  "def ", "async def", "async def f(", "class A", "class A(", "import ", "from time import", "from time import (", "with ", "async with x as ", "x = ", "self.", "self.session = ;",
  "await ", "f(", "f(x,", "[x for x in", "{", "f'{", "f\"\"\"{x", '"""', "'''", "'", '"', "\\", "@", "@decorator", "lambda", "if x", "else:", "except:", "for x in y:", "global ", "return", "yield",
  "del time", "case 1:", "match x:", "# async-skill: ignore[", "x: ", "x := ", "*", "**", ")", "]", "}", ":", "    ", "\t",
]; // prettier-ignore

/** What only machines and bad luck put into a file. */
export const ODDITIES: readonly string[] = [
  "\0", "\f", "\r", "\n", "\r\n", "\uFEFF", "\uD83D", "\uDC0D", "🐍", "𝒻", "e\u0301", "\u0301", "\u200B", "\u00A0", "\u2028", "é", "٣", "·", "×", "\u{10FFFF}", "\x1A", "\v", "\uFFFD",
]; // prettier-ignore

/** A piece of Python to put somewhere. */
export function randomSnippet(random: Random): string {
  const kind = random.next();
  if (kind < 0.7) return randomStatements(random);
  if (kind < 0.92) return random.pick(HALVES);
  return random.pick(ODDITIES);
}

/** Whole statements: what rules find, what hangs together with it, and what is hard to cut. */
function randomStatements(random: Random): string {
  const kind = random.next();
  if (kind < 0.3) return random.pick(VIOLATIONS);
  if (kind < 0.45) return random.pick(OTHERS);
  if (kind < 0.65) return random.pick(LINKED);
  if (kind < 0.85) return random.pick(BINDERS);
  return random.pick(FRAGMENTS);
}

/**
 * A text to begin with: of real files a part, or several pieces; some with other line ends than LF, or with several
 * kinds.
 */
export function randomText(random: Random): string {
  const text = random.chance(0.15) && REAL.length > 0 ? partOf(random, random.pick(REAL)) : composed(random);
  const bom = random.chance(0.05) ? "\uFEFF" : "";
  const ends = random.next();
  if (ends < 0.75) return bom + text;
  if (ends < 0.85) return bom + text.replaceAll("\n", "\r\n");
  if (ends < 0.92) return bom + text.replaceAll("\n", "\r");
  return bom + text.replace(/\n/g, () => random.pick(["\n", "\r\n", "\r", "\n"]));
}

function composed(random: Random): string {
  let text = random.chance(0.5) ? "import time, requests, asyncio\n" : "";
  for (let count = 2 + random.below(5); count > 0; count--) {
    const snippet = random.chance(0.9) ? randomStatements(random) : randomSnippet(random);
    text += snippet.endsWith("\n") || random.chance(0.03) ? snippet : `${snippet}\n`;
  }
  return text;
}

/** Some lines from anywhere in a text. */
function partOf(random: Random, text: string): string {
  const lines = text.split("\n");
  const count = 10 + random.below(50);
  const from = random.chance(0.4) ? 0 : random.below(Math.max(1, lines.length - count));
  return lines.slice(from, from + count).join("\n") + "\n";
}
