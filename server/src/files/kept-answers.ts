import { createHash, randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { LIMITS, makeFolder, readRegularFile } from "./read";
import { statOf } from "./stat";

/** What is kept at most: answers, their bytes, and how long after they were given, in milliseconds. */
export interface KeptBounds {
  readonly files: number;
  readonly bytes: number;
  readonly age: number;
}

const DAY = 86_400_000;
const BOUNDS: KeptBounds = { files: 30_000, bytes: 256 * 1024 * 1024, age: 30 * DAY };

const PREFIX = "answers-";
/** When it was last tidied up. */
const TIDIED = "tidied";

/**
 * What was worked out of texts, kept on the disk by what the texts hold: wherever a text stands, and whoever reads it,
 * the answer is the same. It can be deleted at any time; what can't be read or written is done without. Several
 * processes and threads may use it at once.
 */
export class KeptAnswers {
  readonly #folder: string;
  #isWritable = true;
  #isMade = false;

  /**
   * @param caches the folder of this user's caches
   * @param build another for each build of this program, whose code may answer something else
   */
  constructor(
    readonly caches: string,
    build: string,
  ) {
    this.#folder = path.join(caches, `${PREFIX}${hashOf(build).slice(0, 16)}`);
  }

  /** What was answered of a text before; undefined where that is not known. */
  find(question: string, text: string): string | undefined {
    const file = this.#fileOf(question, text);
    try {
      return readRegularFile(file, LIMITS.source).toString("utf8");
    } catch {
      return undefined;
    }
  }

  /** Keeps an answer where that can be done. */
  keep(question: string, text: string, answer: string): void {
    if (!this.#isWritable) return;
    const file = this.#fileOf(question, text);
    const temporary = `${file}.${randomBytes(6).toString("hex")}`;
    try {
      if (!this.#isMade) makeFolder(this.#folder);
      this.#isMade = true;
      fs.writeFileSync(temporary, answer, { flag: "wx" });
      fs.renameSync(temporary, file);
    } catch {
      this.#isWritable = false;
      remove(temporary);
    }
  }

  /** Takes away what is old or too much, and what other builds have left; looks at most once a day. */
  tidy(bounds: KeptBounds = BOUNDS, now = Date.now()): void {
    const marker = path.join(this.#folder, TIDIED);
    const last = statOf(marker)?.mtimeMs;
    if (statOf(this.#folder) === undefined || (last !== undefined && now - last < DAY)) return;
    try {
      fs.writeFileSync(marker, "");
      fs.utimesSync(marker, now / 1000, now / 1000);
    } catch {
      return;
    }
    for (const folder of listed(this.caches)) {
      const old = path.join(this.caches, folder);
      if (folder.startsWith(PREFIX) && old !== this.#folder && now - lastTidied(old) > bounds.age) remove(old);
    }
    this.#takeAwayBeyond(bounds, now);
  }

  /** The newest stay. */
  #takeAwayBeyond({ files, bytes, age }: KeptBounds, now: number): void {
    const kept = listed(this.#folder).flatMap((name) => {
      const file = path.join(this.#folder, name);
      const stat = name === TIDIED ? undefined : statOf(file);
      return stat === undefined ? [] : [{ file, time: stat.mtimeMs, size: stat.size }];
    });
    let total = 0;
    for (const [index, { file, time, size }] of kept.toSorted((a, b) => b.time - a.time).entries()) {
      total += size;
      if (index >= files || total > bytes || now - time > age) remove(file);
    }
  }

  #fileOf(question: string, text: string): string {
    return path.join(this.#folder, hashOf(`${question}\0${text}`));
  }
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The folder of a build that never came to tidy up counts from when it was last written to. */
function lastTidied(folder: string): number {
  return (statOf(path.join(folder, TIDIED)) ?? statOf(folder))?.mtimeMs ?? 0;
}

function listed(folder: string): readonly string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    // What can't be looked into holds nothing for us.
    return [];
  }
}

function remove(path: string): void {
  try {
    fs.rmSync(path, { recursive: true, force: true });
  } catch {
    // Somebody else may do it.
  }
}
