import { detached } from "../../syntax/detached";
import { applicationRows } from "./applications";
import { asyncApiRows } from "./async-apis";
import { asyncClientRows } from "./async-clients";
import { asyncDatabaseRows } from "./async-databases";
import { asyncFileRows } from "./async-files";
import { asyncioRows } from "./asyncio";
import { botoRows } from "./boto";
import { builtins } from "./builtins";
import { cpuRows } from "./cpu";
import { databaseRows } from "./database";
import { pymongo } from "./pymongo";
import { redis } from "./redis";
import { filesRows } from "./files";
import { http } from "./http";
import { requests } from "./requests";
import { networkRows } from "./network";
import { ownLoopRows } from "./own-loops";
import { pydanticRows } from "./pydantic";
import { streamRows } from "./streams";
import { structuredRows } from "./structured";
import { subprocessRows } from "./subprocess";
import { taskScopeRows } from "./task-scopes";
import { taskRows } from "./tasks";
import { timeoutRows } from "./timeouts";
import { waitingRows } from "./waiting";
import type { Library, Row } from "./row";

export type { Row, Timeout } from "./row";

const LIBRARIES: readonly Library[] = [
  builtins,
  asyncioRows,
  taskRows,
  taskScopeRows,
  structuredRows,
  asyncClientRows,
  asyncDatabaseRows,
  asyncFileRows,
  asyncApiRows,
  filesRows,
  http,
  requests,
  subprocessRows,
  networkRows,
  botoRows,
  databaseRows,
  redis,
  pymongo,
  waitingRows,
  ownLoopRows,
  cpuRows,
  streamRows,
  pydanticRows,
  timeoutRows,
  applicationRows,
];

const rows = new Map<string, Row>();
const aliases = new Map<string, string>();
for (const library of LIBRARIES) {
  for (const row of library.rows) {
    // What is known of one name may be told from several sides, each in its own file.
    rows.set(row.name, { ...rows.get(row.name), ...row });
  }
  for (const [other, documented] of Object.entries(library.aliases ?? {})) aliases.set(other, documented);
}

/** All rows, for tests and generated documents. */
export function allRows(): readonly Row[] {
  return [...rows.values()];
}

/** Other names with the documented ones that they stand for; a class or module stands for all below it. */
export function allAliases(): readonly (readonly [string, string])[] {
  return [...aliases];
}

const modules = new Set([...rows.keys(), ...aliases.keys()].map((name) => name.split(".", 1)[0]!));

/** Whether the table speaks of anything in a module, by its first name. */
export function isInTable(module: string): boolean {
  return modules.has(module);
}

const hooks = new Set([...rows.values()].flatMap((row) => row.startsIn ?? []));

/** The words that any hook of an application is told of by: `on_cleanup` of `on_cleanup.append`. */
export const HOOK_WORDS: ReadonlySet<string> = new Set(
  [...rows.values()].flatMap((row) => (row.hooks ?? []).map(({ name }) => name.split(".", 1)[0]!)),
);

/** Whether frameworks call functions of this name as what they run is there. */
export function isStartupHook(name: string): boolean {
  return hooks.has(name);
}

/** More names than a file has; then the answers are worked out anew, so that memory stays small. */
const MOST_ANSWERS = 20_000;

/** Answers to questions that are asked again at every keystroke. */
class Answers<T> {
  readonly #known = new Map<string, T>();

  constructor(readonly find: (name: string) => T) {}

  get(name: string): T {
    if (this.#known.has(name)) return this.#known.get(name)!;
    if (this.#known.size >= MOST_ANSWERS) this.#known.clear();
    // Answers outlive the text that the name was read in.
    const own = detached(name);
    const answer = this.find(own);
    this.#known.set(own, answer);
    return answer;
  }
}

const canonicalNames = new Answers(findCanonicalName);
const foundRows = new Answers(findRow);

/** The documented name of something that can be reached under several. */
export function canonicalName(name: string): string {
  return canonicalNames.get(name);
}

/** What is known of a dotted name; a method is also found through the bases of its class. */
export function libraryRow(name: string): Row | undefined {
  return foundRows.get(name);
}

function findCanonicalName(name: string): string {
  for (let end = name.length; end > 0; end = name.lastIndexOf(".", end - 1)) {
    const documented = aliases.get(name.slice(0, end));
    if (documented !== undefined) return documented + name.slice(end);
  }
  return name;
}

function findRow(name: string): Row | undefined {
  const canonical = canonicalName(name);
  const direct = rows.get(canonical);
  if (direct !== undefined) return direct;
  const dot = canonical.lastIndexOf(".");
  if (dot < 0) return undefined;
  const owner = rows.get(canonical.slice(0, dot));
  for (const base of owner?.bases ?? []) {
    const inherited = libraryRow(base + canonical.slice(dot));
    if (inherited !== undefined) return inherited;
  }
  // A row may stand for every member of a class.
  const every = rows.get(`${canonical.slice(0, dot)}.*`);
  return every === undefined || canonical.endsWith("__") ? undefined : { ...every, name: canonical };
}
