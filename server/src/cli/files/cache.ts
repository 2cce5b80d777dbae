import { createHash, randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { LIMITS, makeFolder, readRegularFile } from "../../files/read";
import type { Reported } from "../check/report";

/** What was found in a file, for as long as its time, its size and its settings stay the same. */
interface Entry {
  readonly time: number;
  readonly size: number;
  /** Which of the cache's settings held. */
  readonly settings: number;
  readonly findings?: readonly Reported[];
}

interface Stored {
  readonly settings: readonly string[];
  readonly files: Readonly<Record<string, Entry>>;
}

const EMPTY: Stored = { settings: [], files: {} };

/** The folder that caches of this user go to. */
export function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (XDG_CACHE_HOME !== undefined && path.isAbsolute(XDG_CACHE_HOME)) return path.join(XDG_CACHE_HOME, "async-skill");
  if (process.platform === "win32" && LOCALAPPDATA !== undefined) return path.join(LOCALAPPDATA, "async-skill", "Cache");
  if (process.platform === "darwin") return path.join(os.homedir(), "Library", "Caches", "async-skill");
  return path.join(os.homedir(), ".cache", "async-skill");
}

/** What earlier runs over the same paths have found. It can be deleted at any time; what can't be read of it counts as not there. */
export class ResultCache {
  readonly #file: string;
  readonly #known: Stored;
  readonly #settings: string[] = [];
  readonly #files: Record<string, Entry> = {};
  #changed = false;

  /**
   * @param build another for each build of this program, whose rules may find something else
   * @param paths what is checked together
   */
  constructor(folder: string, build: string, paths: readonly string[]) {
    const name = createHash("sha256")
      .update([build, ...paths].join("\0"))
      .digest("hex")
      .slice(0, 24);
    this.#file = path.join(folder, `${name}.json`);
    this.#known = read(this.#file);
  }

  /** What was found in a file when it was as it is now; undefined where that is not known. */
  find(file: string, settings: string): readonly Reported[] | undefined {
    const entry = this.#known.files[file];
    if (entry === undefined || this.#known.settings[entry.settings] !== settings) return undefined;
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    if (stat?.mtimeMs !== entry.time || stat.size !== entry.size) return undefined;
    this.#files[file] = { ...entry, settings: this.#indexOf(settings) };
    return entry.findings ?? [];
  }

  /** @param stat of the file before it was read */
  add(file: string, stat: fs.Stats, settings: string, findings: readonly Reported[]): void {
    this.#changed = true;
    this.#files[file] = { time: stat.mtimeMs, size: stat.size, settings: this.#indexOf(settings), ...(findings.length === 0 ? {} : { findings }) };
  }

  /** Writes it where that can be done: a cache that can't be kept is no mistake. */
  save(): void {
    if (!this.#changed && Object.keys(this.#known.files).length === Object.keys(this.#files).length) return;
    const temporary = `${this.#file}.${randomBytes(6).toString("hex")}`;
    try {
      makeFolder(path.dirname(this.#file));
      const stored: Stored = { settings: this.#settings, files: this.#files };
      fs.writeFileSync(temporary, JSON.stringify(stored));
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
    const stored: unknown = JSON.parse(readRegularFile(file, LIMITS.cache).toString("utf8"));
    const isStored = typeof stored === "object" && stored !== null && "settings" in stored && "files" in stored;
    return isStored ? (stored as Stored) : EMPTY;
  } catch {
    return EMPTY;
  }
}
