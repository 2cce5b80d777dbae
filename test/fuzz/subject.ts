import { TextDocument } from "vscode-languageserver-textdocument";
import { Analyzer } from "../../server/src/analysis/analyzer";
import { fixAll, type FixAllResult } from "../../server/src/analysis/fix-all";
import { refactoringsAt } from "../../server/src/analysis/refactor";
import { DEFAULT_SETTINGS, type Settings } from "../../server/src/config/settings";
import { findSuppressions } from "../../server/src/analysis/suppressions";
import { areDisjoint, applyEdits, editsOf } from "../../server/src/fixes/apply";
import type { Remedy } from "../../server/src/fixes/fix";
import { REFACTORINGS } from "../../server/src/refactorings/index";
import { RULES } from "../../server/src/rules/index";
import { type ContentChange, PythonDocument } from "../../server/src/syntax/document";
import type { PythonParser } from "../../server/src/syntax/parser";
import type { Change, Step } from "./steps";

/** That a file that was followed is not as one just opened, or that something threw. */
export class Difference extends Error {}

/** How often each step was taken, and how much there was to compare. */
export type Counts = Map<string, number>;

const MOST_REMEMBERED = 60;

/** A file that is followed over steps, and held against one just opened after each of them. */
export class Subject {
  readonly #document: PythonDocument;
  readonly #analyzer: Analyzer;
  #settings: Settings = DEFAULT_SETTINGS;
  /** The text as the protocol's own document has it. */
  #reference: TextDocument;
  #version = 0;
  #isStale = false;
  readonly #undone: string[] = [];
  readonly #done: string[] = [];

  constructor(
    readonly parser: PythonParser,
    text: string,
    readonly counts: Counts,
  ) {
    this.#document = new PythonDocument(parser, text);
    this.#analyzer = new Analyzer(this.#document, RULES, this.#settings);
    this.#reference = TextDocument.create("file:///a.py", "python", 0, text);
  }

  get text(): string {
    return this.#reference.getText();
  }

  /** @throws Difference where the file is not, or doesn't answer, as one just opened would */
  take(step: Step): void {
    this.#count(step.do);
    this.#take(step);
    this.#compareText();
  }

  /**
   * Compares all that is found. Where quotes or brackets stand open, what stands behind them is cut otherwise until it
   * is settled: then only `settle` makes it comparable.
   */
  compare(): void {
    this.#bringUp();
    const fresh = this.#opened();
    if (!this.#standsAs(fresh.document)) {
      this.#analyzer.diagnostics();
      this.#count("not comparable until settled");
      return;
    }
    const found = this.#analyzer.diagnostics();
    this.#count("findings compared", found.length);
    expectSame("findings", found, fresh.diagnostics());
  }

