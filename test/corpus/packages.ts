import { spawnSync } from "node:child_process";
import * as fs from "node:fs";

/** Debian's packages whose Python is read: the standard library, and projects written for asyncio, anyio and trio. */
export const CORPUS = [
  "libpython3.11-stdlib",
  "python3-aiohttp",
  "python3-anyio",
  "python3-asyncssh",
  "python3-fastapi",
  "python3-httpx",
  "python3-matrix-nio",
  "python3-python-telegram-bot",
  "python3-redis",
  "python3-requests",
  "python3-starlette",
  "python3-tornado",
  "python3-trio",
  "python3-uvicorn",
  "python3-websockets",
] as const;

export interface CorpusPackage {
  readonly name: string;
  readonly version: string;
  readonly files: readonly string[];
}

/** What of a package is installed here; undefined where it, or dpkg, is not. */
export function installedPackage(name: string): CorpusPackage | undefined {
  const status = spawnSync("dpkg-query", ["-W", "-f", "${Status}\t${Version}", name], { encoding: "utf8" });
  const [state, version] = (status.stdout ?? "").split("\t");
  if (status.status !== 0 || !state?.endsWith("installed") || version === undefined) return undefined;
  const list = spawnSync("dpkg", ["-L", name], { encoding: "utf8", maxBuffer: 1 << 26 }).stdout.split("\n");
  return { name, version, files: list.filter((file) => file.endsWith(".py") && fs.existsSync(file)).sort() };
}

/** The text of a file, where it is UTF-8. */
export function readPython(file: string): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(fs.readFileSync(file));
  } catch {
    return undefined;
  }
}
