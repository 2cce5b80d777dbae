/**
 * A document that follows edits stands, once settled, as if it had just been opened; its text and positions are right
 * all the time.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import { Analyzer } from "../../server/src/analysis/analyzer";
import { DEFAULT_SETTINGS } from "../../server/src/config/settings";
import { RULES } from "../../server/src/rules/index";
import type { PythonDocument, Segment } from "../../server/src/syntax/document";
import { changeOf, randomBatches, type RandomEdit } from "../support/edits";
import { diagnose, open } from "../support/engine";
import { realFiles } from "../support/files";
import { FRAGMENTS, LINKED } from "../support/fragments";

const real = realFiles(120)
  .filter(({ text }) => text.length < 40_000)
  .map(({ text }) => text);

const realText = fc.constantFrom(...real);
const builtText = fc
  .tuple(
    fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 8 }),
    fc.constantFrom("\n", "\n", "\r\n", "\r"),
    fc.boolean(),
  )
  .map(([fragments, ending, bom]) => (bom ? "\uFEFF" : "") + fragments.join("").replaceAll("\n", ending));
const anyText = fc.oneof({ weight: 1, arbitrary: realText }, { weight: 4, arbitrary: builtText });

function pieces(document: PythonDocument): readonly Segment["piece"][] {
  return document.segments.map((segment) => segment.piece);
}

/** Compares positions with the protocol's own document, at most a few hundred of them. */
function expectPositions(document: PythonDocument, text: string): void {
  const reference = TextDocument.create("file:///a.py", "python", 0, text);
  const step = Math.max(1, Math.floor(text.length / 150));
  for (let offset = -1; offset <= text.length + 1; offset += step) {
    const position = reference.positionAt(offset);
    expect(document.positionAt(offset), `position of offset ${offset} in ${JSON.stringify(text)}`).toEqual(position);
  }
  const lineStep = Math.max(1, Math.floor(reference.lineCount / 50));
  for (let line = -1; line <= reference.lineCount + 1; line += lineStep) {
    for (const character of [-1, 0, 1, 7, 80, 10_000]) {
      const position = { line, character };
      expect(document.offsetAt(position), `offset of ${line}:${character} in ${JSON.stringify(text)}`).toBe(
        reference.offsetAt(position),
      );
    }
  }
}

function applyAll(
  document: PythonDocument,
  text: string,
  batches: readonly (readonly RandomEdit[])[],
  afterBatch: (text: string) => void,
): string {
  let after = text;
  let version = 0;
  for (const batch of batches) {
    const changes = batch.map((edit) => {
      const one = changeOf(edit, after);
      after = one.after;
      return one.change;
    });
    document.apply(changes, ++version);
    expect(document.version).toBe(version);
    expect(document.text).toBe(after);
    afterBatch(after);
  }
  return after;
}

