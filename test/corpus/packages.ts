import * as fs from "node:fs";
import * as path from "node:path";

/**
 * Debian's packages whose findings are recorded: the standard library, libraries and programs for asyncio, anyio and
 * trio.
 */
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

/** Whether every package is taken (`npm run test:corpus`), or only as many as a run of everything has time for. */
const isWhole = process.env["CORPUS"] === "all";

/** One of so many packages, in a run of everything; all where all are asked for. */
export function sampled<T>(packages: readonly T[], oneOf: number): readonly T[] {
  if (isWhole) return packages;
  const taken = packages.filter((_, i) => i % oneOf === 0);
  console.log(`${taken.length} of ${packages.length} packages: npm run test:corpus takes all`);
  return taken;
}

/** What is done at least in the packages that are taken, where it is so much in all of them: they differ in size. */
export function atLeast(inAll: number, oneOf: number): number {
  return isWhole ? inAll : Math.floor(inAll / (oneOf * 3));
}

/** A package whose fixes are applied, one by one. */
export interface Proving {
  readonly name: string;
  /** Whether its functions are made async first: code with blocking calls in it, as people have who move to asyncio. */
  readonly madeAsync: boolean;
}

/**
 * The packages of proving.txt: one a line, as it stands or, with `async` behind its name, with its functions made
 * async.
 */
export function provingPackages(): readonly Proving[] {
  return fs
    .readFileSync(path.join(import.meta.dirname, "proving.txt"), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => ({ name: line.split(" ")[0]!, madeAsync: line.endsWith(" async") }));
}
