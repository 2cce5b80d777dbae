import { type Imports, NO_IMPORTS } from "../model/imports";
import type { Segment } from "../syntax/document";
import { modulesImportedIn } from "../syntax/import-lines";

/**
 * Whether a file imports anything of its own project, by the lines that import. Follows the coming and going of
 * segments.
 */
export class ProjectImports {
  readonly #modules = new Map<Segment, readonly string[]>();
  #known: boolean | undefined;

  add(segment: Segment): void {
    const modules = modulesImportedIn(segment);
    if (modules.length === 0) return;
    this.#modules.set(segment, modules);
    this.#known = undefined;
  }

  remove(segment: Segment): void {
    if (this.#modules.delete(segment)) this.#known = undefined;
  }

  /** Forgets what other files were known to be. */
  forget(): void {
    this.#known = undefined;
  }

  /** The libraries in whose place the project has modules of its own, as text. */
  hidden(imports: Imports): string {
    if (imports === NO_IMPORTS) return "";
    const tops = new Set([...this.#modules.values()].flat().map((module) => module.split(".", 1)[0]!));
    return [...tops].filter((top) => top !== "" && imports.hidesLibrary(top)).join();
  }

  has(imports: Imports): boolean {
    return (this.#known ??= [...this.#modules.values()].some((modules) =>
      modules.some((module) => imports.has(module)),
    ));
  }
}
