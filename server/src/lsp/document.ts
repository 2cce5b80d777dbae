import { Analyzer, type Diagnostic, type Repairable } from "../analysis/analyzer";
import { fixAll, type FixAllResult } from "../analysis/fix-all";
import { RULES } from "../rules/index";
import { type ContentChange, PythonDocument } from "../syntax/document";
import type { PythonParser } from "../syntax/parser";
import { DEFAULT_SETTINGS } from "../analysis/settings";
import type { Configuration } from "./configuration";
import type { Report } from "./report";
import type { Cancel } from "./schedule";

/** A Python file that is open in the client, and its findings. */
export class OpenDocument {
  readonly python: PythonDocument;
  readonly #parser: PythonParser;
  #version: number | null;
  #analyzer: Analyzer | undefined;
  #stale = false;
  #configuration: Configuration = { enable: true, settings: DEFAULT_SETTINGS };
  readonly #waiting = new Map<"publish" | "settle", Cancel>();
  /** Fulfilled once the settings are known; findings wait for it. */
  configured: Promise<void> = Promise.resolve();
  /** What the client was told last. */
  report: Report | undefined;

  constructor(
    readonly uri: string,
    parser: PythonParser,
    text: string,
    version: number | null,
  ) {
    this.#parser = parser;
    this.#version = version;
    this.python = new PythonDocument(parser, text);
  }

  /** As the client counts; null where it doesn't. */
  get version(): number | null {
    return this.#version;
  }

  get enabled(): boolean {
    return this.#configuration.enable;
  }

  /** Brought up to the text when asked for, so that many changes in a row cost one analysis. */
  get analyzer(): Analyzer {
    const analyzer = (this.#analyzer ??= new Analyzer(this.python, RULES, this.#configuration.settings));
    if (this.#stale) {
      // An analyzer that fails half-way is of no use any more: the next request makes a new one.
      this.#analyzer = undefined;
      analyzer.update();
      this.#analyzer = analyzer;
      this.#stale = false;
    }
    return analyzer;
  }

  apply(changes: readonly ContentChange[], version: number | null): void {
    this.#stale = true;
    this.#version = version;
    this.python.apply(changes, version ?? 0);
  }

  configure(configuration: Configuration): void {
    this.#configuration = configuration;
    this.#analyzer?.configure(configuration.settings);
  }

  /** Settles what quick edits left open; returns whether anything changed. */
  settle(): boolean {
    const changed = this.python.settle();
    this.#stale ||= changed;
    return changed;
  }

  diagnostics(): readonly Diagnostic[] {
    return this.enabled ? this.analyzer.diagnostics() : [];
  }

  repairs(start: number, end: number, only?: (rule: string) => boolean): readonly Repairable[] {
    return this.enabled ? this.analyzer.repairs(start, end, only) : [];
  }

  /** A text in the state that opening it would give. */
  open(text: string): PythonDocument {
    return new PythonDocument(this.#parser, text);
  }

  /** The text with all safe fixes, or those of one rule. */
  fixAll(rule?: string): FixAllResult {
    this.settle();
    return fixAll(this.analyzer, (text) => this.open(text), {
      unsafe: false,
      ...(rule === undefined ? {} : { rules: new Set([rule]) }),
    });
  }

  /** Keeps what is put off for this document; an older one of the same kind, or the end of the document, cancels it. */
  putOff(what: "publish" | "settle", cancel: Cancel): void {
    this.#waiting.get(what)?.();
    this.#waiting.set(what, cancel);
  }

  close(): void {
    for (const cancel of this.#waiting.values()) cancel();
    this.#waiting.clear();
  }
}