  #take(step: Step): void {
    switch (step.do) {
      case "change":
        return this.#change(step.changes);
      case "replace all":
        return this.#replaceAll(step.text);
      case "end lines":
        return this.#replaceAll(this.text.replace(/\r\n|\r|\n/g, step.by));
      case "undo":
        for (let i = 0; i < step.count; i++) this.#goBack(this.#done, this.#undone);
        return;
      case "redo":
        for (let i = 0; i < step.count; i++) this.#goBack(this.#undone, this.#done);
        return;
      case "lightbulb":
        return this.#lightbulb(...this.#range(step.from, step.to));
      case "lightbulb at": {
        this.#bringUp();
        const found = this.#analyzer.diagnostics();
        const diagnostic = found[step.finding % Math.max(1, found.length)];
        return diagnostic === undefined ? undefined : this.#lightbulb(diagnostic.start, diagnostic.end);
      }
      case "refactor":
        return this.#ask("refactorings", (analyzer) => {
          const [from, to] = this.#range(step.from, step.to);
          return this.#described(analyzer, refactoringsAt(analyzer, REFACTORINGS, from, to));
        });
      case "hover":
        return this.#ask("names in comments", ({ document }) => {
          const segment = document.segmentAt(Math.min(step.at, document.length));
          return segment === undefined
            ? []
            : findSuppressions(segment.tree).map(({ names, nameRanges, syntax }) => ({ names, nameRanges, syntax }));
        });
      case "fix all":
        this.settle();
        return this.#ask("all fixes", (analyzer) => this.#fixedAll(analyzer, step.unsafe));
      case "apply fix":
        return this.#applyFix(step.at, step.which);
      case "settle":
        return this.settle();
      case "drop trees":
        this.#bringUp();
        this.#analyzer.module.dropTrees();
        // What was found holds nodes of these trees.
        return this.#analyzer.update();
      case "configure":
        this.#bringUp();
        this.#settings = { ...DEFAULT_SETTINGS, ...step.settings };
        return this.#analyzer.configure(this.#settings);
      default:
        step satisfies never;
    }
  }

  settle(): void {
    this.#isStale = this.#document.settle() || this.#isStale;
    this.#bringUp();
    if (!this.#standsAs(new PythonDocument(this.parser, this.text)))
      throw new Difference("a settled file is not cut as one just opened");
  }

  #change(changes: readonly Change[]): void {
    this.#remember();
    const told = changes.map(({ from, to, text }): ContentChange => {
      const { length } = this.text;
      const range = {
        start: this.#reference.positionAt(Math.min(from, to, length)),
        end: this.#reference.positionAt(Math.min(Math.max(from, to), length)),
      };
      const change = { range, text };
      TextDocument.update(this.#reference, [change], ++this.#version);
      return change;
    });
    this.#document.apply(told, this.#version);
    this.#isStale = true;
  }

  #replaceAll(text: string): void {
    this.#remember();
    this.#setText(text);
  }

  #setText(text: string): void {
    this.#reference = TextDocument.create("file:///a.py", "python", ++this.#version, text);
    this.#document.apply([{ text }], this.#version);
    this.#isStale = true;
  }

  #remember(): void {
    this.#done.push(this.text);
    if (this.#done.length > MOST_REMEMBERED) this.#done.shift();
    this.#undone.length = 0;
  }

  /** Undoes as an editor does it: by the smallest change that gives the text of before. */
  #goBack(from: string[], to: string[]): void {
    const wanted = from.pop();
    if (wanted === undefined) return;
    const { text } = this;
    to.push(text);
    let head = 0;
    while (head < text.length && head < wanted.length && text[head] === wanted[head]) head++;
    let tail = 0;
    while (
      tail < text.length - head &&
      tail < wanted.length - head &&
      text[text.length - 1 - tail] === wanted[wanted.length - 1 - tail]
    )
      tail++;
    const range = { start: this.#reference.positionAt(head), end: this.#reference.positionAt(text.length - tail) };
    // No position lies between CR and LF.
    if (this.#reference.offsetAt(range.start) !== head || this.#reference.offsetAt(range.end) !== text.length - tail)
      return this.#setText(wanted);
    const change = { range, text: wanted.slice(head, wanted.length - tail) };
    TextDocument.update(this.#reference, [change], ++this.#version);
    this.#document.apply([change], this.#version);
    this.#isStale = true;
  }

  #applyFix(at: number, which: number): void {
    this.#bringUp();
    const found = this.#analyzer.diagnostics();
    const diagnostic = found[at % Math.max(1, found.length)];
    if (diagnostic === undefined) return;
    const fixes = this.#analyzer
      .repairs(diagnostic.start, diagnostic.end)
      .flatMap(({ offers }) => offers)
      .filter((offer) => offer.kind === "fix");
    const fix = fixes[which % Math.max(1, fixes.length)];
    if (fix?.kind !== "fix") return;
    // The last first, so that none moves another.
    const edits = [...editsOf(this.#analyzer.module, fix)].sort((a, b) => b.start - a.start || b.end - a.end);
    this.#change(edits.map(({ start, end, text }) => ({ from: start, to: end, text })));
    this.#count("fixes applied");
  }

  #lightbulb(from: number, to: number): void {
    this.#ask("actions", (analyzer) =>
      analyzer.repairs(from, to).map(({ diagnostic, offers }) => [diagnostic.rule, this.#described(analyzer, offers)]),
    );
  }

  /** Asks the followed file and one just opened the same. */
  #ask(what: string, question: (analyzer: Analyzer) => unknown): void {
    this.#bringUp();
    const answer = question(this.#analyzer);
    const fresh = this.#opened();
    if (!this.#standsAs(fresh.document)) return;
    if (Array.isArray(answer) && answer.length > 0) this.#count(`${what} compared`, answer.length);
    expectSame(what, answer, question(fresh));
  }

  #fixedAll(analyzer: Analyzer, unsafe: boolean): FixAllResult {
    return fixAll(analyzer, (text) => new PythonDocument(this.parser, text), { unsafe });
  }

  #described(analyzer: Analyzer, offers: readonly Remedy[]): readonly unknown[] {
    return offers.map((offer) => {
      this.#count(offer.kind === "fix" ? "edits worked out" : "refusals");
      if (offer.kind !== "fix") return offer;
      const edits = editsOf(analyzer.module, offer);
      if (!areDisjoint(edits)) throw new Difference(`the edits of "${offer.title}" overlap`);
      const { title, applicability, annotation, requires, raisesPython } = offer;
      return {
        title,
        applicability,
        annotation,
        requires,
        raisesPython,
        edits,
        result: applyEdits(analyzer.document.text, edits),
      };
    });
  }

  #range(from: number, to: number): readonly [number, number] {
    const { length } = this.text;
    return [Math.min(from, to, length), Math.min(Math.max(from, to), length)];
  }

  #bringUp(): void {
    if (this.#isStale) this.#analyzer.update();
    this.#isStale = false;
  }

  #opened(): Analyzer {
    return new Analyzer(new PythonDocument(this.parser, this.text), RULES, this.#settings);
  }

  #standsAs({ segments }: PythonDocument): boolean {
    const own = this.#document.segments;
    return (
      own.length === segments.length &&
      own.every(({ piece }, i) => {
        const other = segments[i]!.piece;
        return (
          piece.text === other.text &&
          piece.kind === other.kind &&
          piece.indent === other.indent &&
          piece.open === other.open
        );
      })
    );
  }

  #compareText(): void {
    const { text } = this;
    if (this.#document.text !== text)
      throw new Difference(
        `the text differs: ${JSON.stringify(this.#document.text)} instead of ${JSON.stringify(text)}`,
      );
    const step = Math.max(1, Math.floor(text.length / 12));
    for (let at = 0; at <= text.length; at += step)
      expectSame(`the position of ${at}`, this.#document.positionAt(at), this.#reference.positionAt(at));
    for (
      let line = 0;
      line <= this.#reference.lineCount;
      line += Math.max(1, Math.floor(this.#reference.lineCount / 6))
    ) {
      const position = { line, character: line % 7 };
      expectSame(
        `the offset of ${line}:${line % 7}`,
        this.#document.offsetAt(position),
        this.#reference.offsetAt(position),
      );
    }
  }

  #count(what: string, by = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + by);
  }
}

function expectSame(what: string, found: unknown, wanted: unknown): void {
  const [one, other] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (one !== other)
    throw new Difference(`${what} differ from those of a file just opened:\n  followed: ${one}\n  opened:   ${other}`);
}
