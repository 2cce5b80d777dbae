/**
 * A program that hangs in its own turns time and again, and prints what came of it, and of all that waited meanwhile.
 */
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { OwnTurns } from "../../server/src/limits/own-turns";
import { TimeLimitError } from "../../server/src/limits/time-limit-error";
import { HANGS } from "./hangs";

const LIMIT = 50;
const ROUNDS = 5;
const BORDERLINE = 60;

const turns = new OwnTurns(LIMIT);
turns.watchBy(pathToFileURL(path.join(__dirname, "server.watchdog.js")));

/** One of each kind of what Node puts off; all are lost where Node itself is ended in the middle of them. */
const waiting = (): readonly Promise<unknown>[] => [
  new Promise((resolve) => setImmediate(resolve)),
  new Promise((resolve) => setTimeout(resolve, 3)),
  new Promise((resolve) => process.nextTick(resolve)),
  new Promise((resolve) => queueMicrotask(() => resolve(undefined))),
  Promise.resolve().then(async () => Promise.resolve()),
];

async function endEach(): Promise<number> {
  let ended = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (const hang of Object.values(HANGS)) {
      const others = [...waiting()];
      const work = (): void => {
        others.push(...waiting());
        hang();
      };
      const after = turns.do(() => "well");
      const end = await turns.do(work).catch((error: unknown) => error);
      if (end instanceof TimeLimitError && (await after) === "well" && (await turns.do(() => "well")) === "well")
        ended++;
      await Promise.all(others);
    }
  }
  return ended;
}

/**
 * Work that is done at about the moment at which it would be ended: either way it is told of once, and nobody else is
 * ended.
 */
async function endInTime(): Promise<number> {
  let told = 0;
  for (let time = 0; time < BORDERLINE; time++) {
    const until = performance.now() + LIMIT * (1 + (0.25 * (time % 20)) / 20);
    const work = (): void => {
      while (performance.now() < until);
    };
    await turns.do(work).then(
      () => told++,
      (error: unknown) => (told += error instanceof TimeLimitError ? 1 : 0),
    );
    await Promise.all(waiting());
  }
  return told;
}

async function run(): Promise<void> {
  const thrown = await turns
    .do(() => JSON.parse("{") as unknown)
    .catch((error: unknown) => error instanceof SyntaxError);
  const immediates: number[] = [];
  const endless = (): void => {
    immediates[0] = (immediates[0] ?? 0) + 1;
    setImmediate(endless);
  };
  setImmediate(endless);
  const timer = setInterval(() => {}, 5);
  const ended = await endEach();
  const told = await endInTime();
  const before = immediates[0]!;
  await new Promise((resolve) => setTimeout(resolve, 20));
  clearInterval(timer);
  process.stdout.write(
    JSON.stringify({
      thrown,
      ended: ended === ROUNDS * Object.keys(HANGS).length,
      told: told === BORDERLINE,
      on: immediates[0]! > before,
    }),
  );
  process.exit(0);
}

void run();
