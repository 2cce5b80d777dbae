import type { Diagnostic } from "./diagnostic";
import { type Remedy, settled } from "../fixes/fix";
import { type DependencyKey, keyOf } from "../model/dependency";
import { type Imports, NO_IMPORTS } from "../model/imports";
import { Infer } from "../model/infer";
import { Module } from "../model/module";
import { Steps } from "../model/steps";
import type { Role } from "../config/roles";
import type { PythonDocument, Segment } from "../syntax/document";
import type { Mark } from "../syntax/marks";
import { foldActs, forAll, type OfAct } from "./acts";
import { byKey, byPlace, type Checked, checkSegment, type Found, foundKey, type InFile } from "./check";
import { enabled } from "./enabled";
import { hasAnyMethod, SegmentWords } from "../model/file-words";
import { covers, sift, unusedPart } from "./ignoring";
import { pageOf } from "./pages";
import { ProjectImports } from "./project-imports";
import { type Relevance, relevanceOf } from "./relevance";
import type { Relevant } from "./relevant";
import { effectOf, RoleOfFile } from "./role";
import type { Rule, UnusedSuppression } from "./rule";
import { type Settings, SEVERITIES, type Severity } from "./settings";
import { findSuppressions, type Suppression } from "./suppressions";
import { underlineEnd } from "./underlined";

/** A finding with what can be done about it. */
export interface Repairable {
  readonly diagnostic: Diagnostic;
  readonly offers: readonly Remedy[];
}

/** What is kept of a segment: plain data, positions relative to the segment. */
interface SegmentResult extends Omit<FoundInSegment, "found" | "untold" | "ignored"> {
  readonly kept: readonly Kept[];
}

/** A finding with positions that are relative to its segment, and to those of what it relates to. */
interface Kept extends Omit<Diagnostic, "related" | "others"> {
  readonly related: readonly { readonly segment: Segment; readonly start: number; readonly end: number; readonly message: string }[];
  /** The act that it is a part of: within what begins there in the segment, or in the whole file. */
  readonly act: { readonly what: string; readonly from: number | undefined } | undefined;
  /** Whether a comment keeps it away. */
  readonly ignored: boolean;
}

interface FoundInSegment extends Checked {
  /** Parts of acts that a comment keeps away. */
  readonly ignored: readonly Found[];
  /** The rules that could find something, by the segment's words. */
  readonly asked: readonly Rule[];
  /** The rules that found something, whatever comments say. */
  readonly rules: ReadonlySet<string>;
  readonly hasFileComments: boolean;
  /** Whether it holds a syntax error. */
  readonly broken: boolean;
}

interface Placed<T> {
  readonly item: T;
  readonly segment: Segment;
}

/** What matters by the words of the file, and the version of these that it was worked out for. */
interface WhatMatters {
  readonly for: number;
  readonly is: Relevant;
  /** Whether methods of any name may matter. */
  readonly anyMethod: boolean;
}

const NO_RULES: ReadonlySet<string> = new Set();

/** Of how much text (UTF-16 code units) trees are held, so that typing finds those that it needs again. */
const MOST_PARSED = 500_000;

/** The findings of one file; follows a document: call `update` after each change of it. */
export class Analyzer {
  readonly module: Module;
  readonly #results = new Map<Segment, SegmentResult>();
  /** The segments whose results depend on something. */
  readonly #readers = new Map<DependencyKey, Set<Segment>>();
  /** The segments that have no result yet; those that need none; those that have findings or speak for the file; those with syntax errors. */
  readonly #unknown = new Set<Segment>();
  readonly #irrelevant = new Set<Segment>();
  readonly #speaking = new Set<Segment>();
  readonly #broken = new Set<Segment>();
  /** The segments of which not all could be found out. */
  readonly #cutShort = new Set<Segment>();
  readonly #words: SegmentWords;
  readonly #roles: RoleOfFile;
  readonly #projectImports = new ProjectImports();
  #role: Role;
  /** What was told since the last change, what was found in it with its nodes, and what can be done about what was asked about. */
  #told: readonly Diagnostic[] | undefined;
  readonly #founds = new Map<Segment, readonly Found[]>();
  readonly #repairables = new Map<Diagnostic, Repairable>();
  #relevance: Relevance;
  #relevant: WhatMatters | undefined;
  #settings: Settings;
  #rules: readonly Rule[] = [];
  /** The rules that are switched off. */
  #silent: readonly Rule[] = [];
  /** The rules that say which comments are of no use. */
  #aboutUse: ReadonlySet<string> = new Set();

