import * as path from "node:path";
import type { Settings } from "../../analysis/settings";
import type { Open } from "../engine";
import { type Problem, reasonOf } from "../files/problem";
import { type FoundProject, Projects } from "../files/projects";
import { encodeSource, readSource, type Source } from "../files/source";
import type { Target } from "../files/targets";
import { isPyProject, type WalkHost } from "../files/walk";
import { replaceFile } from "../files/write";
import type { CheckOptions } from "../options";
import { type Inspection, inspectPyProject, inspectPython } from "./inspect";
import { Locations } from "./locations";
import type { FileReport } from "./report";

/** What fixing changes in a file. */
export interface Change {
  readonly shown: string;
  readonly before: string;
  readonly after: string;
}

/** One run of `check`: takes files, collects what is to be told of them. Prints nothing. */
export class CheckRun implements WalkHost {
  readonly reports: FileReport[] = [];
  readonly changes: Change[] = [];
  readonly #problems = new Map<string, Problem>();
  readonly #projects: Projects;
  readonly #found: FoundProject[] = [];
  readonly #checked = new Set<string>();
  readonly #options: CheckOptions;
  readonly #open: Open;
  #fixes = 0;

  constructor(
    options: CheckOptions,
    readonly cwd: string,
    open: Open,
  ) {
    this.#options = options;
    this.#open = open;
    const { select, ignore } = options;
    const above = { ...(select === undefined ? {} : { select }), ...(ignore === undefined ? {} : { ignore }) };
    this.#projects = new Projects([above], {
      onFound: (found) => this.#found.push(found),
      onUnreadable: (file, message) => this.onProblem({ path: file, message, asked: this.#isAskedProject(file) }),
    });
  }

  get problems(): readonly Problem[] {
    return [...this.#problems.values()];
  }

  /** Files that were checked. */
  get files(): number {
    return this.#checked.size;
  }

  /** Fixes that were applied, or would be. */
  get fixes(): number {
    return this.#fixes;
  }

  onProblem = (problem: Problem): void => {
    const key = `${problem.path}\n${problem.message}`;
    if (this.#problems.get(key)?.asked !== true) this.#problems.set(key, problem);
  };

  isExcluded = (target: string, isFolder: boolean): boolean => this.#projects.isExcluded(target, isFolder);

  checkFile({ file, asked }: Target): void {
    let source: Source;
    try {
      source = readSource(file);
    } catch (error) {
      this.onProblem({ path: file, message: reasonOf(error), asked });
      return;
    }
    this.#guarded(file, () => {
      this.#checked.add(file);
      const settings = this.#projects.settings(path.dirname(file));
      const inspection = this.#inspect(file, source.text, settings);
      const { fix, diff, unsafeFixes } = this.#options;
      if (!fix && !diff) return this.#report(this.show(file), file, source.text, inspection);
      const { text, applied } = inspection.fixed(unsafeFixes);
      if (diff) return this.#note(this.show(file), source.text, text, applied);
      if (text === source.text || !this.#write(file, source, text)) return this.#report(this.show(file), file, source.text, inspection);
      this.#note(this.show(file), source.text, text, applied);
      this.#report(this.show(file), file, text, this.#inspect(file, text, settings));
    });
  }

  /** Checks a text that stands in no file; returns what fixing, if asked for, makes of it. */
  checkText(shown: string, file: string, before: string): string {
    let after = before;
    this.#guarded(file, () => {
      this.#checked.add(file);
      const settings = this.#projects.settings(path.dirname(file));
      const inspection = this.#inspect(file, before, settings);
      const { fix, diff, unsafeFixes } = this.#options;
      if (!fix && !diff) return this.#report(shown, shown === "-" ? "-" : file, before, inspection);
      const fixed = inspection.fixed(unsafeFixes);
      after = fixed.text;
      this.#note(shown, before, after, fixed.applied);
      if (!diff) this.#report(shown, shown === "-" ? "-" : file, after, this.#inspect(file, after, settings));
    });
    return after;
  }

  /** Tells of the pyproject.toml files that were read on the way. */
  finish(): void {
    for (const { file, project } of this.#found) {
      const locations = new Locations(project.file.text);
      const at = (offset: number): string => {
        const { row, column } = locations.at(offset);
        return `line ${row}, column ${column}`;
      };
      if (project.problem !== undefined) {
        const message = `can't be read, so that none of its settings hold: ${project.problem.message} (${at(project.problem.offset)})`;
        this.onProblem({ path: file, message, asked: this.#isAskedProject(file) });
      } else if (!this.#checked.has(file)) {
        const settings = this.#projects.settings(path.dirname(file));
        const findings = inspectPyProject(project.file.text, settings).findings();
        for (const { rule, message, start } of findings)
          if (rule === "invalid-configuration") this.onProblem({ path: file, message: `${message} (${at(start)})`, asked: false });
      }
    }
  }

  /** A path as people want to see it. */
  show(file: string): string {
    const relative = path.relative(this.cwd, file);
    return relative === "" ? "." : relative.startsWith("..") || path.isAbsolute(relative) ? file : relative;
  }

  #inspect(file: string, text: string, settings: Settings): Inspection {
    return isPyProject(file) ? inspectPyProject(text, settings) : inspectPython(text, settings, this.#open);
  }

  #report(shown: string, file: string, text: string, inspection: Inspection): void {
    this.reports.push({ file, shown, locations: new Locations(text), findings: inspection.findings() });
  }

  #note(shown: string, before: string, after: string, applied: number): void {
    if (before === after) return;
    this.changes.push({ shown, before, after });
    this.#fixes += applied;
  }

  #write(file: string, source: Source, text: string): boolean {
    try {
      replaceFile(file, source.bytes, encodeSource(text, source));
      return true;
    } catch (error) {
      this.onProblem({ path: file, message: `can't be written: ${reasonOf(error)}`, asked: true });
      return false;
    }
  }

  /** A mistake of ours in one file must not cost the others their findings. */
  #guarded(file: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.onProblem({ path: file, message: `internal error, please report it: ${detail}`, asked: true });
    }
  }

  /** Whether it holds for a path that the user named, rather than for something below it. */
  #isAskedProject(file: string): boolean {
    const folder = path.dirname(file);
    return [...this.#options.paths, this.#options.stdinFilename ?? "-"].some((given) => {
      const relative = path.relative(folder, path.resolve(this.cwd, given));
      return !relative.startsWith("..") && !path.isAbsolute(relative);
    });
  }
}
