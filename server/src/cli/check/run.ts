import * as path from "node:path";
import { ruleNames } from "../../analysis/pages";
import type { Settings } from "../../config/settings";
import { tooLarge } from "../../analysis/too-large";
import type { PyProject } from "../../config/pyproject";
import { emptySelection } from "../../config/troubles";
import { LIMITS } from "../../files/read";
import { limitedTo } from "../../limits/time-limit";
import type { TimeLimitError } from "../../limits/time-limit-error";
import type { ParserLimitError } from "../../syntax/parser";
import type { Inspect } from "../engine";
import { type Problem, reasonOf } from "../../files/problem";
import { type FoundProject, Projects } from "../files/projects";
import { encodeSource, readSource, type Source } from "../../files/source";
import type { Target } from "../files/targets";
import { isPyProject, type WalkHost } from "../../files/walk";
import { isInside } from "../../files/inside";
import { leadsOut, replaceFile } from "../files/write";
import type { CheckOptions } from "../options";
import { Declarations } from "./declarations";
import type { Fixed, Inspection } from "./inspect";
import { Locations } from "./locations";
import type { Stamps } from "./project";
import type { FileReport } from "./report";

/** What fixing changes in a file, byte order marks included. */
export interface Change {
  readonly shown: string;
  readonly before: string;
  readonly after: string;
}

/** What one thread has found, as plain data. */
export interface Share {
  readonly reports: readonly {
    readonly file: string;
    readonly shown: string;
    readonly text: string;
    readonly findings: FileReport["findings"];
  }[];
  readonly problems: readonly Problem[];
  readonly checked: readonly string[];
  /** The pyproject.toml files that it met. */
  readonly projects: readonly string[];
  /** The files whose findings depend on other files, and how these look. */
  readonly dependent: readonly string[];
  readonly stamps: Stamps;
}

/** A text under check. */
interface Checked {
  /** Its name for people, and in JSON. */
  readonly shown: string;
  readonly reportedAs: string;
  readonly file: string;
  readonly source: Source;
  /** Whether its project may be changed with it. */
  readonly owned: boolean;
  /** Whether the user named it. */
  readonly asked: boolean;
}

/** How long the engine may take for each of its steps over one file, in milliseconds. */
const TIME_LIMIT = 30_000;

/** By name: the engine is a bundle of its own, whose classes are not those of this one. */
const TOO_MUCH: ReadonlySet<string> = new Set<(TimeLimitError | ParserLimitError)["name"]>([
  "TimeLimitError",
  "ParserLimitError",
]);

/** One run of `check`: takes files, collects what is to be told of them. Prints nothing. */
export class CheckRun implements WalkHost {
  /** Of the files that have findings. */
  reports: FileReport[] = [];
  readonly #changes = new Map<string, Change>();
  readonly #problems = new Map<string, Problem>();
  readonly #projects: Projects;
  readonly #declarations: Declarations;
  readonly #found: FoundProject[] = [];
  readonly #checked = new Set<string>();
  readonly #options: CheckOptions;
  readonly #engine: () => Promise<Inspect>;
  readonly #limited = limitedTo(TIME_LIMIT);
  readonly #keys = new Map<Settings, string>();
  /** The files whose findings depend on others of their project. */
  readonly dependent = new Set<string>();
  #project: { readonly stamps: Stamps } | undefined;
  #otherStamps: Stamps = {};
  #fixes = 0;

  /** @param engine called where a text has to be looked at, as often as that is so */
  constructor(
    options: CheckOptions,
    readonly cwd: string,
    engine: () => Promise<Inspect>,
  ) {
    this.#options = options;
    this.#engine = engine;
    const { select, ignore } = options;
    const above = { ...(select === undefined ? {} : { select }), ...(ignore === undefined ? {} : { ignore }) };
    this.#projects = new Projects([above], {
      onFound: (found) => this.#found.push(found),
      onUnreadable: (file, message) => this.onProblem({ path: file, message, asked: this.#isAskedProject(file) }),
    });
    this.#declarations = new Declarations(this.#projects);
  }