  constructor(
    readonly document: PythonDocument,
    readonly allRules: readonly Rule[],
    settings: Settings,
    /** What looking at one segment may cost, where that is another than by default. */
    readonly mostSteps?: number,
    /** What other files of the project say. */
    public imports: Imports = NO_IMPORTS,
  ) {
    this.module = new Module(document);
    this.#settings = settings;
    this.#relevance = relevanceOf(allRules, settings);
    this.#words = new SegmentWords(this.#relevance.watched);
    this.#roles = new RoleOfFile(this.module);
    for (const segment of document.segments) {
      this.#words.add(this.#marksOf(segment));
      this.#roles.add(segment);
      this.#projectImports.add(segment);
    }
    this.#role = this.#roles.given(settings.role);
    this.configure(settings);
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** What the file is for. */
  get role(): Role {
    return this.#role;
  }

  /** Takes in what changed in the document: forgets only what the change can have touched. */
  update(): void {
    this.#forgetTold();
    const { changed, removed, added, rehoused } = this.module.update();
    for (const key of changed) this.#forgetReaders(key);
    for (const segment of rehoused) this.#forget(segment);
    // What comes goes in first, so that what is said before and after is said all the while.
    for (const segment of added) {
      this.#unknown.add(segment);
      this.#words.add(this.#marksOf(segment));
      this.#roles.add(segment);
      this.#projectImports.add(segment);
    }
    for (const segment of removed) {
      this.#forget(segment);
      this.#unknown.delete(segment);
      this.#words.remove(this.#marksOf(segment));
      this.#roles.remove(segment);
      this.#projectImports.remove(segment);
    }
    const role = this.#roles.given(this.#settings.role);
    if (role === this.#role) return;
    this.#role = role;
    this.#forgetAll();
  }

  /** Takes in that other files may say something else now. */
  importsChanged(imports: Imports): void {
    this.imports = imports;
    this.module.answers.forget();
    this.#projectImports.forget();
    this.#forgetTold();
    this.#forgetReaders(keyOf({ kind: "other files" }));
  }

  /** Whether anything that was found depends on other files. */
  get readsOtherFiles(): boolean {
    this.diagnostics();
    return this.#projectImports.has(this.imports) || this.#readers.has(keyOf({ kind: "other files" }));
  }

  #marksOf(segment: Segment): readonly Mark[] {
    return segment.marks(this.#relevance.watched);
  }

  /** What rules could find something in; what did not matter before is looked at again where that has changed. */
  #nowRelevant(): Relevant {
    const before = this.#relevant;
    const relevant = this.#relevantAt(this.#words.version);
    const redefined = this.#words.takeRedefined();
    const otherNames = this.#words.takeOtherNames();
    // At first nothing is known of any segment.
    if (before === undefined) return relevant.is;
    for (const mark of otherNames) this.#forgetReaders(keyOf({ kind: "method", word: mark }));
    if (relevant.anyMethod && !before.anyMethod) this.#forgetReaders(keyOf({ kind: "any method" }));
    this.#askAgain(
      relevant.is,
      redefined.filter((mark) => this.#isSaidElsewhere(mark)),
      before.is.key !== relevant.is.key,
    );
    return relevant.is;
  }

  #relevantAt(version: number): WhatMatters {
    const importsProject = this.#projectImports.has(this.imports);
    if (this.#relevant?.for === version && this.#relevant.is.importsProject === importsProject) return this.#relevant;
    return (this.#relevant = { for: version, is: this.#relevance.in(this.#words, importsProject), anyMethod: hasAnyMethod(this.#words) });
  }

  /** Forgets what other rules have to be asked about now: anywhere, or where a word is called that was redefined. */
  #askAgain(relevant: Relevant, redefined: readonly Mark[], anywhere: boolean): void {
    if (!anywhere && redefined.length === 0) return;
    for (const segment of this.document.segments) {
      if (this.#unknown.has(segment)) continue;
      const marks = this.#marksOf(segment);
      if (!anywhere && !redefined.some((mark) => marks.includes(mark))) continue;
      const result = this.#results.get(segment);
      if (result === undefined ? relevant.concerns(marks) : result.asked !== relevant.rulesFor(marks)) this.#forget(segment);
    }
  }

  /** Whether a segment says something that isn't to be looked at anyway. */
  #isSaidElsewhere(mark: Mark): boolean {
    let others = this.#words.count(mark);
    for (const segment of this.#unknown) {
      if (this.#marksOf(segment).includes(mark)) others--;
      if (others === 0) return false;
    }
    return true;
  }

  #forgetReaders(key: DependencyKey): void {
    for (const segment of this.#readers.get(key) ?? []) this.#forget(segment);
  }

  #forget(segment: Segment): void {
    for (const name of this.#results.get(segment)?.reads ?? []) {
      const readers = this.#readers.get(name);
      readers?.delete(segment);
      if (readers?.size === 0) this.#readers.delete(name);
    }
    this.#results.delete(segment);
    this.#founds.delete(segment);
    this.#speaking.delete(segment);
    this.#broken.delete(segment);
    this.#cutShort.delete(segment);
    this.#irrelevant.delete(segment);
    this.#unknown.add(segment);
  }

  configure(settings: Settings): void {
    this.#forgetTold();
    this.#settings = settings;
    this.#role = this.#roles.given(settings.role);
    this.#rules = enabled(this.allRules, settings);
    this.#silent = this.allRules.filter((rule) => !this.#rules.includes(rule));
    this.#relevance = relevanceOf(this.allRules, settings);
    this.#relevant = undefined;
    this.#aboutUse = new Set(this.#rules.filter((rule) => rule.checkUnused !== undefined).map((rule) => rule.name));
    this.#forgetAll();
  }

  #forgetAll(): void {
    for (const segment of this.document.segments) this.#forget(segment);
  }

