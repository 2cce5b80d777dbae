import type { Diagnostic } from "../analysis/diagnostic";
import type { Repairable } from "../analysis/repairable";
import type { Settings } from "../config/settings";
import type { FixAllOptions, FixAllResult } from "../analysis/fix-all";
import type { Fix, Offer, TextEdit } from "../fixes/fix";
import { diffLines } from "../fixes/line-diff";
import type { ContentChange } from "../syntax/document";
import type { Position } from "../syntax/places";
import { type Configuration, DEFAULT_CONFIGURATION } from "./configuration";
import { Rest } from "./rest";
import type { Report } from "./report";
import { sameData } from "./same-data";
import type { Cancel } from "./schedule";

/** What is done later, once for each document. */
type PutOff = "publish" | "settle" | "retry";

/** What else than the settings of rules decides on what is shown. */
const SHOWN_BY = ["enable", "run", "environment", "codeLens", "semanticHighlighting"] as const;

/** What the client shows by itself, as it knows it. */
export interface Part {
  readonly uri: string;
  readonly version: number | null;
}

/** A file that is open in the client, and its findings. */
export abstract class OpenDocument {
  /** Fulfilled once the settings are known; findings wait for it. */
  configured: Promise<void> = Promise.resolve();
  /** What the client was told last of each part, by its address. */
  readonly reports = new Map<string, Report>();
  #isClosed = false;
  protected configuration: Configuration = DEFAULT_CONFIGURATION;
  readonly rest = new Rest();
  /** Whether it was edited since it was opened or saved. */
  isEdited = false;
  readonly #waiting = new Map<PutOff, Cancel>();

  constructor(
    readonly uri: string,
    /** As the client counts; null where it doesn't. */
    public version: number | null,
  ) {}

  /** The environment that is set for it. */
  get environment(): string {
    return this.configuration.environment;
  }

  abstract get text(): string;
  abstract get length(): number;
  /** The position within its part. */
  abstract positionAt(offset: number): Position;
  /** @param uri the part that the position is in */
  abstract offsetAt(position: Position, uri: string): number;

  /** What the client shows of it, each with findings of its own: the file itself, or the cells of a notebook. */
  get parts(): readonly Part[] {
    return [this];
  }

  /** The part that holds an offset. */
  partAt(_offset: number): Part {
    return this;
  }

  /** Where the part begins that holds an offset. */
  startOfPart(_offset: number): number {
    return 0;
  }

  /** Edits of the text as edits of its parts. */
  shown(edits: readonly TextEdit[]): readonly TextEdit[] {
    return edits;
  }

  /** Edits that make another text of it. */
  changesTo(text: string): readonly TextEdit[] {
    return diffLines(this.text, text);
  }

  /** Whether it is a notebook, and its parts are cells. */
  readonly isNotebook: boolean = false;

  abstract apply(changes: readonly ContentChange[], version: number | null): void;
  /** Whether a quote stands open: what follows it is kept as it was for a while, till somebody closes it. */
  abstract get isHalfTyped(): boolean;
  /** Settles what quick edits left open; returns whether anything changed. */
  abstract settle(): boolean;

  /** Throws away what was worked out of the text: some of it may be half done. */
  abstract startAfresh(): void;

  /** Why the text is not to be looked at for as long as it is so long; undefined where it is. */
  protected abstract get excess(): string | undefined;

  get settings(): Settings {
    return this.configuration.settings;
  }

  /** Why the document is not looked at now, and what it would take; undefined where it is. */
  get unchecked(): { readonly reason: string; readonly remedy: string } | undefined {
    if (this.excess !== undefined) return { reason: this.excess, remedy: "The setting can be raised." };
    if (this.rest.reason !== undefined)
      return { reason: this.rest.reason, remedy: "It is tried again some time after it was edited." };
    return undefined;
  }

  /** All findings; none where the user wants none. */
  abstract diagnostics(): readonly Diagnostic[];

  /**
   * What the client goes on being shown beside the findings, as it is about a statement that is half written. To be
   * asked whenever findings are told.
   */
  standing(): readonly Diagnostic[] {
    return [];
  }

  /** What is not among the findings, and why; undefined where all is. */
  abstract get missing(): string | undefined;
  /** The findings that meet a range (offsets), with their offers made from the current text. */
  abstract repairs(start: number, end: number, only?: (rule: string) => boolean): readonly Repairable[];
  /** What refactorings offer for a cursor or selection (offsets), made from the current text. */
  abstract refactorings(start: number, end: number): readonly Offer[];
  /** All edits of a fix of the current text, its imports among them. */
  abstract editsOf(fix: Fix): readonly TextEdit[];
  /** The text with all fixes that are asked for. */
  abstract fixAll(options: FixAllOptions): FixAllResult;

  get enabled(): boolean {
    return this.configuration.enable;
  }

  /** Of which files its user wants findings told. */
  get diagnosticMode(): Configuration["diagnosticMode"] {
    return this.configuration.diagnosticMode;
  }

  /** Whether it is told above a helper that blocks who calls it. */
  get hasCodeLens(): boolean {
    return this.enabled && this.configuration.codeLens;
  }

  /** Whether what blocks is told as a kind of token. */
  get isHighlighted(): boolean {
    return this.enabled && this.configuration.semanticHighlighting;
  }

  /** Whether its findings stay as they are till it is saved, as its user wants it. */
  get isHeld(): boolean {
    return this.isEdited && this.configuration.run === "onSave";
  }

  /** The rules whose fixes may be applied when it is saved; all when undefined. */
  get fixOnSave(): Configuration["fixOnSave"] {
    return this.configuration.fixOnSave;
  }

  /** The pyproject.toml that says what the document's project depends on. */
  get declaring(): Configuration["declaring"] {
    return this.configuration.declaring;
  }

  /** The pyproject.toml that the settings of the document's project stand in, or would. */
  get settingsFile(): Configuration["settingsFile"] {
    return this.configuration.settingsFile;
  }

  /** Takes in what holds from now on; returns whether findings may be others by it. */
  configure(configuration: Configuration): boolean {
    const before = this.configuration;
    const { settings } = before;
    const same = sameData(settings, configuration.settings);
    // What was found is kept for as long as the settings are the very same.
    this.configuration = same ? { ...configuration, settings } : configuration;
    return !same || SHOWN_BY.some((key) => before[key] !== configuration[key]);
  }

  /** Keeps what is put off for this document; an older one of the same kind, or the end of the document, cancels it. */
  putOff(what: PutOff, cancel: Cancel): void {
    this.#waiting.get(what)?.();
    this.#waiting.set(what, cancel);
  }

  /** Whether it is another that is open under its address, or none. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  close(): void {
    this.#isClosed = true;
    for (const cancel of this.#waiting.values()) cancel();
    this.#waiting.clear();
  }
}