  get problems(): readonly Problem[] {
    return [...this.#problems.values()];
  }

  get changes(): readonly Change[] {
    return [...this.#changes.values()];
  }

  /** Files that were checked. */
  get files(): number {
    return this.#checked.size;
  }

  /** What differs in fixed files, as the fixes say. */
  readonly notes: { readonly shown: string; readonly message: string }[] = [];

  /** Fixes that were applied, or would be. */
  get fixes(): number {
    return this.#fixes;
  }

  onProblem = (problem: Problem): void => {
    const key = `${problem.path}\n${problem.message}`;
    if (this.#problems.get(key)?.asked !== true) this.#problems.set(key, problem);
  };

  isExcluded = (target: string, isFolder: boolean): boolean => this.#projects.isExcluded(target, isFolder);

  /** Checks files, and fixes them where that was asked for. */
  async checkFiles(targets: Iterable<Target>): Promise<void> {
    for (const { file, asked } of targets) {
      const source = this.#read(file, asked);
      if (source === undefined) continue;
      const inspect = await this.#engine();
      const shown = this.show(file);
      this.#check({ shown, reportedAs: file, file, source, owned: true, asked }, inspect, ({ text }) =>
        this.#accept(file, source, text),
      );
    }
  }

  /** How all looks that findings in other files depend on. */
  get stamps(): Stamps {
    return { ...this.#otherStamps, ...this.#project?.stamps };
  }

  /** What has been found so far. */
  share(): Share {
    return {
      reports: this.reports.map(({ file, shown, locations, findings }) => ({
        file,
        shown,
        text: locations.text,
        findings,
      })),
      problems: this.problems,
      checked: [...this.#checked],
      projects: this.#found.map(({ file }) => file),
      dependent: [...this.dependent],
      stamps: this.stamps,
    };
  }

  /** Takes in what another thread has found. */
  takeOver({ reports, problems, checked, projects, dependent, stamps }: Share): void {
    for (const file of dependent) this.dependent.add(file);
    this.#otherStamps = { ...this.#otherStamps, ...stamps };
    for (const { file, shown, text, findings } of reports)
      this.reports.push({ file, shown, locations: new Locations(text), findings });
    for (const problem of problems) this.onProblem(problem);
    for (const file of checked) this.#checked.add(file);
    for (const file of projects) this.#projects.settings(file);
  }

  /** Takes in what an earlier run has found in a file. */
  recall({ file, asked }: Target, findings: FileReport["findings"]): void {
    this.#checked.add(file);
    const source = findings.length === 0 ? undefined : this.#read(file, asked);
    if (source !== undefined)
      this.reports.push({ file, shown: this.show(file), locations: new Locations(source.text), findings });
  }

  /** The settings that hold for a file, for comparing. */
  settingsOf(file: string): string {
    const settings = this.#projects.settings(file);
    let key = this.#keys.get(settings);
    if (key === undefined) this.#keys.set(settings, (key = JSON.stringify(settings)));
    return key;
  }

  /** Checks a text that stands in no file; returns what fixing, if asked for, makes of it. */
  async checkText(shown: string, file: string, source: Source): Promise<string> {
    let after = source.text;
    this.#check(
      { shown, reportedAs: shown === "-" ? "-" : file, file, source, owned: false, asked: true },
      await this.#engine(),
      ({ text }) => {
        after = text;
        return true;
      },
    );
    return after;
  }

  /** Does and tells what concerns projects, after their files. */
  async finish(): Promise<void> {
    for (const file of this.#declarations.files) this.#declareIn(file);
    for (const { file, names } of this.#declarations.undeclared) {
      this.onProblem({
        path: file,
        message: `the fixed code needs ${names.join(" and ")}, which is left for you to declare`,
        asked: false,
      });
    }
    for (const found of this.#found) await this.#tellOf(found);
  }

  /** A path as people want to see it. */
  show(file: string): string {
    const relative = path.relative(this.cwd, file);
    if (relative === "") return ".";
    return isInside(this.cwd, file) ? relative : file;
  }

  /** @param accept takes a fixed text over; says whether it has */
  #check(
    { shown, reportedAs, file, source, owned, asked }: Checked,
    inspect: Inspect,
    accept: (fixed: Fixed) => boolean,
  ): void {
    const before = source.text;
    this.#guarded(file, () => {
      const { fix, diff, unsafeFixes } = this.#options;
      const settings = this.#projects.settings(file);
      const excess = tooLarge(before.length, settings);
      if (excess !== undefined) return this.onProblem({ path: file, message: `not checked: ${excess}`, asked });
      this.#checked.add(file);
      const inspection = this.#limited(() => inspect(file, before, settings));
      const fixed = fix || diff ? this.#limited(() => inspection.fixed(unsafeFixes)) : undefined;
      if (fixed?.problem !== undefined) this.onProblem({ path: file, message: fixed.problem, asked: true });
      if (fixed === undefined || fixed.text === before || !accept(fixed)) {
        if (!diff) this.#report(shown, reportedAs, before, inspection);
        return;
      }
      if (owned) this.#declarations.need(file, fixed.requires);
      else if (fixed.requires.length > 0) this.#declarations.undeclared.push({ file: shown, names: fixed.requires });
      this.#noteChange(shown, source.mark + before, source.mark + fixed.text);
      this.#fixes += fixed.applied;
      for (const message of fixed.notes) this.notes.push({ shown, message });
      if (!diff)
        this.#report(
          shown,
          reportedAs,
          fixed.text,
          this.#limited(() => inspect(file, fixed.text, settings)),
        );
    });
  }

  #report(shown: string, file: string, text: string, inspection: Inspection): void {
    const findings = this.#limited(inspection.findings);
    const project = inspection.dependsOn?.();
    if (project !== undefined) {
      this.#project = project;
      this.dependent.add(file);
    }
    const missing = inspection.missing();
    if (missing !== undefined) this.onProblem({ path: file, message: missing, asked: true });
    // Texts of files without findings are not kept: there may be very many.
    if (findings.length > 0) this.reports.push({ file, shown, locations: new Locations(text), findings });
  }

