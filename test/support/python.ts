import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import * as path from "node:path";
import * as readline from "node:readline";

/** Debian's own interpreter; another python3 may stand first on PATH. */
export const PYTHON = process.env["ASYNC_SKILL_PYTHON"] ?? "/usr/bin/python3";

/** What CPython says against each text; null for one that compiles. */
export async function compileErrors(texts: readonly string[]): Promise<readonly (string | null)[]> {
  return (await askPython("compile", texts)) as readonly (string | null)[];
}

interface Answer {
  readonly answers?: readonly unknown[];
  readonly failed?: string;
}

interface Waiting {
  readonly resolve: (answers: readonly unknown[]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * CPython, which starts with the first question of a test file, answers one after the other, and ends with the file.
 */
class Interpreter {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting: Waiting[] = [];

  constructor() {
    this.#process = spawn(PYTHON, [path.join(import.meta.dirname, "judge.py")]);
    this.#process.stderr.pipe(process.stderr);
    this.#process.on("error", (error) => this.#fail(error));
    this.#process.on("exit", (status) =>
      this.#fail(new Error(`${PYTHON} ended with ${status}; its last words are above`)),
    );
    readline.createInterface(this.#process.stdout).on("line", (line) => {
      const { answers, failed } = JSON.parse(line) as Answer;
      const waiting = this.#waiting.shift();
      if (answers === undefined) waiting?.reject(new Error(failed));
      else waiting?.resolve(answers);
    });
  }

  ask(line: string): Promise<readonly unknown[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#process.stdin.write(`${line}\n`);
    });
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

let interpreter: Interpreter | undefined;

/** Asks judge.py about each of these; answers in their order. */
export function askPython(ask: "judge" | "compile", of: readonly unknown[]): Promise<readonly unknown[]> {
  if (of.length === 0) return Promise.resolve([]);
  interpreter ??= new Interpreter();
  return interpreter.ask(JSON.stringify({ ask, of }));
}
