import * as path from "node:path";
import { applyEdits } from "../../fixes/apply";
import { addDependency } from "../../config/add-dependency";
import type { Projects } from "../files/projects";

/** A dependency that fixed code needs but that could be declared nowhere. */
export interface Undeclared {
  readonly file: string;
  readonly names: readonly string[];
}

/** The dependencies that fixed files need, to be declared by their projects. */
export class Declarations {
  readonly #projects: Projects;
  readonly #byProject = new Map<string, Set<string>>();
  readonly undeclared: Undeclared[] = [];

  constructor(projects: Projects) {
    this.#projects = projects;
  }

  /** Notes what a fixed file needs. */
  need(file: string, names: readonly string[]): void {
    if (names.length === 0) return;
    const declaring = this.#projects.declaring(path.dirname(file));
    if (declaring === undefined) {
      this.undeclared.push({ file, names });
      return;
    }
    const wanted = this.#byProject.get(declaring.file) ?? new Set();
    for (const name of names) wanted.add(name);
    this.#byProject.set(declaring.file, wanted);
  }

  /** The pyproject.toml files that have to change. */
  get files(): readonly string[] {
    return [...this.#byProject.keys()];
  }

  /** A pyproject.toml with everything declared that was needed; what finds no place in it is undeclared. */
  declare(file: string, text: string): string {
    let declared = text;
    for (const name of this.#byProject.get(file) ?? []) {
      const edits = addDependency(declared, name);
      if (edits === undefined) this.undeclared.push({ file, names: [name] });
      else declared = applyEdits(declared, edits);
    }
    return declared;
  }
}
