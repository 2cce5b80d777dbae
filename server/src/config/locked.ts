import { normalizeName, requirementName, specifierOf, versionOf } from "./requirements";

/**
 * What a project says of the versions of its libraries, by name: `3.11.0`, a bound like `>=3.11`, or nothing where it
 * names them alone.
 */
export type Locked = Readonly<Record<string, string>>;

/** The files that say which versions are installed, those of another tool behind each other. */
export const LOCKFILES = ["requirements.txt", "Pipfile.lock", "pdm.lock", "poetry.lock", "uv.lock"] as const;

/** Reads one of them. What can't be read says nothing. */
export function readLocked(name: (typeof LOCKFILES)[number], text: string): Locked {
  switch (name) {
    case "requirements.txt":
      return collect(requirementsIn(text));
    case "Pipfile.lock":
      return collect(pipenvPackages(text));
    default:
      return collect(packagesIn(text));
  }
}

/**
 * Whether a library is as new as a version; undefined where nobody says. A lower bound may be met by any newer one.
 */
export function isAsNew(locked: Locked, library: string, since: string): boolean | undefined {
  const said = Object.hasOwn(locked, library) ? locked[library]! : "";
  const numbers = /^(?:>=)?(\d+(?:\.\d+)*)/.exec(said)?.[1];
  if (numbers === undefined) return undefined;
  const isNewer = compare(numbers, since) >= 0;
  return isNewer || !said.startsWith(">=") ? isNewer : undefined;
}

type Package = readonly [name: string, version: string];

/** One that is told of several times, with other versions for other systems, has none. */
function collect(packages: Iterable<Package>): Locked {
  const found = new Map<string, string>();
  for (const [name, version] of packages) {
    const known = found.get(name);
    found.set(name, known === undefined || known === version ? version : "");
  }
  return Object.fromEntries(found);
}

/** The lines of a requirements.txt. */
function* requirementsIn(text: string): Iterable<Package> {
  for (const line of linesOf(text)) {
    const name = /^\s*[-#]/.test(line) ? undefined : requirementName(line);
    if (name !== undefined && !line.includes("://")) yield [name, versionOf(specifierOf(line))];
  }
}

/** `[[package]]` with its `name` and `version`, as uv, Poetry and PDM write it. */
function* packagesIn(text: string): Iterable<Package> {
  let name: string | undefined;
  for (const line of linesOf(text)) {
    if (line.startsWith("[")) name = undefined;
    const said = /^(name|version) = "([^"]*)"/.exec(line);
    if (said?.[1] === "name") name = normalizeName(said[2]!);
    else if (said !== null && name !== undefined) yield [name, said[2]!];
  }
}

function* pipenvPackages(text: string): Iterable<Package> {
  for (const section of ["default", "develop"]) {
    for (const [name, entry] of Object.entries(member(parsed(text), section) ?? {})) {
      const version = member(entry, "version");
      yield [normalizeName(name), typeof version === "string" ? versionOf(version) : ""];
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\n|\r(?!\n)/);
}

function compare(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number)) as [number[], number[]];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
