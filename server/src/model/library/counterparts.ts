import { normalizeName } from "../../config/requirements";
import { allRows } from "./index";
import { UNDERLYING_MODULES } from "./modules";
import { STANDARD_MODULES } from "./standard-modules";

/**
 * A library whose calls block, and those that do the same in async code, best first; by the modules that are imported.
 */
export interface Counterparts {
  readonly module: string;
  readonly isHttpClient: boolean;
  readonly twins: readonly string[];
}

/** What modules are installed by that isn't called like them. */
const DISTRIBUTIONS: Readonly<Record<string, string>> = {
  "psycopg2-binary": "psycopg2",
  mysqlclient: "MySQLdb",
  "websocket-client": "websocket",
};

/** Nobody has chosen these: they come with Python, or with what is built on them. */
const NOT_CHOSEN: ReadonlySet<string> = new Set([...STANDARD_MODULES, ...UNDERLYING_MODULES]);

const byDistribution = new Map<string, Counterparts>();
for (const library of libraries()) byDistribution.set(distributionOf(library.module), library);
for (const [distribution, module] of Object.entries(DISTRIBUTIONS)) {
  const library = byDistribution.get(distributionOf(module));
  if (library !== undefined) byDistribution.set(distribution, library);
}

/**
 * What is known of a distribution, by its name as indexes compare it; undefined where its calls don't block, or it has
 * async ones of its own.
 */
export function counterpartsOf(distribution: string): Counterparts | undefined {
  return byDistribution.get(distribution);
}

/** What a module of the table is installed by. */
export function distributionOf(module: string): string {
  return normalizeName(module);
}

function libraries(): readonly Counterparts[] {
  const found = new Map<string, { isHttpClient: boolean; readonly twins: Set<string> }>();
  for (const { name, blocks, twins } of allRows()) {
    const module = topOf(name);
    if (
      twins === undefined ||
      (blocks !== "http" && blocks !== "network" && blocks !== "database") ||
      NOT_CHOSEN.has(module)
    )
      continue;
    const library = found.get(module) ?? { isHttpClient: false, twins: new Set() };
    library.isHttpClient ||= blocks === "http";
    for (const twin of twins) library.twins.add(topOf(twin));
    found.set(module, library);
  }
  return [...found].flatMap(([module, { isHttpClient, twins }]) =>
    twins.has(module) ? [] : [{ module, isHttpClient, twins: [...twins] }],
  );
}

function topOf(name: string): string {
  return name.split(".", 1)[0]!;
}
