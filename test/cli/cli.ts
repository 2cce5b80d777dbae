import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll } from "vitest";
import { bundles } from "../support/bundles";

const temporary: string[] = [];
afterAll(() => {
  for (const folder of temporary) fs.rmSync(folder, { recursive: true, force: true });
});

function temporaryFolder(name: string): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), `async-skill-${name}-`)));
  temporary.push(folder);
  return folder;
}

/** The command line as it is packaged: a bundle with the .wasm files beside it. */
export const CLI = path.join(await bundles(), "cli.js");

/** Runs of one test file share what they keep; it is nobody's own. */
export const CACHE = temporaryFolder("cache");
fs.chmodSync(CACHE, 0o777);

export interface Run {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
}

export function cli(args: readonly string[], { cwd = os.tmpdir(), input = "", env = {}, uid }: RunOptions = {}): Run {
  const result = spawnSync(process.execPath, [CLI, ...args], {
    cwd,
    input,
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "", XDG_CACHE_HOME: CACHE, ...env },
    encoding: "utf8",
    maxBuffer: 1 << 28,
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  if (result.error !== undefined) throw result.error;
  return { status: result.status, out: result.stdout, err: result.stderr };
}

/** A folder with these files, outside of any repository and project. */
export function project(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = temporaryFolder("project");
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  }
  return folder;
}

export const SLEEPY = `import asyncio
import time


async def poll(job):
    time.sleep(1)  # wait a little
    await asyncio.gather(job.close())
`;

export const AWAKE = `import asyncio


async def poll(job):
    await asyncio.sleep(1)  # wait a little
    await asyncio.gather(job.close())
`;

/** Only what these tests are about: the catalogue grows. */
export const ONLY_SLEEP = ["--select", "blocking-sleep"] as const;

/** The files that findings are in, in order. */
export function filesIn({ out }: Run): readonly string[] {
  return [...new Set(out.split("\n").flatMap((line) => /^(.+?):\d+:\d+: /.exec(line)?.[1] ?? []))];
}

export function concise(args: readonly string[], options: RunOptions): Run {
  return cli(["check", "--output-format", "concise", ...ONLY_SLEEP, ...args], options);
}
