/**
 * Every refactoring that is offered in an async function of real code, and in every function that builds a list,
 * applied alone: the file compiles afterwards, no rule finds more than before, no comment is lost. Runs with
 * npm run test:corpus. With SAMPLE=FILE it writes the differences that it made, for somebody to read.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { createTwoFilesPatch } from "diff";
import { describe, expect, it } from "vitest";
import type { Analyzer } from "../../server/src/analysis/analyzer";
import { refactoringsAt } from "../../server/src/analysis/refactor";
import { applyEdits, areDisjoint, editsOf } from "../../server/src/fixes/apply";
import type { TextEdit } from "../../server/src/fixes/fix";
import { inOrder } from "../../server/src/fixes/text";
import { REFACTORINGS } from "../../server/src/refactorings/index";
import type { Segment } from "../../server/src/syntax/document";
import type { Node } from "../../server/src/syntax/tree";
import { analyzeEach, diagnoseEverything } from "../support/engine";
import { countByRule } from "../support/page";
import { compileErrors } from "../support/python";
import { corpusOf, readPython } from "./download";
import { CORPUS, sampled } from "./packages";

interface Applied {
  readonly where: string;
  readonly title: string;
  readonly text: string;
}

/** A run of everything takes one of so many; `npm run test:corpus` all. */
const ONE_OF = 4;
const packages = sampled(CORPUS, ONE_OF);
const corpus = corpusOf(packages);
const counts = new Map<string, number>();
const refused = new Map<string, number>();
const sample = process.env["SAMPLE"];
const EXPRESSIONS: ReadonlySet<string> = new Set(["call", "list_comprehension"]);

/**
 * What a refactoring may rightly bring: a limit makes a coroutine fail that could not before, so that gathering it is
 * worth a word; and an await within a handler's reach is cancelled there.
 */
const MAY_BRING: ReadonlySet<string> = new Set([
  "limit-time-of-block gather-without-task-group",
  "limit-time-of-block swallowed-cancellation",
  "run-call-in-thread swallowed-cancellation",
]);

describe("refactorings in real code", () => {
  for (const name of packages) {
    const here = corpus.get(name)!;
    const missing = typeof here === "string";
    it.skipIf(missing)(
      missing ? `${name} (skipped: ${here})` : `${name}: each refactoring alone`,
      { timeout: 1_200_000 },
      async () => {
        if (missing) throw new Error(here);
        const problems: string[] = [];
        for (const file of here.files) {
          const text = readPython(path.join(here.root, file));
          if (text === undefined) continue;
          const applied = [...refactorings(file, text, problems)];
          (await compileErrors(applied.map((one) => one.text))).forEach((error, i) => {
            if (error !== null) problems.push(`${applied[i]!.where} "${applied[i]!.title}": ${error}`);
          });
        }
        expect(problems).toEqual([]);
      },
    );
  }

  it("counts what was applied", () => {
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const list = (map: ReadonlyMap<string, number>): string =>
      [...map].map(([what, count]) => `${what} ${count}`).join(", ");
    console.log(`${total} refactorings applied alone: ${list(counts)}; refused: ${list(refused)}`);
    expect(total).toBeGreaterThan(0);
  });
});

/**
 * Applies everything that is offered in a file; each change is made in the open document, looked at, and taken back.
 */
function* refactorings(file: string, text: string, problems: string[]): Iterable<Applied> {
  const analyzer = analyzeEach(text);
  const { document } = analyzer;
  const before = countByRule(diagnoseEverything(text));
  const made = new Set<string>();
  // Found beforehand, as the document changes with each of them.
  const cursors = Array.from(spots(analyzer));
  for (const { start, end } of cursors) {
    for (const refactoring of REFACTORINGS) {
      for (const offer of refactoringsAt(analyzer, [refactoring], start, end)) {
        const where = `${file}:${document.positionAt(start).line + 1} ${refactoring.name}`;
        if (offer.kind === "refusal") {
          refused.set(refactoring.name, (refused.get(refactoring.name) ?? 0) + 1);
          continue;
        }
        const edits = editsOf(analyzer.module, offer);
        const key = JSON.stringify(edits);
        if (made.has(key)) continue;
        made.add(key);
        if (!areDisjoint(edits)) {
          problems.push(`${where} "${offer.title}": overlapping edits`);
          continue;
        }
        const { changed, problem } = tried(analyzer, refactoring.name, edits, text, before);
        if (problem !== undefined) problems.push(`${where} "${offer.title}": ${problem}`);
        counts.set(refactoring.name, (counts.get(refactoring.name) ?? 0) + 1);
        if (sample !== undefined)
          fs.appendFileSync(
            sample,
            `${where} "${offer.title}"\n${createTwoFilesPatch(file, file, text, applyEdits(text, edits))}\n`,
          );
        yield { where, title: offer.title, text: changed };
      }
    }
  }
}

