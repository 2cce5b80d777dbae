import { createHash, randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { LIMITS, makeFolder, readRegularFile } from "../../files/read";
import { statOf } from "../../files/stat";
import type { Reported } from "../check/report";
import { type Entry, readStored, type Stored } from "./cached";

const EMPTY: Stored = { settings: [], files: new Map(), stamps: {} };

/**
 * What earlier runs over the same paths have found. It can be deleted at any time; what can't be read of it counts as
 * not there.
 */
export class ResultCache {
  readonly #file: string;
  readonly #known: Stored;
  readonly #settings: string[] = [];
  readonly #files = new Map<string, Entry>();
  #changed = false;
  #stamps: Stored["stamps"] = {};
  #same: boolean | undefined;

  /**
   * @param build another for each build of this program, whose rules may find something else
   * @param paths what is checked together
   * @param stampOf how a file or folder looks that findings in other files depend on
   */
  constructor(
    folder: string,
    build: string,
    paths: readonly string[],
    readonly stampOf: (key: string) => string,
  ) {
    const name = createHash("sha256")
      .update([build, ...paths].join("\0"))
      .digest("hex")
      .slice(0, 24);
    this.#file = path.join(folder, `${name}.json`);
    this.#known = read(this.#file);
  }

  /** What was found in a file when it was as it is now; undefined where that is not known. */
  find(file: string, settings: string): readonly Reported[] | undefined {
    const entry = this.#known.files.get(file);
    if (entry === undefined || this.#known.settings[entry.settings] !== settings) return undefined;
    if (entry.dependent === true && !this.#isProjectSame) return undefined;
    const stat = statOf(file);
    if (stat?.mtimeMs !== entry.time || stat.size !== entry.size) return undefined;
    this.#files.set(file, { ...entry, settings: this.#indexOf(settings) });
    return entry.findings ?? [];
  }

  /** @param stat of the file before it was read */
  add(file: string, stat: fs.Stats, settings: string, findings: readonly Reported[], dependent: boolean): void {
    this.#changed = true;
    this.#files.set(file, {
      time: stat.mtimeMs,
      size: stat.size,
      settings: this.#indexOf(settings),
      ...(findings.length === 0 ? {} : { findings }),
      ...(dependent ? { dependent } : {}),
    });
  }

  /** Takes in how what findings in other files depend on looks now. */
  addStamps(stamps: Stored["stamps"]): void {
    this.#stamps = { ...(this.#isProjectSame ? this.#known.stamps : {}), ...stamps };
  }

  /** Whether all that findings in other files depend on looks as it did. */
  get #isProjectSame(): boolean {
    return (this.#same ??= Object.entries(this.#known.stamps).every(([key, stamp]) => this.stampOf(key) === stamp));
  }

  /** Writes it where that can be done: a cache that can't be kept is no mistake. */
  save(): void {
    if (!this.#changed && this.#known.files.size === this.#files.size) return;
    const temporary = `${this.#file}.${randomBytes(6).toString("hex")}`;
    try {
      makeFolder(path.dirname(this.#file));
      fs.writeFileSync(
        temporary,
        JSON.stringify({ settings: this.#settings, files: Object.fromEntries(this.#files), stamps: this.#stamps }),
      );
      fs.renameSync(temporary, this.#file);
    } catch {
      discard(temporary);
    }
  }

  #indexOf(settings: string): number {
    const known = this.#settings.indexOf(settings);
    return known >= 0 ? known : this.#settings.push(settings) - 1;
  }
}

function discard(file: string): void {
  try {
    fs.rmSync(file, { force: true });
  } catch {
    // There is nothing to take away where nothing could be put.
  }
}

function read(file: string): Stored {
  try {
    return readStored(JSON.parse(readRegularFile(file, LIMITS.cache).toString("utf8"))) ?? EMPTY;
  } catch {
    return EMPTY;
  }
}