describe("a document that follows edits", () => {
  it("has the text and the positions of the protocol's own document", () => {
    fc.assert(
      fc.property(anyText, randomBatches, (text, batches) => {
        const document = open(text);
        expectPositions(document, text);
        applyAll(document, text, batches, (after) => {
          expect(document.length).toBe(after.length);
          expectPositions(document, after);
        });
      }),
      { seed: 2, numRuns: 400 },
    );
  });

  it("stands as if just opened, once settled", () => {
    fc.assert(
      fc.property(anyText, randomBatches, (text, batches) => {
        const document = open(text);
        const after = applyAll(document, text, batches, () => undefined);
        document.settle();
        expect(pieces(document)).toEqual(pieces(open(after)));
        expect(document.settle()).toBe(false);
      }),
      { seed: 3, numRuns: 1500 },
    );
  });

  it("has the findings of a document just opened, once settled", () => {
    fc.assert(
      fc.property(
        fc.oneof({ weight: 1, arbitrary: realText }, { weight: 6, arbitrary: builtText }),
        randomBatches,
        fc.boolean(),
        (text, batches, looking) => {
          const document = open(text);
          const analyzer = new Analyzer(document, RULES, DEFAULT_SETTINGS);
          const after = applyAll(document, text, batches, () => {
            analyzer.update();
            if (looking) analyzer.diagnostics();
          });
          document.settle();
          analyzer.update();
          expect(analyzer.diagnostics()).toEqual(diagnose(after));
        },
      ),
      { seed: 4, numRuns: 400 },
    );
  });

  it("has the findings of a document just opened where these hang together over segments", () => {
    const text = fc
      .array(
        fc.oneof(
          { weight: 5, arbitrary: fc.constantFrom(...LINKED) },
          { weight: 1, arbitrary: fc.constantFrom(...FRAGMENTS) },
        ),
        {
          minLength: 2,
          maxLength: 10,
        },
      )
      .map((parts) => parts.join("\n"));
    const replaced = fc.tuple(fc.nat(), fc.nat(), fc.constantFrom(...LINKED, ""));
    fc.assert(
      fc.property(
        text,
        fc.array(replaced, { minLength: 1, maxLength: 6 }),
        randomBatches,
        fc.boolean(),
        (before, replacements, batches, forgets) => {
          const document = open(before);
          const analyzer = new Analyzer(document, RULES, DEFAULT_SETTINGS);
          const look = (): void => {
            analyzer.update();
            analyzer.diagnostics();
            // As after much has been parsed.
            if (forgets) analyzer.module.dropTrees();
          };
          look();
          let after = before;
          // Whole lines come and go, as when code is moved, before anything is damaged.
          for (const [from, count, inserted] of replacements) {
            const lines = after.split("\n");
            const start = { line: from % lines.length, character: 0 };
            const end = { line: start.line + (count % 5), character: 0 };
            document.apply([{ range: { start, end }, text: inserted }], 1);
            const reference = TextDocument.create("file:///a.py", "python", 0, after);
            TextDocument.update(reference, [{ range: { start, end }, text: inserted }], 1);
            after = reference.getText();
            look();
          }
          document.settle();
          analyzer.update();
          expect(analyzer.diagnostics()).toEqual(diagnose(after));
          after = applyAll(document, after, batches, look);
          document.settle();
          analyzer.update();
          expect(analyzer.diagnostics()).toEqual(diagnose(after));
        },
      ),
      { seed: 8, numRuns: 300 },
    );
  });

  it("finds segments and their places by offset", () => {
    fc.assert(
      fc.property(anyText, randomBatches, (text, batches) => {
        const document = open(text);
        applyAll(document, text, batches, (after) => {
          let offset = 0;
          document.segments.forEach((segment, index) => {
            expect(document.offsetOf(segment)).toBe(offset);
            expect(document.indexOf(segment)).toBe(index);
            expect(document.lineOf(segment)).toBe(document.positionAt(offset).line);
            expect(document.segmentAt(offset)).toBe(segment);
            expect(document.segmentAt(offset + segment.text.length - 1)).toBe(segment);
            offset += segment.text.length;
          });
          expect(offset).toBe(after.length);
        });
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});

describe("what is left unclosed in one segment", () => {
  it.each(['"', "'", '"""', "'''", "(", "[", "{", "f'{", "\\"])("leaves the others alone: %s", (typed) => {
    for (const text of real.slice(0, 40)) {
      for (let k = 0; k < 5; k++) {
        const document = open(text);
        const before = document.segments;
        const segment = before[Math.floor((before.length * k) / 5)];
        if (segment === undefined || segment.text.trim() === "") continue;
        const at = document.positionAt(document.offsetOf(segment) + Math.floor(segment.text.trimEnd().length / 2));
        document.apply([{ range: { start: at, end: at }, text: typed }], 1);
        const after = new Set(document.segments);
        for (const other of before)
          if (other !== segment)
            expect(after.has(other), `${typed} in ${segment.text} changes ${other.text}`).toBe(true);
        document.apply(
          [{ range: { start: at, end: { line: at.line, character: at.character + typed.length } }, text: "" }],
          2,
        );
        document.settle();
        expect(pieces(document)).toEqual(before.map((one) => one.piece));
        const left = new Set(document.segments);
        const texts = before.map((one) => one.text);
        for (const other of before) {
          const once = texts.indexOf(other.text) === texts.lastIndexOf(other.text);
          if (other !== segment && once)
            expect(left.has(other), `a segment that came out the same is not kept: ${other.text}`).toBe(true);
        }
      }
    }
  });
});
