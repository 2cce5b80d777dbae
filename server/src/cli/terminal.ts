import { writeSync } from "node:fs";
import { EXIT, UsageError } from "./exit";
import { reasonOf } from "../files/problem";

/** The only way out: what is printed, where one stands, and what is piped in. */
export interface Terminal {
  /** @throws UsageError where the folder is there no longer */
  readonly cwd: string;
  /** Whether people read standard output, rather than another program or a file. */
  readonly outIsTerminal: boolean;
  /** Whether standard output, and standard error, show colours. */
  readonly colors: { readonly out: boolean; readonly err: boolean };
  /** Results, which may be piped on. */
  readonly out: (text: string | Uint8Array) => void;
  /** What people should know besides. */
  readonly err: (text: string) => void;
  readonly readStdin: () => Promise<Uint8Array>;
}

export function processTerminal(): Terminal {
  endWhenClosed(process.stdout);
  endWhenClosed(process.stderr);
  return {
    get cwd() {
      return currentFolder();
    },
    outIsTerminal: process.stdout.isTTY,
    colors: { out: wantsColors(process.stdout), err: wantsColors(process.stderr) },
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    readStdin: async () => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
      return Buffer.concat(chunks);
    },
  };
}

/**
 * Whoever reads us may stop when he has enough, as `head` does: that is no mistake. Anything else that can't be told,
 * as on a full disk, is: whoever counts on the result must not take it for "no findings".
 */
function endWhenClosed(stream: NodeJS.WriteStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    if (stream !== process.stderr) tellAtOnce(`error: the results can't be written: ${reasonOf(error)}\n`);
    process.exit(EXIT.trouble);
  });
}

/** The process ends before anything else is written. */
function tellAtOnce(text: string): void {
  try {
    writeSync(process.stderr.fd, text);
  } catch {
    // There is nowhere left to tell it; the exit code does.
  }
}

function currentFolder(): string {
  try {
    return process.cwd();
  } catch (error) {
    throw new UsageError(`the current folder can't be found: ${reasonOf(error)}`);
  }
}

function wantsColors(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") return FORCE_COLOR !== "0";
  return stream.isTTY && TERM !== "dumb";
}
