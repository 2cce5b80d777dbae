/** npm run fuzz: follows files over random steps, and holds them against files just opened. */
import * as fs from "node:fs";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";
import { PythonParser } from "../../server/src/syntax/parser";
import { failureOf, type Replay, runSession } from "./session";
import type { Counts } from "./subject";

const USAGE = `npm run fuzz -- [--seed N] [--steps N | --seconds S] [--length N] [--replay FILE]
  --seed     the first session's seed; each further session takes the next (1)
  --steps    how many steps to take in all
  --seconds  for how long to take steps (30)
  --length   how many steps a session has (60)
  --replay   plays what a failure has printed again`;

async function run(): Promise<number> {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    options: { seed: text, steps: text, seconds: text, length: text, replay: text, help: { type: "boolean" } },
  });
  if (values.help === true) {
    print(USAGE);
    return 0;
  }
  const require = createRequire(__filename);
  const read = (name: string): Uint8Array => fs.readFileSync(require.resolve(name));
  const parser = await PythonParser.load({
    runtime: read("web-tree-sitter/web-tree-sitter.wasm"),
    grammar: read("tree-sitter-python/tree-sitter-python.wasm"),
  });
  if (values.replay !== undefined) return replay(parser, values.replay);
  const length = Number(values.length ?? 60);
  const most = values.steps === undefined ? Number.POSITIVE_INFINITY : Number(values.steps);
  const until =
    values.steps === undefined ? performance.now() + Number(values.seconds ?? 30) * 1000 : Number.POSITIVE_INFINITY;
  const counts: Counts = new Map();
  let seed = Number(values.seed ?? 1);
  let steps = 0;
  let failures = 0;
  for (; steps < most && performance.now() < until; seed++) {
    const failure = runSession(parser, seed, length, counts);
    steps += length;
    if (steps % (length * 200) === 0) print(`${steps} steps`);
    if (failure === undefined) continue;
    failures++;
    print(
      `\nseed ${failure.seed}: ${failure.message}\nreplay: ${JSON.stringify({ text: failure.text, steps: failure.steps } satisfies Replay)}`,
    );
  }
  print(
    `\n${[...counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([what, count]) => `${what}: ${count}`)
      .join("\n")}`,
  );
  print(
    `\n${steps} steps, seeds up to ${seed - 1}: ${failures === 0 ? "as just opened after each" : `${failures} sessions failed`}`,
  );
  return failures === 0 ? 0 : 1;
}

function replay(parser: PythonParser, file: string): number {
  const message = failureOf(parser, JSON.parse(fs.readFileSync(file, "utf8")) as Replay);
  print(message ?? "nothing goes wrong");
  return message === undefined ? 0 : 1;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

void run().then((code) => (process.exitCode = code));
