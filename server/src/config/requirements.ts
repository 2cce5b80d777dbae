import { entriesBelow, entriesIn, entryAt, hasPath, type TomlFile, type TomlRange, type TomlValue } from "./toml";

/** A declared dependency. */
export interface Requirement extends TomlRange {
  /** In lower case, with `-` for `_` and `.`. */
  readonly name: string;
  /** The version, a lower bound like `>=3.11`, or nothing. */
  readonly version: string;
  /** The list or table that it stands in, as in `project.dependencies`. */
  readonly group: string;
}

/** An older Python than these is not looked for: 3.x is compared by x alone. */
export type PythonVersion = readonly [number, number];

/** A distribution's name as indexes compare it (PEP 503). */
export function normalizeName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, "-");
}

/** The name at the beginning of a requirement like `httpx[http2]>=0.27; python_version > "3.8"`. */
export function requirementName(requirement: string): string | undefined {
  const name = /^\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)/.exec(requirement)?.[1];
  return name === undefined ? undefined : normalizeName(name);
}

/** What a specifier such as `==3.11.0`, `>=3.9,<4` or Poetry's `^3.9` says: the version, a lower bound, or nothing. */
export function versionOf(specifier: string): string {
  const exact = /^\s*={2,3}\s*v?(\d+(?:\.\d+)*)\s*$/.exec(specifier)?.[1];
  if (exact !== undefined) return exact;
  if (specifier.includes("|")) return "";
  const bound = /(?:^|,)\s*(?:>=|~=|\^|~|==)\s*v?(\d+(?:\.\d+)*)/.exec(specifier)?.[1];
  return bound === undefined ? "" : `>=${bound}`;
}

/** The specifier behind the name of a requirement: `>=3.9` of `aiohttp[speedups]>=3.9; python_version > "3.8"`. */
export function specifierOf(requirement: string): string {
  const [bare = ""] = requirement.split(/[;#\\]| --/, 1);
  const start = bare.includes("@") ? -1 : bare.search(/[=<>!~]/);
  return start < 0 ? "" : bare.slice(start).replace(")", "").trim();
}

const LISTS = [
  ["project", "dependencies"],
  ["tool", "uv", "dev-dependencies"],
] as const;
const TABLES_OF_LISTS = [
  ["project", "optional-dependencies"],
  ["dependency-groups"],
  ["tool", "pdm", "dev-dependencies"],
] as const;
const POETRY = ["tool", "poetry"] as const;

/** Every dependency that a pyproject.toml declares; undefined where it leaves them to something else. */
export function readRequirements(file: TomlFile): readonly Requirement[] | undefined {
  const dynamic = entryAt(file, ["project", "dynamic"])?.value;
  if (
    dynamic?.kind === "array" &&
    dynamic.items.some((item) => item.kind === "string" && item.value === "dependencies")
  )
    return undefined;
  if (!hasPath(file, ["project"]) && !hasPath(file, POETRY) && !hasPath(file, ["dependency-groups"])) return undefined;
  const lists = [
    ...LISTS.map((path) => entryAt(file, path)),
    ...TABLES_OF_LISTS.flatMap((path) => entriesIn(file, path)),
  ];
  const declared = lists.flatMap((entry) => (entry === undefined ? [] : fromList(entry.value, entry.path.join("."))));
  return [...declared, ...fromPoetry(file)];
}

function fromList(list: TomlValue, group: string): readonly Requirement[] {
  if (list.kind !== "array") return [];
  return list.items.flatMap((item) => {
    const name = item.kind === "string" ? requirementName(item.value) : undefined;
    if (item.kind !== "string" || name === undefined) return [];
    return [{ name, version: versionOf(specifierOf(item.value)), group, start: item.start, end: item.end }];
  });
}

function fromPoetry(file: TomlFile): readonly Requirement[] {
  return entriesBelow(file, POETRY).flatMap((entry) => {
    const [, , ...rest] = entry.path;
    const inMain = rest.length === 2 && (rest[0] === "dependencies" || rest[0] === "dev-dependencies");
    const inGroup = rest.length === 4 && rest[0] === "group" && rest[2] === "dependencies";
    const name = rest.at(-1) ?? "";
    if ((!inMain && !inGroup) || name === "python") return [];
    const version = entry.value.kind === "string" ? versionOf(entry.value.value) : "";
    return [
      {
        name: normalizeName(name),
        version,
        group: entry.path.slice(0, -1).join("."),
        start: entry.key.start,
        end: entry.value.end,
      },
    ];
  });
}

/** The oldest Python that a pyproject.toml allows, as [major, minor], and where it says so. */
export function readPython(file: TomlFile): (TomlRange & { readonly version: PythonVersion }) | undefined {
  const value = (entryAt(file, ["project", "requires-python"]) ?? entryAt(file, [...POETRY, "dependencies", "python"]))
    ?.value;
  if (value?.kind !== "string") return undefined;
  const version = oldestPython(value.value);
  return version === undefined ? undefined : { version, start: value.start, end: value.end };
}

/**
 * The oldest version that meets a specifier like `>=3.9,<4` or Poetry's `^3.9 || ^4`; undefined without a lower bound.
 */
export function oldestPython(specifier: string): PythonVersion | undefined {
  // A number behind an upper bound is none, however far away it stands.
  const alternatives = specifier
    .replace(/([<>=!~^])\s+/g, "$1")
    .split("||")
    .map((alternative) => {
      const bounds = [...alternative.matchAll(/(>=|~=|===?|>|\^|~|(?<![<!=>~^.\d])(?=\d))\s*v?(\d+)(?:\.(\d+))?/g)];
      return bounds
        .map((bound): PythonVersion => [Number(bound[2]), Number(bound[3] ?? 0)])
        .sort(compareVersions)
        .at(-1);
    });
  return alternatives.some((one) => one === undefined)
    ? undefined
    : alternatives.flatMap((one) => (one === undefined ? [] : [one])).sort(compareVersions)[0];
}

export function compareVersions(a: PythonVersion, b: PythonVersion): number {
  return a[0] - b[0] || a[1] - b[1];
}
