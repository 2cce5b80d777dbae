import type { Diagnostic } from "../analysis/diagnostic";
import { Analyzer } from "../analysis/analyzer";
import { blockingCallees, type Callee } from "../analysis/blocking-callees";
import type { Repairable } from "../analysis/repairable";
import { fixAll, type FixAllOptions, type FixAllResult } from "../analysis/fix-all";
import { leftOut } from "../analysis/left-out";
import { tooLarge } from "../analysis/too-large";
import { refactoringsAt } from "../analysis/refactor";
import { editsOf } from "../fixes/apply";
import type { Fix, ImportNeed, Offer, Remedy, TextEdit } from "../fixes/fix";
import { importEdits } from "../fixes/imports";
import { type Imports, NO_IMPORTS } from "../model/imports";
import { REFACTORINGS } from "../refactorings/index";
import { RULES } from "../rules/index";
import { blockingHelpers, type FunctionName } from "../workspace/blocking-helpers";
import { type ContentChange, type Form, PythonDocument } from "../syntax/document";
import type { Position } from "../syntax/places";
import { isHalfWritten } from "../syntax/half-written";
import { ParserLimitError, type PythonParser } from "../syntax/parser";
import type { Configuration } from "./configuration";
import { OpenDocument } from "./document";
import type { Log } from "./log";
import { StandingFindings } from "./standing-findings";

/** What reads a file, and where trouble with it is told. */
export interface Engine {
  readonly parser: PythonParser;
  readonly log: Log;
}

/** An open Python file, or a cell of a notebook that a client tells of cell by cell. */
export class PythonFile extends OpenDocument {
  #python: PythonDocument;
  readonly #parser: PythonParser;
  readonly #log: Log;
  #analyzer: Analyzer | undefined;
  /** What other files of the project say. */
  imports: Imports = NO_IMPORTS;
  #stale = false;
  readonly #standing = new StandingFindings();

  constructor(
    uri: string,
    version: number | null,
    text: string,
    { parser, log }: Engine,
    private readonly form: Form = "file",
  ) {
    super(uri, version);
    this.#parser = parser;
    this.#log = log;
    this.#python = this.#open(text);
  }

  #open(text: string, version = 0): PythonDocument {
    return new PythonDocument(this.#parser, text, version, this.form);
  }

  get python(): PythonDocument {
    return this.#python;
  }

  get text(): string {
    return this.python.text;
  }

  get length(): number {
    return this.python.length;
  }

  positionAt(offset: number): Position {
    return this.python.positionAt(offset);
  }

  offsetAt(position: Position, _uri: string): number {
    return this.python.offsetAt(position);
  }

  apply(changes: readonly ContentChange[], version: number | null): void {
    this.#stale = true;
    this.version = version;
    for (const change of changes) this.#apply(change, version ?? 0);
  }

  #apply(change: ContentChange, version: number): void {
    const { range, text } = change;
    if (range === undefined) {
      this.#standing.forget();
      this.python.apply([change], version);
    } else this.#edit(this.python.offsetAt(range.start), this.python.offsetAt(range.end), text, version);
  }

  /** Puts a text in the place of what stands between two offsets. */
  protected replace(start: number, end: number, text: string, version: number): void {
    this.#stale = true;
    this.#edit(start, end, text, version);
  }

  #edit(start: number, end: number, text: string, version: number): void {
    this.#standing.edited({ start, end, length: text.length });
    this.python.edit(start, end, text, version);
  }

  get isHalfTyped(): boolean {
    return this.python.segments.some((segment) => segment.piece.open === "string");
  }

  settle(): boolean {
    const changed = this.python.settle();
    this.#stale ||= changed;
    return changed;
  }

  startAfresh(): void {
    this.#analyzer = undefined;
    this.#python = this.#open(this.text, this.python.version);
  }

  protected get excess(): string | undefined {
    return this.enabled ? tooLarge(this.length, this.configuration.settings) : undefined;
  }

  diagnostics(): readonly Diagnostic[] {
    return this.enabled ? this.#ask((analyzer) => analyzer.diagnostics()) : [];
  }

  override standing(): readonly Diagnostic[] {
    return this.#standing.beside(this.diagnostics(), (offset) => this.#isHalfWritten(offset));
  }

  #isHalfWritten(offset: number): boolean {
    const segment = this.python.segmentAt(offset);
    return (
      segment !== undefined && segment.broken && isHalfWritten(segment.tree, offset - this.python.offsetOf(segment))
    );
  }

  override configure(configuration: Configuration): boolean {
    const changed = super.configure(configuration);
    if (changed) this.#standing.forget();
    return changed;
  }

  get missing(): string | undefined {
    return this.enabled ? this.#ask(leftOut) : undefined;
  }

  repairs(start: number, end: number, only?: (rule: string) => boolean): readonly Repairable[] {
    if (!this.enabled) return [];
    const offersOf = (diagnostic: Diagnostic): readonly Remedy[] =>
      this.#ask((analyzer) => analyzer.offers(diagnostic));
    return this.#ask((analyzer) => analyzer.repairs(start, end, only)).map(({ diagnostic }) => ({
      diagnostic,
      get offers() {
        return offersOf(diagnostic);
      },
    }));
  }

  refactorings(start: number, end: number): readonly Offer[] {
    return this.enabled ? this.#ask((analyzer) => refactoringsAt(analyzer, REFACTORINGS, start, end)) : [];
  }

  /** The names of its plain functions that come to a call which blocks. */
  helpers(): readonly FunctionName[] {
    return this.#ask(blockingHelpers);
  }

  /** What is called that keeps the event loop waiting. */
  callees(): readonly Callee[] {
    return this.#ask(blockingCallees);
  }

  editsOf(fix: Fix): readonly TextEdit[] {
    return this.#ask(({ module }) => editsOf(module, fix));
  }

  /** The edits that bring what isn't imported yet. */
  importsFor(needs: readonly ImportNeed[]): readonly TextEdit[] {
    return this.#ask(({ module }) => importEdits(module, needs, []));
  }

  fixAll(options: FixAllOptions): FixAllResult {
    this.settle();
    return this.#ask((analyzer) => fixAll(analyzer, (text) => this.#open(text), options));
  }

  /** Asks the analyzer. Where it fails, what it keeps may be at fault: a new one is asked in its place, once. */
  #ask<Answer>(question: (analyzer: Analyzer) => Answer): Answer {
    if (this.#analyzer === undefined) return this.#askOnce(question);
    try {
      return this.#askOnce(question);
    } catch (error) {
      if (error instanceof ParserLimitError) throw error;
      const answer = this.#askOnce(question);
      this.#log.error(`The analysis of ${this.uri} failed, and was started afresh`, error);
      return answer;
    }
  }

  /**
   * Asks the analyzer, brought up to the text and settings only now, so that many changes in a row cost one analysis;
   * one that fails is thrown away.
   */
  #askOnce<Answer>(question: (analyzer: Analyzer) => Answer): Answer {
    const { settings } = this.configuration;
    try {
      const analyzer = (this.#analyzer ??= new Analyzer(this.python, RULES, settings, undefined, this.imports));
      if (this.#stale) analyzer.update();
      this.#stale = false;
      if (analyzer.settings !== settings) analyzer.configure(settings);
      if (analyzer.imports !== this.imports) analyzer.importsChanged(this.imports);
      return question(analyzer);
    } catch (error) {
      this.#analyzer = undefined;
      throw error;
    }
  }
}
