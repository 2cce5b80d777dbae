import type { EnvironmentChoice } from "../project/environment";
import { type FileId, isInside } from "../project/files";

/** What is set where nobody has named one. */
export const AUTO = "auto";
const OFF = "off";

/**
 * Which environment holds for the files of a project, by the settings of its documents, and by what was chosen in the
 * editor.
 */
export class Environments {
  readonly #named = new Map<FileId, string>();
  /** By the folder that they were chosen for, those within others first. */
  #chosen: readonly (readonly [folder: FileId, path: string])[] = [];

  /**
   * @param rootOf the folder of a project, for one in it
   * @param active the environments that the shell has activated which started the server
   */
  constructor(
    readonly rootOf: (folder: FileId) => FileId,
    readonly active: readonly string[],
  ) {}

  of(folder: FileId): EnvironmentChoice {
    const path = this.#named.get(this.rootOf(folder)) ?? AUTO;
    if (path === AUTO)
      return { kind: "found", chosen: this.#chosen.find(([open]) => isInside(folder, open))?.[1], active: this.active };
    return path === OFF ? { kind: "none" } : { kind: "named", path };
  }

  /** Takes in what is set for the files of a folder; says whether that is something else than before. */
  take(folder: FileId, setting: string): boolean {
    const root = this.rootOf(folder);
    if ((this.#named.get(root) ?? AUTO) === setting) return false;
    this.#named.set(root, setting);
    return true;
  }

  /** Takes in what was chosen for folders; says whether that is something else than before. */
  choose(chosen: readonly (readonly [folder: FileId, path: string])[]): boolean {
    const before = JSON.stringify(this.#chosen);
    this.#chosen = chosen.toSorted(([a], [b]) => b.length - a.length || (a < b ? -1 : 1));
    return JSON.stringify(this.#chosen) !== before;
  }
}
