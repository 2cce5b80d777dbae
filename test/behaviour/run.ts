import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Settings } from "../../server/src/analysis/settings";
import { applyEdits, areDisjoint, editsOf } from "../../server/src/fixes/apply";
import { analyze } from "../support/engine";
import { PYTHON } from "../support/python";

export interface Scenario {
  /** A whole script; `local_server` (BASE, CLOSED, SEEN) can be imported. What it prints is what is compared. */
  readonly source: string;
  /** The title of the fix to apply, to the first finding that offers it. */
  readonly fixTitle: string;
  readonly settings?: Partial<Settings>;
}

export interface Output {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

export interface BeforeAfter {
  readonly fixed: string;
  readonly before: Output;
  readonly after: Output;
}

const TIME_LIMIT = 30_000;

/**
 * Runs a script as it stands and as a fix leaves it.
 *
 * @throws when no finding offers the fix, with what is offered instead
 */
export async function runBeforeAfter({ source, fixTitle, settings }: Scenario): Promise<BeforeAfter> {
  const fixed = applyFix(source, fixTitle, settings);
  const [before, after] = await Promise.all([runPython(source), runPython(fixed)]);
  return { fixed, before, after };
}

/** A text with the first fix of this title applied. */
export function applyFix(source: string, fixTitle: string, settings: Partial<Settings> = {}): string {
  const analyzer = analyze(source, settings);
  const offers = analyzer.repairs(0, source.length).flatMap((repair) => repair.offers);
  const fix = offers.find((offer) => offer.title === fixTitle && offer.kind === "fix");
  if (fix?.kind !== "fix") {
    const offered = offers.map((offer) => (offer.kind === "refusal" ? `${offer.title} (refused: ${offer.reason})` : offer.title));
    throw new Error(`"${fixTitle}" is not offered; there is: ${offered.join(", ") || "nothing"}`);
  }
  const edits = editsOf(analyzer.module, fix);
  if (!areDisjoint(edits)) throw new Error(`the edits of "${fixTitle}" overlap`);
  return applyEdits(source, edits);
}

/** Runs a script in a process of its own. Warnings are errors of the test, not of the script: they are on stderr. */
export function runPython(source: string): Promise<Output> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "behaviour-"));
  const script = path.join(directory, "script.py");
  fs.writeFileSync(script, source);
  return new Promise((resolve, reject) => {
    const environment = {
      PATH: process.env["PATH"],
      PYTHONPATH: import.meta.dirname,
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
