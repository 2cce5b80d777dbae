import fc from "fast-check";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { ContentChange } from "../../server/src/syntax/document";

/** What people type and paste, and what only machines send. */
const INSERTED: readonly string[] = [
  "x",
  " ",
  "    ",
  "\t",
  "\n",
  "\r\n",
  "\r",
  "\n\n",
  "\f",
  "\uFEFF",
  "\0",
  "🐍",
  "\uD83D",
  "\uDC0D",
  "é",
  '"',
  "'",
  '"""',
  "'''",
  "\\",
  "\\\n",
  "#",
  "# comment\n",
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  ":",
  ";",
  ",",
  ".",
  "=",
  "@",
  "*",
  "@decorator\n",
  "else:\n    pass\n",
  "    else:\n",
  "elif x:\n",
  "except E:\n",
  "finally:\n    pass\n",
  "if x:\n",
  "class A:\n",
  "class A: pass\n",
  "    def f(self):\n        pass\n",
  "def f():\n    pass\n",
  "async ",
  "await ",
  "return x\n",
  "pass\n",
  "    x = 1\n",
  "  y = 2\n",
  "import time\n",
  "async def g():\n    time.sleep(1)\n",
  "    async def g(self):\n        time.sleep(1)\n",
  "f'{x!r}'",
  "f\"{x['a']}\"",
  "match x:\n    case 1:\n        pass\n",
  "# async-skill: ignore\n",
  "# async-skill: ignore-file\n",
  "from time import *\n",
  "global x\n",
  "del time\n",
  "time = None\n",
];

const DELETED = [0, 0, 0, 1, 1, 2, 3, 10, 80, 1000];

/** One edit, told by fractions of the text that it will meet. */
export interface RandomEdit {
  readonly at: number;
  readonly deleted: number;
  readonly inserted: string;
  /** Moves the edit to the next line's begin, where most of the trouble is. */
  readonly atLineStart: boolean;
  readonly wild: "no" | "beyond line" | "beyond text" | "reversed";
  readonly whole: boolean;
}

export const randomEdit: fc.Arbitrary<RandomEdit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  deleted: fc.constantFrom(...DELETED),
  inserted: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...INSERTED) },
    { weight: 1, arbitrary: fc.constant("") },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 4 }) },
  ),
  atLineStart: fc.boolean(),
  wild: fc.constantFrom("no", "no", "no", "no", "no", "no", "beyond line", "beyond text", "reversed"),
  whole: fc.integer({ min: 0, max: 60 }).map((n) => n === 0),
});

/** Batches of changes, as notifications bring them. */
export const randomBatches: fc.Arbitrary<readonly (readonly RandomEdit[])[]> = fc.array(
  fc.array(randomEdit, { minLength: 1, maxLength: 4 }),
  {
    minLength: 1,
    maxLength: 6,
  },
);

/** The change that an edit stands for in a text, with the text after it as the protocol's own document has it. */
export function changeOf(edit: RandomEdit, text: string): { readonly change: ContentChange; readonly after: string } {
  const document = TextDocument.create("file:///a.py", "python", 0, text);
  if (edit.whole) {
    const after = text.slice(0, Math.floor(edit.at * text.length)) + edit.inserted;
    return { change: { text: after }, after };
  }
  let offset = Math.floor(edit.at * text.length);
  if (edit.atLineStart) offset = document.offsetAt({ line: document.positionAt(offset).line + 1, character: 0 });
  let start = document.positionAt(offset);
  let end = document.positionAt(offset + edit.deleted);
  if (edit.wild === "beyond line") end = { line: end.line, character: end.character + 10_000 };
  if (edit.wild === "beyond text") end = { line: end.line + 100_000, character: 3 };
  if (edit.wild === "reversed") [start, end] = [end, start];
  const change = { range: { start, end }, text: edit.inserted };
  TextDocument.update(document, [change], 1);
  return { change, after: document.getText() };
}
