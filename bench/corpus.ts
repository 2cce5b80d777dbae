/** Real asyncio code, joined to files of any length; the same on every run. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { corpusOf, readPython } from "../test/corpus/download";

/** Debian's packages whose async modules are joined, in this order. */
const PACKAGES = [
  "python3-aiohttp",
  "python3-discord",
  "python3-telethon",
  "python3-anyio",
  "python3-tornado",
  "python3-distributed",
  "python3-asyncpg",
  "python3-jupyter-server",
  "python3-matrix-nio",
  "python3-slixmpp",
  "python3-asyncssh",
  "jupyterhub",
  "python3-zigpy",
  "python3-starlette",
  "python3-quart",
  "python3-hypercorn",
  "python3-websockets",
  "python3-redis",
  "python3-trio",
  "errbot",
  "xandikos",
] as const;

/** Python's own modules: the system's, or those of the python3 that is there. */
export function standardLibrary(): string {
  return fs.existsSync("/usr/lib/python3.11") ? "/usr/lib/python3.11" : pythonFolder("stdlib");
}

/** A folder of the python3 on PATH; an empty name where there is none. */
export function pythonFolder(kind: "stdlib" | "purelib"): string {
  const { stdout } = spawnSync("python3", ["-c", `import sysconfig; print(sysconfig.get_paths()["${kind}"])`], {
    encoding: "utf8",
  });
  return (stdout ?? "").trim();
}

let found: readonly string[] | undefined;

/** The roots of the packages that can be had, looked for once. */
export function asyncTrees(): readonly string[] {
  return (found ??= findAsyncTrees());
}

function findAsyncTrees(): readonly string[] {
  const roots = [...corpusOf(PACKAGES).values()].flatMap((found) => (typeof found === "string" ? [] : [found.root]));
  return roots.length > 0 ? roots : [path.join(standardLibrary(), "asyncio")];
}

/** Texts of whole async modules below the folders, those first that there is something to say about. */
export function asyncModules(folders: readonly string[]): readonly string[] {
  const modules = folders.flatMap((folder) =>
    pythonFiles(folder).flatMap((file) => {
      const text = readPython(file);
      return text === undefined || !isAsyncModule(text) ? [] : [joinable(text)];
    }),
  );
  return [...modules.filter(dropsTask), ...modules.filter((text) => !dropsTask(text))];
}

/** A task that nobody keeps is found by us and by ruff alike, so that short files have findings too. */
function dropsTask(text: string): boolean {
  return /^ +asyncio\.(?:create_task|ensure_future)\(/m.test(text);
}

export function pythonFiles(folder: string): readonly string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".py"))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** Tests are left out: one among them makes a test of the joined file, in which little is told. */
function isAsyncModule(text: string): boolean {
  return (
    /^\s*async def /m.test(text) && !text.includes("\r") && !/^\s*(?:import|from) (?:pytest|unittest)\b/m.test(text)
  );
}

/** Without imports from `__future__`, which may only begin a file, and with a line break at its end. */
export function joinable(text: string): string {
  const body = text.replace(/^\uFEFF/, "").replaceAll(/^from __future__ import (?:\([^)]*\)|.*)\n/gm, "");
  return body.endsWith("\n") ? body : `${body}\n`;
}

/**
 * Stands at the end of each file, so that every tool has something to say, and above its last line all findings move.
 */
const SLEEPER = "\n\nasync def sleeper():\n    import time\n\n    time.sleep(1)\n";

/** How far a joined file may miss its length. */
const TOLERANCE = 0.02;

/**
 * Modules one behind the other, till there are about `lines` lines; from the first module again where there are too
 * few.
 */
export function join(modules: readonly string[], lines: number): string {
  const parts: string[] = [];
  let total = 0;
  for (let round = 0; total < lines * (1 - TOLERANCE) && round < 100; round++) {
    for (const module of modules) {
      const length = countLines(module);
      if (total + length > lines * (1 + TOLERANCE)) continue;
      parts.push(module);
      total += length;
    }
  }
  return parts.join("") + SLEEPER;
}

export function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}