  get #inFile(): InFile {
    return { module: this.module, settings: this.#settings, role: this.#role, words: this.#words, imports: this.imports };
  }

  /** All findings that no comment keeps away, in the file's order. */
  diagnostics(): readonly Diagnostic[] {
    return (this.#told ??= this.#diagnostics());
  }

  #diagnostics(): readonly Diagnostic[] {
    const all: OfAct[] = [];
    const fileWide: Placed<Suppression>[] = [];
    const relevant = this.#nowRelevant();
    for (const segment of this.#unknown) {
      if (relevant.concerns(this.#marksOf(segment))) {
        this.#resultOf(segment);
        this.#keepFewTrees();
      } else {
        this.#unknown.delete(segment);
        this.#irrelevant.add(segment);
      }
    }
    for (const segment of [...this.#speaking].sort((a, b) => this.document.indexOf(a) - this.document.indexOf(b))) {
      const { kept, hasFileComments } = this.#resultOf(segment);
      for (const one of kept) all.push({ diagnostic: this.#placed(one, segment), act: this.#actOf(one, segment), ignored: one.ignored });
      if (hasFileComments) for (const item of fileComments(segment)) fileWide.push({ item, segment });
    }
    // In a file that is being written findings come and go: what a comment is good for is not known then.
    const isAboutUse = ({ diagnostic }: OfAct): boolean => this.#aboutUse.has(diagnostic.rule);
    const whole = (fileWide.length === 0 && !all.some(isAboutUse)) || !this.#isBroken();
    const result = whole ? all : all.filter((one) => !isAboutUse(one));
    const left = foldActs(result.filter(({ diagnostic }) => !fileWide.some(({ item }) => covers(item, diagnostic.rule))));
    if (fileWide.length === 0) return left;
    if (!whole) return left;
    const unused = this.#unusedFileComments(fileWide).map(({ item, segment }) => this.#placed(this.#kept(item), segment));
    return unused.length === 0 ? left : [...left, ...unused].sort(byPlace);
  }

  /** The parts of the file (offsets in the document) that say so much at once that not all could be found out. */
  get cutShort(): readonly { readonly start: number; readonly end: number }[] {
    this.diagnostics();
    return [...this.#cutShort].map((segment) => {
      const start = this.document.offsetOf(segment);
      return { start, end: start + segment.text.length };
    });
  }

  /** The findings that meet a range (offsets in the document), with their offers made from the current text. */
  repairs(start: number, end: number, only?: (rule: string) => boolean): readonly Repairable[] {
    return this.diagnostics()
      .filter((diagnostic) => diagnostic.start <= end && start <= diagnostic.end && (only?.(diagnostic.rule) ?? true))
      .map((diagnostic) => this.#repairable(diagnostic));
  }

  /** What can be done about a finding of the current text, be it that another analyzer told it. */
  offers(diagnostic: Diagnostic): readonly Remedy[] {
    return this.#repairable(diagnostic).offers;
  }

  #repairable(diagnostic: Diagnostic): Repairable {
    let known = this.#repairables.get(diagnostic);
    if (known === undefined) {
      const { others } = diagnostic;
      const alone = repairable(diagnostic, () => this.#foundAgain(diagnostic));
      known = others === undefined ? alone : repairableWith(alone, () => others.slice(0, MOST_TOGETHER).map((one) => this.offers(one)));
      this.#repairables.set(diagnostic, known);
    }
    return known;
  }

  /** The finding with the nodes that it was made from, which are not kept with it. */
  #foundAgain({ rule, start, end }: Diagnostic): Found | undefined {
    const segment = this.document.segmentAt(start);
    if (segment === undefined) return undefined;
    const offset = this.document.offsetOf(segment);
    const key = foundKey(rule, start - offset, end - offset);
    return byKey(this.#foundIn(segment)).get(key) ?? byKey(this.#unusedFileCommentsIn(segment)).get(key);
  }

  #foundIn(segment: Segment): readonly Found[] {
    let founds = this.#founds.get(segment);
    if (founds === undefined) this.#founds.set(segment, (founds = this.#found(segment).found));
    return founds;
  }

  /** Forgets what was told of a text or of settings that hold no longer. */
  #forgetTold(): void {
    this.#told = undefined;
    this.#repairables.clear();
    this.#founds.clear();
  }

  /** Whether what was found may not be all. Parses all segments once, where none is known to be broken. */
  #isBroken(): boolean {
    if (this.#broken.size > 0 || this.#cutShort.size > 0) return true;
    // What came last is what is being written.
    for (const segment of [...this.#irrelevant].reverse()) {
      if (segment.broken) return true;
      this.#keepFewTrees();
    }
    return false;
  }

  /** To be called where no node is held. */
  #keepFewTrees(): void {
    if (this.document.parsedLength <= MOST_PARSED) return;
    this.module.dropTrees();
    this.#founds.clear();
  }

  #resultOf(segment: Segment): SegmentResult {
    const known = this.#results.get(segment);
    if (known !== undefined) return known;
    const { found, ignored, ...rest } = this.#found(segment);
    const kept = found.map((one) => this.#kept(one));
    const result = { ...rest, kept: ignored.length === 0 ? kept : [...kept, ...ignored.map((one) => this.#kept(one, true))].sort(byPlace) };
    this.#results.set(segment, result);
    // The lightbulb will soon ask about what was just found.
    if (found.length > 0) this.#founds.set(segment, found);
    for (const name of rest.reads) {
      const readers = this.#readers.get(name);
      if (readers === undefined) this.#readers.set(name, new Set([segment]));
      else readers.add(segment);
    }
    this.#unknown.delete(segment);
    this.#irrelevant.delete(segment);
    if (result.kept.length > 0 || rest.hasFileComments) this.#speaking.add(segment);
    if (rest.broken) this.#broken.add(segment);
    if (rest.cutShort) this.#cutShort.add(segment);
    return result;
  }

  /** The findings of a segment that its own comments leave, those about the comments among them. */
  #found(segment: Segment): FoundInSegment {
    const asked = this.#nowRelevant().rulesFor(this.#marksOf(segment));
    const checked = checkSegment(segment, asked, this.#inFile, new Steps(this.mostSteps));
    const all = [...checked.found, ...checked.untold];
    const rules = all.length === 0 ? NO_RULES : new Set(all.map((one) => one.rule.name));
    const comments = findSuppressions(segment.tree);
    const { left, keptAway, uses } = sift(checked.found, comments, segment.text);
    const ignored = keptAway.filter(({ finding }) => finding.act !== undefined);
    const hasFileComments = comments.some((comment) => comment.syntax === "ignore-file");
    const { untold, reads, cutShort } = checked;
    const result = { found: left, ignored, untold, reads, cutShort, asked, rules, hasFileComments, broken: segment.broken };
    const own = comments.filter((comment) => comment.syntax === "ignore");
    if (own.length === 0 || this.#aboutUse.size === 0 || checked.cutShort) return result;
    const silent = this.#silentIn(segment);
    if (silent.cutShort) return { ...result, cutShort: true };
    const silentUses = sift([...silent.found, ...silent.untold, ...checked.untold], own, segment.text).uses;
    const unused = own.flatMap((comment) => unusedPart(comment, new Set([...(uses.get(comment) ?? []), ...(silentUses.get(comment) ?? [])])) ?? []);
    return { ...result, found: [...left, ...this.#aboutComments(unused)].sort(byPlace), reads: new Set([...checked.reads, ...silent.reads]) };
  }

  /** What the rules that are switched off would find: a comment that speaks of them is not without use. */
  #silentIn(segment: Segment): Checked {
    return checkSegment(segment, this.#silent, this.#inFile, new Steps(this.mostSteps));
  }

  #unusedFileCommentsIn(segment: Segment): readonly Found[] {
    if (!this.#resultOf(segment).hasFileComments) return [];
    return this.#unusedFileComments(fileComments(segment).map((item) => ({ item, segment }))).map(({ item }) => item);
  }

  #unusedFileComments(comments: readonly Placed<Suppression>[]): readonly Placed<Found>[] {
    if (this.#aboutUse.size === 0) return [];
    const found = new Set(this.document.segments.flatMap((segment) => [...(this.#irrelevant.has(segment) ? NO_RULES : this.#resultOf(segment).rules)]));
    const used = (comment: Suppression, rules: ReadonlySet<string>): UnusedSuppression | undefined =>
      unusedPart(comment, new Set([...rules].filter((rule) => covers(comment, rule))));
    if (comments.every(({ item }) => used(item, found) === undefined)) return [];
    for (const segment of this.document.segments) {
      const silent = this.#silentIn(segment);
      for (const one of [...silent.found, ...silent.untold]) found.add(one.rule.name);
    }
    return comments.flatMap(({ item, segment }) => {
      const unused = used(item, found);
      return unused === undefined ? [] : this.#aboutComments([unused]).map((one) => ({ item: one, segment }));
    });
  }

  #aboutComments(unused: readonly UnusedSuppression[]): readonly Found[] {
    const steps = new Steps();
    const context = { module: this.module, infer: new Infer(this.module, undefined, steps), settings: this.#settings, role: this.#role };
    return this.#rules.flatMap((rule) =>
      unused.flatMap((one) => (rule.checkUnused?.(one, context) ?? []).map((finding) => ({ rule, finding, steps, start: finding.start, end: finding.end }))),
    );
  }

  #kept({ rule, finding, start, end }: Found, ignored = false): Kept {
    const underlined = underlineEnd(finding);
    return {
      rule: rule.name,
      severity: softer(softer(severityOf(rule, this.#settings), finding.severity), this.#isSofter(rule, finding) ? "hint" : undefined),
      message: finding.message,
      start,
      end,
      ...(underlined === undefined ? {} : { underlineEnd: underlined }),
      related: (finding.related ?? []).map(({ at, message }) => ({ segment: this.module.segmentOf(at), start: at.start, end: at.end, message })),
      elsewhere: finding.elsewhere ?? [],
      isPath: finding.isPath ?? false,
      unnecessary: finding.unnecessary ?? false,
      act: actOf(finding),
      ignored,
    };
  }

  /** What tells its act from all others of the rule. */
  #actOf({ act }: Kept, segment: Segment): string | undefined {
    if (act === undefined) return undefined;
    return act.from === undefined ? act.what : `${this.document.offsetOf(segment) + act.from} ${act.what}`;
  }

  #isSofter({ name }: Rule, { fails }: Found["finding"]): boolean {
    return fails !== true && effectOf(name, this.#role) !== "full";
  }

  /** A finding where it stands now; what it relates to may have moved by more or less than itself. */
  #placed(kept: Kept, segment: Segment): Diagnostic {
    const offset = this.document.offsetOf(segment);
    const { rule, severity, message, elsewhere, isPath, unnecessary } = kept;
    return {
      rule,
      severity,
      message,
      elsewhere,
      isPath,
      unnecessary,
      start: kept.start + offset,
      end: kept.end + offset,
      ...(kept.underlineEnd === undefined ? {} : { underlineEnd: kept.underlineEnd + offset }),
      related: kept.related.flatMap((related) => {
        if (!this.document.has(related.segment)) return [];
        const from = this.document.offsetOf(related.segment);
        return [{ start: related.start + from, end: related.end + from, message: related.message }];
      }),
    };
  }
}

/** So many findings of one act are repaired at once with the one that is told; the rest is told next. */
const MOST_TOGETHER = 30;

/** Its offers are made when they are first asked for: of many findings, few are looked at. */
function repairable(diagnostic: Diagnostic, find: () => Found | undefined): Repairable {
  let offers: readonly Remedy[] | undefined;
  return {
    diagnostic,
    get offers() {
      return (offers ??= offersOf(find()));
    },
  };
}

/** What repairs a finding and those that are one act with it. */
function repairableWith(alone: Repairable, others: () => readonly (readonly Remedy[])[]): Repairable {
  let offers: readonly Remedy[] | undefined;
  return {
    diagnostic: alone.diagnostic,
    get offers() {
      return (offers ??= forAll(alone.offers, others));
    },
  };
}

/** What can be done, if it was found within as many steps as the finding itself may take. */
function offersOf(found: Found | undefined): readonly Remedy[] {
  if (found === undefined) return [];
  found.steps.renew();
  const offers = (found.finding.fixes?.() ?? []).map(settled);
  return found.steps.spent ? [] : offers;
}

function actOf({ act }: Found["finding"]): Kept["act"] {
  return act && { what: act.what, from: act.within === "file" ? undefined : act.within.start };
}

/** How serious a rule's findings are. */
export function severityOf(rule: Rule, settings: Settings): Severity {
  const own = settings.severity[rule.name];
  return own === undefined || own === "off" ? pageOf(rule.name).severity : own;
}

/** The less serious of two. */
function softer(severity: Severity, other: Severity | undefined): Severity {
  return other !== undefined && SEVERITIES.indexOf(other) < SEVERITIES.indexOf(severity) ? other : severity;
}

function fileComments(segment: Segment): readonly Suppression[] {
  return findSuppressions(segment.tree).filter((comment) => comment.syntax === "ignore-file");
}
