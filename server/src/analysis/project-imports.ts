import type { Imports } from "../model/imports";
import type { Segment } from "../syntax/document";
import { importedModules } from "../syntax/import-lines";

/**
 * Whether a file imports anything of its own project, by the lines that import. Follows the coming and going of
 * segments.
 */
export class ProjectImports {
  readonly #modules = new Map<Segment, readonly string[]>();
  #known: boolean | undefined;

  add(segment: Segment): void {
    const modules = importedModules(segment.text);
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

  has(imports: Imports): boolean {
    return (this.#known ??= [...this.#modules.values()].some((modules) =>
      modules.some((module) => imports.has(module)),
    ));
  }
}
