import type { PythonParser } from "../../server/src/syntax/parser";
import { Generator } from "./generate";
import { Random } from "./random";
import type { Step } from "./steps";
import { type Counts, Subject } from "./subject";
import { randomText } from "./texts";

/** A step, and whether what is found is looked at after it. */
export interface Taken {
  readonly step: Step;
  readonly look: boolean;
}

/** All that is needed to play a session again. */
export interface Replay {
  readonly text: string;
  readonly steps: readonly Taken[];
}

export interface Failure extends Replay {
  readonly seed: number;
  readonly message: string;
}

/** Steps that are made up as the text goes. Returns how it failed, cut down to what it takes. */
export function runSession(parser: PythonParser, seed: number, length: number, counts: Counts): Failure | undefined {
  const random = new Random(seed);
  const text = randomText(random);
  const generator = new Generator(random);
  const steps: Taken[] = [];
  try {
    const subject = new Subject(parser, text, counts);
    for (let i = 0; i < length; i++) {
      const taken = { step: generator.next(subject.text), look: generator.looks() };
      steps.push(taken);
      take(subject, taken);
    }
    finish(subject);
    return undefined;
  } catch (error) {
    const small = shrink(parser, { text, steps });
    return { seed, ...small, message: failureOf(parser, small) ?? describe(error) };
  }
}

function take(subject: Subject, { step, look }: Taken): void {
  subject.take(step);
  if (look) subject.compare();
}

function finish(subject: Subject): void {
  subject.settle();
  subject.compare();
}

/** What goes wrong in a session that is played again; undefined where nothing does. */
export function failureOf(parser: PythonParser, { text, steps }: Replay): string | undefined {
  try {
    const subject = new Subject(parser, text, new Map());
    for (const taken of steps) take(subject, taken);
    finish(subject);
    return undefined;
  } catch (error) {
    return describe(error);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** So many tries make a session small enough to be read. */
const MOST_TRIES = 1500;

/** Leaves out steps, then lines of the text, as long as something still goes wrong. */
export function shrink(parser: PythonParser, replay: Replay): Replay {
  let tries = 0;
  const fails = (some: Replay): boolean => tries++ < MOST_TRIES && failureOf(parser, some) !== undefined;
  const steps = reduced(replay.steps, (some) => fails({ text: replay.text, steps: some }));
  const lines = reduced(replay.text.split(/(?<=\n)/), (some) => fails({ text: some.join(""), steps }));
  const text = lines.join("");
  return { text, steps: reduced(steps, (some) => fails({ text, steps: some })) };
}

/** Takes out of a list what isn't needed: halves of it first, single items in the end. */
function reduced<T>(items: readonly T[], holds: (items: readonly T[]) => boolean): readonly T[] {
  let left = items;
  for (let size = Math.ceil(items.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < left.length;) {
      const without = [...left.slice(0, at), ...left.slice(at + size)];
      if (holds(without)) left = without;
      else at += size;
    }
  }
  return left;
}