  #noteChange(shown: string, before: string, after: string): void {
    if (before !== after)
      this.#changes.set(shown, { shown, before: this.#changes.get(shown)?.before ?? before, after });
  }

  #declareIn(file: string): void {
    const source = this.#read(file, true);
    if (source === undefined) return;
    const shown = this.show(file);
    const before = this.#options.diff
      ? (this.#changes.get(shown)?.after.slice(source.mark.length) ?? source.text)
      : source.text;
    const after = this.#declarations.declare(file, before);
    if (after !== before && this.#accept(file, source, after))
      this.#noteChange(shown, source.mark + before, source.mark + after);
  }

  async #tellOf({ file, project }: FoundProject): Promise<void> {
    const locations = new Locations(project.file.text);
    const place = (offset: number): string => {
      const { row, column } = locations.at(offset);
      return `(line ${row}, column ${column})`;
    };
    if (project.problem !== undefined) {
      const message = `can't be read, so that none of its settings hold: ${project.problem.message} ${place(project.problem.offset)}`;
      this.onProblem({ path: file, message, asked: this.#isAskedProject(file) });
      return;
    }
    this.#tellOfSelection(file, project, place);
    // Most don't speak of us, and one that doesn't is no reason to load the engine.
    if (this.#checked.has(file) || project.configuration === undefined) return;
    const inspect = await this.#engine();
    const { findings, ofItself = findings } = inspect(file, project.file.text, this.#projects.settings(file));
    for (const { message, start } of ofItself())
      this.onProblem({ path: file, message: `${message} ${place(start)}`, asked: false });
  }

  /**
   * Which rules were meant is not known where none is named: that is no finding among others, the request itself has
   * failed.
   */
  #tellOfSelection(file: string, project: PyProject, place: (offset: number) => string): void {
    const trouble = emptySelection(project, new Set(ruleNames()));
    if (trouble === undefined) return;
    const asked = this.#options.select === undefined && this.#isAskedProject(file);
    this.onProblem({ path: file, message: `${trouble.message} ${place(trouble.start)}`, asked });
  }

  #read(file: string, asked: boolean): Source | undefined {
    try {
      return readSource(file, isPyProject(file) ? LIMITS.settings : LIMITS.source);
    } catch (error) {
      this.onProblem({ path: file, message: reasonOf(error), asked });
      return undefined;
    }
  }

  /** Takes a new text of a file over, by writing it unless it is only to be shown; says whether that could be done. */
  #accept(file: string, source: Source, text: string): boolean {
    try {
      if (leadsOut(file, this.#asked)) {
        this.onProblem({ path: file, message: "this link leads out of what was asked for: left alone", asked: false });
        return false;
      }
      if (this.#options.diff) return true;
      replaceFile(file, source.bytes, encodeSource(text, source));
      return true;
    } catch (error) {
      this.onProblem({ path: file, message: `can't be written: ${reasonOf(error)}`, asked: true });
      return false;
    }
  }

  /** A mistake of ours in one file, or a file that is too much for us, must not cost the others their findings. */
  #guarded(file: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (error instanceof Error && TOO_MUCH.has(error.name)) {
        this.onProblem({ path: file, message: `not checked: ${error.message}`, asked: true });
        return;
      }
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.onProblem({ path: file, message: `internal error, please report it: ${detail}`, asked: true });
    }
  }

  /** What the user named, as whole paths. */
  get #asked(): readonly string[] {
    return [...this.#options.paths, this.#options.stdinFilename ?? "-"].map((given) => path.resolve(this.cwd, given));
  }

  /** Whether it holds for a path that the user named, rather than for something below it. */
  #isAskedProject(file: string): boolean {
    const folder = path.dirname(file);
    return this.#asked.some((given) => isInside(folder, given));
  }
}
