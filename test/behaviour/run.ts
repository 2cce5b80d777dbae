import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Fix, Refusal } from "../../server/src/fixes/fix";
import { PYTHON } from "../support/python";
import { subject } from "../support/subject";
import type { Scenario } from "./scenario";

export interface Output {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

export interface Fixed {
  /** The source as the fix leaves it; as it was, where there is none. */
  readonly fixed: string;
  readonly fix: Fix | undefined;
  /** Why a fix of this title is refused, where it is. */
  readonly refusal: Refusal | undefined;
}

const TIME_LIMIT = 60_000;

/** A scenario's source with the first fix of its title applied that its rule offers. */
export function applyFix({ source, rule, fix: title, settings = {}, reader }: Scenario): Fixed {
  const { offered, edit } = subject(reader === undefined ? "py" : "toml", source, settings);
  const offers = offered(rule).flatMap(({ offer }) => (offer.title === title ? [offer] : []));
  const fix = offers.find((offer) => offer.kind === "fix");
  const refusal = offers.find((offer) => offer.kind === "refusal");
  return { fixed: fix === undefined ? source : edit(fix), fix, refusal: fix === undefined ? refusal : undefined };
}

/** Runs a script in a process of its own, with all of Python's warnings shown on stderr. */
export function runPython(source: string): Promise<Output> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "behaviour-"));
  const script = path.join(directory, "script.py");
  fs.writeFileSync(script, source);
  return new Promise((resolve, reject) => {
    const environment = {
      PATH: process.env["PATH"],
      PYTHONPATH: [import.meta.dirname, path.join(import.meta.dirname, "stubs")].join(path.delimiter),
      PYTHONDONTWRITEBYTECODE: "1",
      PYTHONWARNINGS: "default",
      PYTHONUTF8: "1",
    };
    const child = spawn(PYTHON, [script], { cwd: directory, env: environment, timeout: TIME_LIMIT });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (status) => {
      fs.rmSync(directory, { recursive: true, force: true });
      resolve({ stdout, stderr, status });
    });
  });
}
