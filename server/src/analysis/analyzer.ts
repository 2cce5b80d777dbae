import type { Remedy } from "../fixes/fix";
import { keyOf } from "../model/dependency";
import { type Imports, NO_IMPORTS } from "../model/imports";
import { Module } from "../model/module";
import { Steps } from "../model/steps";
import type { Role } from "../config/roles";
import type { PythonDocument, Segment } from "../syntax/document";
import { foldActs, type OfAct } from "./acts";
import { byKey, byPlace, type Checked, checkSegment, type Found, foundKey, type InFile } from "./check";
import type { Diagnostic } from "./diagnostic";
import { enabled } from "./enabled";
import { isGenerated } from "./generated";
import { covers, sift } from "./ignoring";
import { keep, nameOfAct, placed } from "./kept";
import { ProjectImports } from "./project-imports";
import { relevanceOf } from "./filter/relevance";
import type { Relevant } from "./filter/relevant";
import { WhatMatters } from "./filter/what-matters";
import type { Repairable } from "./repairable";
import { Repairs } from "./repairs";
import { RoleOfFile } from "./role";
import type { Rule, Suppression } from "../rules/contract";
import { type SegmentResult, SegmentResults } from "./segment-results";
import type { Settings } from "../config/settings";
import { findSuppressions } from "./suppressions";
import { fileComments, findingsAbout, type Placed, unusedInFile, unusedOnLines } from "./unused-comments";

/** What is known of a segment while its nodes are. */
interface FoundInSegment extends Checked, Omit<SegmentResult, "kept"> {
  /** Parts of acts that a comment keeps away. */
  readonly ignored: readonly Found[];
}

const NO_RULES: ReadonlySet<string> = new Set();

/** Of how much text (UTF-16 code units) trees are held, so that typing finds those that it needs again. */
const MOST_PARSED = 500_000;

