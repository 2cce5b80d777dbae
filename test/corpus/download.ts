import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

/** A package's Python, unpacked below a folder of its own; it is not installed. */
export interface CorpusPackage {
  readonly name: string;
  readonly version: string;
  readonly root: string;
  /** Paths below the root. */
  readonly files: readonly string[];
}

/** Of each package what is on the disk, or why it can't be had here. */
export type Corpus = ReadonlyMap<string, CorpusPackage | string>;

const cache = path.resolve(import.meta.dirname, "../../.cache/corpus");

/** Packages in the version that apt would install, downloaded together where they aren't there yet. */
export function corpusOf(names: readonly string[]): Corpus {
  const versions = candidates(names);
  const missing = [...versions].filter(([name, version]) => !fs.existsSync(rootOf(name, version)));
  const problem = download(missing.map(([name, version]) => `${name}=${version}`));
  return new Map(
    names.map((name) => {
      const version = versions.get(name);
      if (version === undefined) return [name, "apt knows no such package here"];
      const root = rootOf(name, version);
      return [
        name,
        fs.existsSync(root)
          ? { name, version, root, files: pythonFiles(root) }
          : (problem ?? "apt could not download it"),
      ];
    }),
  );
}

function rootOf(name: string, version: string): string {
  return path.join(cache, `${name}_${version.replace(/[^\w.+~-]/g, "_")}`);
}

/** The versions that apt would install. */
function candidates(names: readonly string[]): ReadonlyMap<string, string> {
  const policy = spawnSync("apt-cache", ["policy", ...names], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
    maxBuffer: 1 << 26,
  });
  const found = (policy.stdout ?? "").matchAll(/^(\S+):\n {2}Installed: .*\n {2}Candidate: (\S+)$/gm);
  return new Map([...found].flatMap(([, name, version]) => (version === "(none)" ? [] : [[name!, version!]])));
}

/** Downloads and unpacks packages, each given as NAME=VERSION. */
function download(wanted: readonly string[]): string | undefined {
  if (wanted.length === 0) return undefined;
  // A folder of its own for each run, as several may want a package at once.
  const folder = path.join(cache, `download-${randomUUID()}`);
  fs.mkdirSync(folder, { recursive: true });
  const result = spawnSync("apt-get", ["download", "-qq", ...wanted], { cwd: folder, encoding: "utf8" });
  for (const archive of fs.readdirSync(folder)) {
    if (archive.endsWith(".deb")) unpack(path.join(folder, archive));
  }
  fs.rmSync(folder, { recursive: true, force: true });
  return result.status === 0 ? undefined : `apt could not download it: ${result.stderr.trim().split("\n").at(-1)}`;
}

/** Unpacks the Python of a package: only that is read, and a package may hold much else. */
function unpack(archive: string): void {
  const [name = "", version = ""] = path.basename(archive, ".deb").split("_");
  const root = rootOf(name, decodeURIComponent(version));
  // Under another name until it is whole, so that an interrupted run leaves nothing half done.
  const partial = path.join(cache, `partial-${randomUUID()}`);
  fs.mkdirSync(partial);
  const command = `dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" --wildcards '*.py'`;
  // tar complains of a package without Python: then its folder stays empty.
  spawnSync("sh", ["-c", command, "sh", archive, partial]);
  try {
    fs.renameSync(partial, root);
  } catch (error) {
    // Somebody else was faster.
    fs.rmSync(partial, { recursive: true, force: true });
    if (!fs.existsSync(root)) throw error;
  }
}

function pythonFiles(root: string): readonly string[] {
  const entries = fs.readdirSync(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".py"))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** The text of a file, where it is UTF-8. */
export function readPython(file: string): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(fs.readFileSync(file));
  } catch {
    return undefined;
  }
}
