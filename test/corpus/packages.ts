import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

/** Debian's packages whose Python is read: the standard library, libraries and programs for asyncio, anyio and trio. */
export const CORPUS = [
  "libpython3.11-stdlib",
  "b4",
  "beets",
  "errbot",
  "gallery-dl",
  "httpie",
  "instaloader",
  "jupyterhub",
  "lava-dispatcher",
  "nala",
  "pdudaemon",
  "postfix-mta-sts-resolver",
  "python3-aiohttp",
  "python3-aiomysql",
  "python3-aiosmtpd",
  "python3-anyio",
  "python3-asyncpg",
  "python3-asyncssh",
  "python3-databases",
  "python3-discord",
  "python3-distributed",
  "python3-electrum",
  "python3-engineio",
  "python3-fastapi",
  "python3-httpx",
  "python3-hypercorn",
  "python3-jupyter-client",
  "python3-jupyter-server",
  "python3-matrix-nio",
  "python3-molotov",
  "python3-motor",
  "python3-parfive",
  "python3-python-telegram-bot",
  "python3-quart",
  "python3-redis",
  "python3-requests",
  "python3-selenium",
  "python3-slixmpp",
  "python3-socketio",
  "python3-starlette",
  "python3-telethon",
  "python3-tornado",
  "python3-trio",
  "python3-tuspy",
  "python3-tweepy",
  "python3-uvicorn",
  "python3-websockets",
  "python3-zeroconf",
  "python3-zigpy",
  "streamlink",
  "vdirsyncer",
  "weechat-matrix",
  "xandikos",
] as const;

/** A package's Python, unpacked below a folder of its own; it is not installed. */
export interface CorpusPackage {
  readonly name: string;
  readonly version: string;
  readonly root: string;
  /** Paths below the root. */
  readonly files: readonly string[];
}

const cache = path.resolve(import.meta.dirname, "../../.cache/corpus");

/** A package, downloaded where it isn't yet; or why it can't be had here. */
export function corpusPackage(name: (typeof CORPUS)[number]): CorpusPackage | string {
  const version = candidate(name);
  if (version === undefined) return "apt knows no such package here";
  const root = path.join(cache, `${name}_${version.replace(/[^\w.+~-]/g, "_")}`);
  if (!fs.existsSync(root)) {
    const problem = unpack(name, version, root);
    if (problem !== undefined) return problem;
  }
  return { name, version, root, files: pythonFiles(root) };
}

let candidates: ReadonlyMap<string, string> | undefined;

/** The version that apt would install. It is asked once for all packages: to start it takes longer than to answer. */
function candidate(name: string): string | undefined {
  return (candidates ??= askForCandidates()).get(name);
}

function askForCandidates(): ReadonlyMap<string, string> {
  const { stdout } = spawnSync("apt-cache", ["policy", ...CORPUS], { encoding: "utf8", env: { ...process.env, LC_ALL: "C" } });
  const found = (stdout ?? "").matchAll(/^(\S+):\n {2}Installed: .*\n {2}Candidate: (\S+)$/gm);
  return new Map([...found].flatMap(([, name, version]) => (version === "(none)" ? [] : [[name!, version!] as const])));
}

function unpack(name: string, version: string, root: string): string | undefined {
  // Of its own for each run, as several may want the package at once.
  const downloads = path.join(cache, `download-${randomUUID()}`);
  fs.mkdirSync(downloads, { recursive: true });
  const download = spawnSync("apt-get", ["download", "-qq", `${name}=${version}`], { cwd: downloads, encoding: "utf8" });
  const [archive] = fs.readdirSync(downloads).filter((file) => file.endsWith(".deb"));
  if (download.status !== 0 || archive === undefined) return "apt could not download it";
  // Under another name until it is whole, so that an interrupted run leaves nothing half done.
  const partial = path.join(cache, `partial-${randomUUID()}`);
  const unpacked = spawnSync("dpkg", ["-x", path.join(downloads, archive), partial]);
  fs.rmSync(downloads, { recursive: true, force: true });
  if (unpacked.status !== 0) return "dpkg could not unpack it";
  try {
    fs.renameSync(partial, root);
  } catch (error) {
    // Somebody else was faster.
    fs.rmSync(partial, { recursive: true, force: true });
    if (!fs.existsSync(root)) throw error;
  }
  return undefined;
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
