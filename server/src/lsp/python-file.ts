import { Analyzer, type Diagnostic, type Repairable } from "../analysis/analyzer";
import { fixAll, type FixAllResult } from "../analysis/fix-all";
import { refactoringsAt } from "../analysis/refactor";
import { editsOf } from "../fixes/apply";
import type { Fix, Offer, TextEdit } from "../fixes/fix";
import { REFACTORINGS } from "../refactorings/index";
import { RULES } from "../rules/index";
import { type ContentChange, type Position, PythonDocument } from "../syntax/document";
import type { PythonParser } from "../syntax/parser";
import type { Configuration } from "./configuration";
import { OpenDocument } from "./document";

/** An open Python file, or a cell of a notebook. */
export class PythonFile extends OpenDocument {
  readonly python: PythonDocument;
  readonly #parser: PythonParser;
  #analyzer: Analyzer | undefined;
  #stale = false;

  constructor(uri: string, version: number | null, text: string, parser: PythonParser) {
    super(uri, version);
    this.#parser = parser;
    this.python = new PythonDocument(parser, text);
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

  offsetAt(position: Position): number {
    return this.python.offsetAt(position);
  }

  apply(changes: readonly ContentChange[], version: number | null): void {
    this.#stale = true;
    this.version = version;
    this.python.apply(changes, version ?? 0);
  }

  override configure(configuration: Configuration): void {
    super.configure(configuration);
    this.#analyzer?.configure(configuration.settings);
  }

  get isHalfTyped(): boolean {
    return this.python.segments.some((segment) => segment.piece.open === "string");
  }

  settle(): boolean {
    const changed = this.python.settle();
    this.#stale ||= changed;
    return changed;
  }

  diagnostics(): readonly Diagnostic[] {
    return this.enabled ? this.#current().diagnostics() : [];
  }

  repairs(start: number, end: number, only?: (rule: string) => boolean): readonly Repairable[] {
    return this.enabled ? this.#current().repairs(start, end, only) : [];
  }

  refactorings(start: number, end: number): readonly Offer[] {
    return this.enabled ? refactoringsAt(this.#current(), REFACTORINGS, start, end) : [];
  }

  editsOf(fix: Fix): readonly TextEdit[] {
    return editsOf(this.#current().module, fix);
  }

  fixAll(rule?: string): FixAllResult {
    this.settle();
    return fixAll(this.#current(), (text) => new PythonDocument(this.#parser, text), {
      unsafe: false,
      ...(rule === undefined ? {} : { rules: new Set([rule]) }),
    });
  }

  /** The analyzer, brought up to the text when asked for, so that many changes in a row cost one analysis. */
  #current(): Analyzer {
    const analyzer = this.#analyzer ?? new Analyzer(this.python, RULES, this.configuration.settings);
    // One that fails half-way is of no use any more: then the next request makes a new one.
    this.#analyzer = undefined;
    if (this.#stale) analyzer.update();
    this.#stale = false;
    this.#analyzer = analyzer;
    return analyzer;
  }
}
