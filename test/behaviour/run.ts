import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as readline from "node:readline";
import type { Fix, Refusal } from "../../server/src/fixes/fix";
import { PYTHON } from "../support/python";
import { RULES } from "../../server/src/rules/index";
import { subject } from "../support/subject";
import type { Scenario } from "./scenario";

/** Scenarios run to their end and have nothing beside them; their fixes are the same as where somebody waits. */
const WHOEVER_WAITS = RULES.map((rule) => ({ ...rule, stallsLoop: false }));

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
  /** What the finding says that offers it. */
  readonly message: string | undefined;
}

/** A scenario's source with the first fix of its title applied that its rule offers. */
export function applyFix({ source, rule, fix: title, settings = {}, reader, beside = {} }: Scenario): Fixed {
  const { offered, edit } = subject(reader === undefined ? "py" : "toml", source, settings, {
    rules: WHOEVER_WAITS,
    files: new Map(Object.entries(beside)),
  });
  const own = offered(rule).filter(({ offer }) => offer.title === title);
  const offers = own.map(({ offer }) => offer);
  const fix = offers.find((offer) => offer.kind === "fix");
  const refusal = offers.find((offer) => offer.kind === "refusal");
  const message = own.find(({ offer }) => offer === (fix ?? refusal))?.diagnostic.message;
  return {
    fixed: fix === undefined ? source : edit(fix),
    fix,
    refusal: fix === undefined ? refusal : undefined,
    message,
  };
}

/**
 * Runs a script in a process of its own, with all of Python's warnings shown on stderr.
 *
 * @param beside the modules that it can import, by their paths
 */
export async function runPython(source: string, beside: ReadonlyMap<string, string> = new Map()): Promise<Output> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "behaviour-"));
  for (const [name, text] of beside) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  fs.writeFileSync(path.join(folder, "script.py"), source);
  const status = await interpreter().run(folder);
  const [stdout, stderr] = ["stdout", "stderr"].map((name) => fs.readFileSync(path.join(folder, name), "utf8")) as [
    string,
    string,
  ];
  fs.rmSync(folder, { recursive: true, force: true });
  return { stdout, stderr, status };
}

/** The interpreter of this test file, which ends with it. */
const interpreter = (() => {
  let started: Interpreter | undefined;
  return (): Interpreter => (started ??= new Interpreter());
})();

class Interpreter {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting = new Map<
    string,
    { readonly resolve: (status: number) => void; readonly reject: (error: Error) => void }
  >();

  constructor() {
    const here = import.meta.dirname;
    this.#process = spawn(PYTHON, [path.join(here, "interpreter.py")], {
      env: {
        PATH: process.env["PATH"],
        PYTHONPATH: [here, path.join(here, "stubs")].join(path.delimiter),
        PYTHONDONTWRITEBYTECODE: "1",
        PYTHONWARNINGS: "default",
        PYTHONUTF8: "1",
      },
    });
    this.#process.stderr.pipe(process.stderr);
    readline.createInterface(this.#process.stdout).on("line", (line) => {
      const [folder, status] = line.split(" ") as [string, string];
      this.#waiting.get(folder)?.resolve(Number(status));
      this.#waiting.delete(folder);
    });
    this.#process.on("exit", () => {
      for (const { reject } of this.#waiting.values())
        reject(new Error("the interpreter ended; its last words are above"));
      this.#waiting.clear();
    });
    this.#process.unref();
  }

  /** Runs the script.py of a folder; gives its exit status, negative for a signal. */
  run(folder: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(folder, { resolve, reject });
      this.#process.stdin.write(`${folder}\n`);
    });
  }

  /** Lets it go when no more scripts come. */
  end(): void {
    this.#process.stdin.end();
  }
}
