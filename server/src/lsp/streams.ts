import { connect } from "node:net";
import type { Readable, Writable } from "node:stream";

/** The two ways of a connection, as bytes. */
export interface Streams {
  readonly input: Readable;
  readonly output: Writable;
}

/**
 * The connection that a command line names: `--stdio`, or `--socket=PORT` and `--pipe=NAME`, at whose other end the
 * client listens. Undefined where it names none of these.
 */
export function streamsOf(args: readonly string[]): Streams | undefined {
  if (args.includes("--stdio")) return { input: process.stdin, output: process.stdout };
  const port = valueOf("--socket", args);
  const name = valueOf("--pipe", args);
  if (port === undefined && name === undefined) return undefined;
  const socket = name === undefined ? connect(Number(port), "127.0.0.1") : connect(name);
  return { input: socket, output: socket };
}

/** `--name VALUE` or `--name=VALUE`. */
function valueOf(name: string, args: readonly string[]): string | undefined {
  const at = args.findIndex((one) => one === name || one.startsWith(`${name}=`));
  return args[at] === name ? args[at + 1] : args[at]?.slice(name.length + 1);
}
