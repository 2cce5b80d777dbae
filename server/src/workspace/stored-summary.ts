import type { LoopOfModule } from "../model/loop-of-module";
import type { Condition, Given, GivenValue, Word } from "../model/given";
import type { Stall } from "../model/library/row";
import type { Reference } from "../model/reference";
import type {
  AwaitSummary,
  CallSummary,
  ClassSummary,
  FunctionSummary,
  ModuleSummary,
  SummaryRange,
} from "../model/summary";
import type { TaskKeeper } from "../model/task-keeper";
import type { ThreadWrapper } from "../model/summary";
import type { ThroughSelf } from "../model/ways";
import type { Kept } from "./host";

/** The summary of a text, worked out where it isn't kept. */
export function keptSummary(
  question: string,
  of: string,
  kept: Kept | undefined,
  make: () => ModuleSummary | undefined,
): ModuleSummary | undefined {
  if (kept === undefined) return make();
  const known = kept.find(question, of);
  const read = known === undefined ? undefined : readSummary(known);
  if (read !== undefined) return read;
  const summary = make();
  if (summary !== undefined) kept.keep(question, of, storedSummary(summary));
  return summary;
}

/** A summary as a text that can be kept. */
export function storedSummary(summary: ModuleSummary): string {
  // A name that nobody is sure of is there all the same: what JSON has nothing for would be left out.
  return JSON.stringify(summary, (_key, value: unknown) => (value === undefined ? null : value));
}

/**
 * The summary that such a text tells, each part of it looked at: anybody may have written it. Undefined where it is
 * none.
 */
export function readSummary(text: string): ModuleSummary | undefined {
  try {
    return summaryIn(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Takes a part of what was read for what it has to be; throws where it isn't that. */
type Read<T> = (value: unknown) => T;

class Unfit extends Error {
  override readonly name = "Unfit";
}

const text: Read<string> = (value) => {
  if (typeof value !== "string") throw new Unfit();
  return value;
};

const flag: Read<boolean> = (value) => {
  if (typeof value !== "boolean") throw new Unfit();
  return value;
};

const count: Read<number> = (value) => {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw new Unfit();
  return value;
};

function oneOf<T extends string>(words: Readonly<Record<T, true>>): Read<T> {
  return (value) => {
    if (typeof value !== "string" || !isIn(value, words)) throw new Unfit();
    return value;
  };
}

/** One of some words, or a text of the code behind a sign. */
function wordOr<T extends string, Sign extends string>(read: Read<T>, sign: Sign): Read<T | `${Sign}${string}`> {
  return (value) => (typeof value === "string" && value.startsWith(sign) ? (value as `${Sign}${string}`) : read(value));
}

function isIn<T extends string>(word: string, words: Readonly<Record<T, true>>): word is T {
  return Object.hasOwn(words, word);
}

function maybe<T>(read: Read<T>): Read<T | undefined> {
  return (value) => (value === null ? undefined : read(value));
}

function listOf<T>(read: Read<T>): Read<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value)) throw new Unfit();
    return value.map((one) => read(one));
  };
}

function entriesOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Unfit();
  return value as Readonly<Record<string, unknown>>;
}

function recordOf<T>(read: Read<T>): Read<Readonly<Record<string, T>>> {
  return (value) => Object.fromEntries(Object.entries(entriesOf(value)).map(([key, one]) => [key, read(one)]));
}

/** What has these fields, all of them, and no others. */
function shapeOf<T extends object>(fields: { readonly [Name in keyof T]-?: Read<T[Name]> }): Read<T> {
  const reads = Object.entries<Read<unknown>>(fields);
  return (value) => {
    const found = entriesOf(value);
    // That every field is read as what it has to be is what the parameter's type says.
    return Object.fromEntries(
      reads.map(([name, read]) => [name, read(Object.hasOwn(found, name) ? found[name] : null)]),
    ) as T;
  };
}

const reference: Read<Reference> = text;

const place = shapeOf<SummaryRange["start"]>({ line: count, character: count });

