import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

/** What one run of a program took. */
export interface Cost {
  readonly milliseconds: number;
  /** User and system time of all its threads; undefined where GNU time is missing, which tells it. */
  readonly cpu: number | undefined;
  readonly peakBytes: number | undefined;
}

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** It ends with another status than 0 where it has findings. */
  readonly mayComplain?: boolean;
}

const TIME = "/usr/bin/time";

/** @throws Error where the program fails */
export function runProgram({ command, args, env, mayComplain = false }: Program, cwd: string, scratch: string): Cost {
  const told = path.join(scratch, "time.txt");
  const output = fs.openSync(path.join(scratch, "output.txt"), "w");
  const timed = fs.existsSync(TIME);
  const [first, rest] = timed ? [TIME, ["-q", "-f", "%U %S %M", "-o", told, command, ...args]] : [command, args];
  try {
    const begin = performance.now();
    const { status, stderr } = spawnSync(first, rest, {
      cwd,
      stdio: ["ignore", output, "pipe"],
      env: { ...process.env, ...env },
      encoding: "utf8",
    });
    const milliseconds = performance.now() - begin;
    if (status !== 0 && !mayComplain) throw new Error(`${command} ended with ${status}: ${stderr.slice(0, 2000)}`);
    return {
      milliseconds,
      ...(timed ? readTime(fs.readFileSync(told, "utf8")) : { cpu: undefined, peakBytes: undefined }),
    };
  } finally {
    fs.closeSync(output);
  }
}

function readTime(text: string): Pick<Cost, "cpu" | "peakBytes"> {
  const [user = 0, system = 0, kilobytes = 0] = text.trim().split(" ").map(Number);
  return { cpu: (user + system) * 1000, peakBytes: kilobytes * 1024 };
}