interface Tried {
  /** The statements that changed, as a module of their own: what CPython says of one does not depend on the others. */
  readonly changed: string;
  readonly problem: string | undefined;
}

/** Makes a change, looks at what it has made, and takes it back. */
function tried(
  analyzer: Analyzer,
  refactoring: string,
  edits: readonly TextEdit[],
  text: string,
  before: ReadonlyMap<string, number>,
): Tried {
  const { document } = analyzer;
  const old = new Set(document.segments);
  const back = exchange(analyzer, edits, text);
  const now = new Set(document.segments);
  const found = countByRule(analyzer.diagnostics());
  const gone = [...old].filter((segment) => !now.has(segment));
  const fresh = [...now].filter((segment) => !old.has(segment));
  const left = commentsOf(fresh);
  const lost = commentsOf(gone).find((comment) => !left.includes(comment));
  const more = [...found].find(
    ([rule, count]) => count > (before.get(rule) ?? 0) && !MAY_BRING.has(`${refactoring} ${rule}`),
  );
  exchange(analyzer, back, applyEdits(text, edits));
  const problems = [
    more && `brings ${more[0]}`,
    lost && `loses ${lost}`,
    document.text === text ? undefined : "can't be taken back",
  ];
  return { changed: fresh.map(asModule).join("\n"), problem: problems.find((problem) => problem !== undefined) };
}

/** Makes edits in the open document, from the last to the first; gives those that undo them. */
function exchange(analyzer: Analyzer, edits: readonly TextEdit[], text: string): readonly TextEdit[] {
  const { document } = analyzer;
  const sorted = inOrder(edits);
  for (const edit of sorted.toReversed()) {
    document.apply(
      [{ range: { start: document.positionAt(edit.start), end: document.positionAt(edit.end) }, text: edit.text }],
      document.version + 1,
    );
  }
  analyzer.update();
  let shift = 0;
  return sorted.map((edit) => {
    const start = edit.start + shift;
    shift += edit.text.length - (edit.end - edit.start);
    return { start, end: start + edit.text.length, text: text.slice(edit.start, edit.end) };
  });
}

/** A member of a class stands alone in one. */
function asModule(segment: Segment): string {
  if (segment.piece.kind === "class-header") return `${segment.text}\n    pass\n`;
  return segment.piece.indent > 0 ? `class Owner:\n${segment.text}\n` : `${segment.text}\n`;
}

/**
 * Where a cursor may mean something: the statements, calls and comprehensions of async functions, and all functions'
 * names.
 */
function* spots({ document }: Analyzer): Iterable<{ readonly start: number; readonly end: number }> {
  for (const segment of document.segments) {
    if (!segment.text.includes("def ")) continue;
    const offset = document.offsetOf(segment);
    for (const definition of segment.tree.root.descendants("function_definition")) {
      yield { start: offset + definition.child("name")!.start, end: offset + definition.child("name")!.start };
      if (!definition.hasToken("async")) continue;
      for (const node of definition.child("body")?.subtree() ?? []) {
        if (!node.isNamed || !(EXPRESSIONS.has(node.kind) || node.parent?.kind === "block")) continue;
        const at = offset + cursorIn(node);
        yield { start: at, end: at };
        // The first two statements of each block, selected.
        if (node.parent?.kind === "block" && node.parent.named[0] === node && node.next !== undefined)
          yield { start: offset + node.start, end: offset + node.next.end };
      }
    }
  }
}

/** A call's cursor stands behind its callee, where no inner call holds it. */
function cursorIn(node: Node): number {
  return node.kind === "call" ? (node.child("function")?.end ?? node.start) : node.start + 1;
}

function commentsOf(segments: readonly Segment[]): readonly string[] {
  return segments.flatMap((segment) =>
    segment.text.includes("#") ? [...segment.tree.root.descendants("comment")].map((comment) => comment.text) : [],
  );
}
