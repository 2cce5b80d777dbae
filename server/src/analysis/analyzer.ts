import { Infer } from "../model/infer";
import { Module } from "../model/module";
import { lineEnd, countLineBreaks } from "../syntax/lines";
import type { PythonDocument, Segment } from "../syntax/document";
import type { Offer } from "../fixes/fix";
import { type Checked, checkSegment, type Found } from "./check";
import { pageOf } from "./pages";
import type { Rule } from "./rule";
import type { Settings, Severity } from "./settings";
import { coversRule, findSuppressions, type Suppression } from "./suppressions";

/** A finding as plain data; offsets count UTF-16 code units from the document's start. */
export interface Diagnostic {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly related: readonly { readonly start: number; readonly end: number; readonly message: string }[];
  readonly unnecessary: boolean;
}

/** A finding with what can be done about it. */
export interface Repairable {
  readonly diagnostic: Diagnostic;
  readonly offers: readonly Offer[];
}

/** What is kept of a segment: plain data, positions relative to the segment. */
interface SegmentResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly reads: ReadonlySet<string>;
}

/** The findings of one file; follows a document: call `update` after each change of it. */
export class Analyzer {
  readonly module: Module;
  readonly #results = new Map<Segment, SegmentResult>();
  #settings: Settings;
  #rules: readonly Rule[];

  constructor(
    readonly document: PythonDocument,
    readonly allRules: readonly Rule[],
    settings: Settings,
  ) {
    this.module = new Module(document);
    this.#settings = settings;
    this.#rules = enabled(allRules, settings);
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** Takes in what changed in the document: forgets only what the change can have touched. */
  update(): void {
    const changed = this.module.update();
    const segments = new Set(this.document.segments);
    for (const [segment, { reads }] of this.#results) {
      if (!segments.has(segment) || intersects(reads, changed)) this.#results.delete(segment);
    }
  }

  configure(settings: Settings): void {
    this.#settings = settings;
    this.#rules = enabled(this.allRules, settings);
    this.#results.clear();
  }

  /** All findings that no comment keeps away, in the file's order. */
  diagnostics(): readonly Diagnostic[] {
    const { segments } = this.document;
    const fileWide = segments.flatMap((segment) => findSuppressions(segment.tree).filter((comment) => comment.syntax === "ignore-file"));
    const result: Diagnostic[] = [];
    for (const segment of segments) {
      const offset = this.document.offsetOf(segment);
      for (const diagnostic of this.#segmentDiagnostics(segment)) {
        if (!fileWide.some((comment) => covers(comment, diagnostic.rule))) result.push(shift(diagnostic, offset));
      }
    }
    return result;
  }

  /** The findings that meet a range (offsets in the document), with their offers made from the current text. */
  repairs(start: number, end: number, only?: (rule: string) => boolean): readonly Repairable[] {
    const shown = this.diagnostics().filter((diagnostic) => diagnostic.start <= end && start <= diagnostic.end && (only?.(diagnostic.rule) ?? true));
    const repairs: Repairable[] = [];
    const founds = new Map<Segment, readonly Found[]>();
    for (const diagnostic of shown) {
      const segment = this.document.segmentAt(diagnostic.start);
      if (segment === undefined) continue;
      const offset = this.document.offsetOf(segment);
      const found = founds.get(segment) ?? this.#found(segment).found;
      founds.set(segment, found);
      const match = found.find((one) => one.rule.name === diagnostic.rule && one.start + offset === diagnostic.start && one.end + offset === diagnostic.end);
      if (match !== undefined) repairs.push({ diagnostic, offers: match.finding.fixes?.() ?? [] });
    }
    return repairs;
  }

  #segmentDiagnostics(segment: Segment): readonly Diagnostic[] {
    const known = this.#results.get(segment);
    if (known !== undefined) return known.diagnostics;
    const { found, reads } = this.#found(segment);
    const diagnostics = found.map((one) => this.#plain(one, segment));
    this.#results.set(segment, { diagnostics, reads });
    return diagnostics;
  }

  /** The findings of a segment that its own comments leave, those about the comments among them. */
  #found(segment: Segment): Checked {
    const checked = checkSegment(segment, this.module, this.#rules, this.#settings);
    const comments = findSuppressions(segment.tree).filter((comment) => comment.syntax !== "ignore-file");
    const used = new Set<Suppression>();
    const left = checked.found.filter((one) => {
      const keeping = comments.filter((comment) => covers(comment, one.rule.name) && isAbout(comment, one, segment.text));
      for (const comment of keeping) used.add(comment);
      return keeping.length === 0;
    });
    const unused = comments.filter((comment) => comment.syntax === "ignore" && !used.has(comment));
    return unused.length === 0 ? { ...checked, found: left } : { ...checked, found: [...left, ...this.#unusedComments(unused)] };
  }

  #unusedComments(comments: readonly Suppression[]): readonly Found[] {
    const context = { module: this.module, infer: new Infer(this.module), settings: this.#settings };
    return this.#rules.flatMap((rule) =>
      comments.flatMap((comment) => {
        const finding = rule.checkUnused?.(comment, context);
        return finding === undefined ? [] : [{ rule, finding, start: comment.comment.start, end: comment.comment.end }];
      }),
    );
  }

  #plain({ rule, finding, start, end }: Found, segment: Segment): Diagnostic {
    const offset = this.document.offsetOf(segment);
    const own = this.#settings.severity[rule.name];
    return {
      rule: rule.name,
      severity: own === undefined || own === "off" ? pageOf(rule.name).severity : own,
      message: finding.message,
      start,
      end,
      related: (finding.related ?? []).map(({ at, message }) => {
        const shiftBy = this.document.offsetOf(this.module.segmentOf(at)) - offset;
        return { start: at.start + shiftBy, end: at.end + shiftBy, message };
      }),
      unnecessary: finding.unnecessary ?? false,
    };
  }
}

function enabled(rules: readonly Rule[], settings: Settings): readonly Rule[] {
  return rules.filter((rule) => settings.severity[rule.name] !== "off");
}

function intersects(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const one of b) if (a.has(one)) return true;
  return false;
}

function covers(comment: Suppression, rule: string): boolean {
  return coversRule(comment, rule, pageOf(rule).peers);
}

/** Whether a comment stands on the finding's first or last line, or alone above its first. */
function isAbout(comment: Suppression, found: Found, text: string): boolean {
  const first = countLineBreaks(text.slice(0, found.start));
  const last = first + countLineBreaks(text.slice(found.start, found.end));
  if (!comment.ownLine) return comment.line === first || comment.line === last;
  // An ignore comment of its own speaks of the next line that is code.
  const between = text.slice(lineEnd(text, comment.comment.end), found.start);
  return comment.syntax === "ignore" && comment.line < first && between.slice(0, between.search(/[^\n\r]*$/)).split(/\r\n|\n|\r/).every((line) => line.trim() === "" || line.trim().startsWith("#"));
}

function shift(diagnostic: Diagnostic, by: number): Diagnostic {
  return {
    ...diagnostic,
    start: diagnostic.start + by,
    end: diagnostic.end + by,
    related: diagnostic.related.map((related) => ({ ...related, start: related.start + by, end: related.end + by })),
  };
}