const constant = wordOr(oneOf<"true" | "false" | "none">({ true: true, false: true, none: true }), "=");
const givenValue = wordOr(
  oneOf<Exclude<GivenValue, Word>>({ true: true, false: true, none: true, something: true, unknown: true }),
  "=",
);

const range = shapeOf<SummaryRange>({ start: place, end: place });

const condition = shapeOf<Condition>({
  parameter: text,
  position: maybe(count),
  is: wordOr(
    wordOr(
      oneOf<"true" | "false" | "none" | "not none">({ true: true, false: true, none: true, "not none": true }),
      "=",
    ),
    "!=",
  ),
  standard: maybe(constant),
});

const stall = oneOf<Stall>({
  http: true,
  sleep: true,
  file: true,
  filesystem: true,
  subprocess: true,
  input: true,
  network: true,
  database: true,
  wait: true,
  cpu: true,
  "text file": true,
  "hashed file": true,
  "second loop": true,
});

const call = shapeOf<CallSummary>({
  range,
  way: oneOf<CallSummary["way"]>({ call: true, with: true, iterate: true, read: true }),
  callee: text,
  blocks: maybe(stall),
  to: maybe(reference),
  self: maybe(shapeOf<ThroughSelf>({ member: maybe(text) })),
  seldom: flag,
  when: listOf(condition),
  given: maybe(shapeOf<Given>({ positions: listOf(givenValue), keywords: recordOf(givenValue) })),
  holder: maybe(text),
});

const reliance = listOf(listOf(reference));

const functionSummary = shapeOf<FunctionSummary>({
  kind: oneOf({ function: true }),
  async: flag,
  generator: flag,
  plain: flag,
  abstract: flag,
  wrappers: listOf(shapeOf<FunctionSummary["wrappers"][number]>({ by: reference, made: flag })),
  decorates: maybe(shapeOf<NonNullable<FunctionSummary["decorates"]>>({ made: flag, wrapper: maybe(reference) })),
  manager: flag,
  property: flag,
  returns: maybe(reference),
  calls: listOf(call),
  starts: flag,
  awaits: listOf(shapeOf<AwaitSummary>({ to: reference, alone: flag, repeated: flag })),
  waitsBy: maybe(reliance),
  hook: flag,
  failsBy: maybe(reliance),
  losesBy: maybe(reliance),
  declared: maybe(shapeOf<NonNullable<FunctionSummary["declared"]>>({ async: flag, returns: maybe(reference) })),
  bound: maybe(text),
  keepsTask: maybe(oneOf<TaskKeeper>({ "by name": true, "by object": true })),
  twin: maybe(text),
  threads: maybe(
    shapeOf<ThreadWrapper>({
      takes: oneOf<ThreadWrapper["takes"]>({ "all arguments": true, positions: true }),
      leads: count,
      keeps: listOf(text),
      only: flag,
      by: maybe(shapeOf<NonNullable<ThreadWrapper["by"]>>({ to: reference, leads: count })),
    }),
  ),
});

const classSummary = shapeOf<ClassSummary>({
  kind: oneOf({ class: true }),
  bases: listOf(maybe(reference)),
  made: oneOf<ClassSummary["made"]>({ plain: true, "by fields": true, unknown: true }),
  metaclass: flag,
  leftOpen: maybe(shapeOf<NonNullable<ClassSummary["leftOpen"]>>({ type: text, range })),
  members: recordOf(maybe(reference)),
});

const summaryIn = shapeOf<ModuleSummary>({
  names: recordOf(maybe(reference)),
  symbols: recordOf((value): FunctionSummary | ClassSummary =>
    entriesOf(value)["kind"] === "class" ? classSummary(value) : functionSummary(value),
  ),
  programs: listOf(reference),
  loop: oneOf<LoopOfModule>({ own: true, library: true, unknown: true }),
  makesTasks: flag,
  stars: listOf(text),
  starsBehind: recordOf(count),
  all: maybe(listOf(text)),
  allOf: listOf(reference),
});