/** The findings of one file; follows a document: call `update` after each change of it. */
export class Analyzer {
  readonly module: Module;
  readonly #results = new SegmentResults();
  readonly #matters: WhatMatters;
  readonly #roles: RoleOfFile;
  readonly #projectImports = new ProjectImports();
  #role: Role;
  /**
   * What was told since the last change, what was found in it with its nodes, and what can be done about what was asked
   * about.
   */
  #told: readonly Diagnostic[] | undefined;
  readonly #founds = new Map<Segment, readonly Found[]>();
  readonly #repairs: Repairs;
  #settings: Settings;
  #rules: readonly Rule[] = [];
  /** The libraries in whose place the project has modules of its own. */
  #hidden: string;
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
    this.#repairs = new Repairs(
      document,
      () => this.diagnostics(),
      (diagnostic) => this.#foundAgain(diagnostic),
    );
    this.#settings = settings;
    this.#matters = new WhatMatters(document, this.#results, relevanceOf(allRules, settings));
    this.#roles = new RoleOfFile(this.module);
    for (const segment of document.segments) {
      this.#matters.add(segment);
      this.#roles.add(segment);
      this.#projectImports.add(segment);
    }
    this.#hidden = this.#projectImports.hidden(imports);
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
    for (const key of changed) this.#results.forgetReaders(key);
    for (const segment of rehoused) this.#results.forget(segment);
    // What comes goes in first, so that what is said before and after is said all the while.
    for (const segment of added) {
      this.#results.forget(segment);
      this.#matters.add(segment);
      this.#roles.add(segment);
      this.#projectImports.add(segment);
    }
    for (const segment of removed) {
      this.#results.remove(segment);
      this.#matters.remove(segment);
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
    this.#results.forgetReaders(keyOf({ kind: "other files" }));
    const hidden = this.#projectImports.hidden(imports);
    if (hidden !== this.#hidden) this.#results.forgetReaders(keyOf({ kind: "own modules" }));
    this.#hidden = hidden;
  }

  /** Whether anything that was found depends on other files. */
  get readsOtherFiles(): boolean {
    this.diagnostics();
    const keys = [keyOf({ kind: "other files" }), keyOf({ kind: "own modules" })];
    return this.#projectImports.has(this.imports) || keys.some((key) => this.#results.dependOn(key));
  }

  #nowRelevant(): Relevant {
    return this.#matters.now(this.#projectImports.has(this.imports));
  }

  configure(settings: Settings): void {
    this.#forgetTold();
    this.#settings = settings;
    this.#role = this.#roles.given(settings.role);
    this.#rules = enabled(this.allRules, settings);
    this.#silent = this.allRules.filter((rule) => !this.#rules.includes(rule));
    this.#matters.configure(relevanceOf(this.allRules, settings));
    this.#aboutUse = new Set(this.#rules.filter((rule) => rule.checkUnused !== undefined).map((rule) => rule.name));
    this.#forgetAll();
  }

  #forgetAll(): void {
    for (const segment of this.document.segments) this.#results.forget(segment);
  }

  get #inFile(): InFile {
    return {
      module: this.module,
      settings: this.#settings,
      role: this.#role,
      words: this.#matters.words,
      imports: this.imports,
    };
  }

  /**
   * All findings that no comment keeps away, in the file's order; none where the file is generated from something else.
   */
  diagnostics(): readonly Diagnostic[] {
    return (this.#told ??= isGenerated(this.document.segments) ? [] : this.#diagnostics());
  }

  #diagnostics(): readonly Diagnostic[] {
    const all: OfAct[] = [];
    const fileWide: Placed<Suppression>[] = [];
    const relevant = this.#nowRelevant();
    for (const segment of this.#results.unknown) {
      if (relevant.concerns(this.#matters.marksOf(segment))) {
        this.#resultOf(segment);
        this.#keepFewTrees();
      } else {
        this.#results.passOver(segment);
      }
    }
    for (const segment of [...this.#results.speaking].sort(
      (a, b) => this.document.indexOf(a) - this.document.indexOf(b),
    )) {
      const { kept, hasFileComments } = this.#resultOf(segment);
      for (const one of kept)
        all.push({
          diagnostic: placed(one, segment, this.document),
          act: nameOfAct(one, segment, this.document),
          share: one.act?.share ?? 0,
          ignored: one.ignored,
        });
      if (hasFileComments) for (const item of fileComments(segment)) fileWide.push({ item, segment });
    }
    // In a file that is being written findings come and go: what a comment is good for is not known then.
    const isAboutUse = ({ diagnostic }: OfAct): boolean => this.#aboutUse.has(diagnostic.rule);
    const whole = (fileWide.length === 0 && !all.some(isAboutUse)) || !this.#isBroken();
    const result = whole ? all : all.filter((one) => !isAboutUse(one));
    const left = foldActs(
      result.filter(({ diagnostic }) => !fileWide.some(({ item }) => covers(item, diagnostic.rule))),
    );
    if (fileWide.length === 0) return left;
    if (!whole) return left;
    const unused = this.#unusedFileComments(fileWide).map(({ item, segment }) =>
      placed(keep(item, false, this.#inFile), segment, this.document),
    );
    return unused.length === 0 ? left : [...left, ...unused].sort(byPlace);
  }

  /** The parts of the file (offsets in the document) that say so much at once that not all could be found out. */
  get cutShort(): readonly { readonly start: number; readonly end: number }[] {
    this.diagnostics();
    return [...this.#results.cutShort].map((segment) => {
      const start = this.document.offsetOf(segment);
      return { start, end: start + segment.text.length };
    });
  }

  /** The findings that meet a range (offsets in the document), with their offers made from the current text. */
  repairs(start: number, end: number, only?: (rule: string) => boolean): readonly Repairable[] {
    return this.diagnostics()
      .filter((diagnostic) => diagnostic.start <= end && start <= diagnostic.end && (only?.(diagnostic.rule) ?? true))
      .map((diagnostic) => this.#repairs.of(diagnostic));
  }

  /** What can be done about a finding of the current text, be it that another analyzer told it. */
  offers(diagnostic: Diagnostic): readonly Remedy[] {
    return this.#repairs.of(diagnostic).offers;
  }

  /** The same for who repairs the other findings of its function anyway. */
  ownOffers(diagnostic: Diagnostic): readonly Remedy[] {
    return this.#repairs.alone(diagnostic).offers;
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
    this.#repairs.clear();
    this.#founds.clear();
  }

  /** Whether what was found may not be all. Parses all segments once, where none is known to be broken. */
  #isBroken(): boolean {
    if (this.#results.hasTrouble) return true;
    // What came last is what is being written.
    for (const segment of [...this.#results.irrelevant].reverse()) {
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
    const known = this.#results.of(segment);
    if (known !== undefined) return known;
    const { found, ignored, untold: _, ...rest } = this.#found(segment);
    const inFile = this.#inFile;
    const kept = found.map((one) => keep(one, false, inFile));
    const result = {
      ...rest,
      kept: ignored.length === 0 ? kept : [...kept, ...ignored.map((one) => keep(one, true, inFile))].sort(byPlace),
    };
    this.#results.set(segment, result);
    // The lightbulb will soon ask about what was just found.
    if (found.length > 0) this.#founds.set(segment, found);
    return result;
  }

  /** The findings of a segment that its own comments leave, those about the comments among them. */
  #found(segment: Segment): FoundInSegment {
    const asked = this.#nowRelevant().rulesFor(this.#matters.marksOf(segment));
    const checked = checkSegment(segment, asked, this.#inFile, new Steps(this.mostSteps));
    const all = [...checked.found, ...checked.untold];
    const rules = all.length === 0 ? NO_RULES : new Set(all.map((one) => one.rule.name));
    const comments = findSuppressions(segment.tree);
    const { left, keptAway, uses } = sift(checked.found, comments, segment.text);
    const ignored = keptAway.filter(({ finding }) => finding.act !== undefined);
    const hasFileComments = comments.some((comment) => comment.syntax === "ignore-file");
    const { untold, reads, cutShort } = checked;
    const result = {
      found: left,
      ignored,
      untold,
      reads,
      cutShort,
      asked,
      rules,
      hasFileComments,
      broken: segment.broken,
    };
    const own = comments.filter((comment) => comment.syntax === "ignore");
    if (own.length === 0 || this.#aboutUse.size === 0 || checked.cutShort) return result;
    const silent = this.#silentIn(segment);
    if (silent.cutShort) return { ...result, cutShort: true };
    const silentUses = sift([...silent.found, ...silent.untold, ...checked.untold], own, segment.text).uses;
    const unused = unusedOnLines(own, [uses, silentUses]);
    return {
      ...result,
      found: [...left, ...findingsAbout(unused, this.#rules, this.#inFile)].sort(byPlace),
      reads: new Set([...checked.reads, ...silent.reads]),
    };
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
    const found = new Set(
      this.document.segments.flatMap((segment) => [
        ...(this.#results.irrelevant.has(segment) ? NO_RULES : this.#resultOf(segment).rules),
      ]),
    );
    const silent = (): Iterable<string> =>
      this.document.segments.flatMap((segment) => {
        const checked = this.#silentIn(segment);
        return [...checked.found, ...checked.untold].map((one) => one.rule.name);
      });
    return unusedInFile(comments, found, silent).flatMap(({ item, segment }) =>
      findingsAbout([item], this.#rules, this.#inFile).map((one) => ({ item: one, segment })),
    );
  }
}
