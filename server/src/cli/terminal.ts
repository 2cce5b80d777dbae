/** The only way out: what is printed, where one stands, and what is piped in. */
export interface Terminal {
  readonly cwd: string;
  /** Whether standard output, and standard error, show colours. */
  readonly colors: { readonly out: boolean; readonly err: boolean };
  /** Results, which may be piped on. */
  readonly out: (text: string | Uint8Array) => void;
  /** What people should know besides. */
  readonly err: (text: string) => void;
  readonly readStdin: () => Promise<Uint8Array>;
}

export function processTerminal(): Terminal {
  quietWhenPipeCloses(process.stdout);
  quietWhenPipeCloses(process.stderr);
  return {
    cwd: process.cwd(),
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

/** Whoever reads us may stop when he has enough, as `head` does: that is no mistake. */
function quietWhenPipeCloses(stream: NodeJS.WriteStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
}

function wantsColors(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") return FORCE_COLOR !== "0";
  return stream.isTTY && TERM !== "dumb";
}
