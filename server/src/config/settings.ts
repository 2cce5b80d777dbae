import { type Configuration, type HttpClient, SEVERITIES, type Severity } from "./configuration";
import type { Locked } from "./locked";
import type { ProjectFacts } from "./pyproject";
import type { PathRole } from "./roles";

export { SEVERITIES };
export type { Configuration, HttpClient, Severity };

/** What the user and the project decide, for one file. */
export interface Settings {
  /** Severities that differ from the rules' own, by rule. */
  readonly severity: Readonly<Record<string, Severity | "off">>;
  /** Seconds that a fix writes where a timeout is missing. */
  readonly defaultTimeout: number;
  readonly httpClient: HttpClient | "auto";
  /** Megabytes of Python that are looked at most in one file. */
  readonly maxFileSize: number;
  /** Characters a line should not exceed (ruff's or black's setting, else 88). */
  readonly lineLength: number;
  /** The oldest Python that the project supports, as [major, minor]; undefined when it doesn't say. */
  readonly python: readonly [number, number] | undefined;
  /** Whether that is no more than what the project's files name in passing, and nothing requires it. */
  readonly isPythonBySigns: boolean;
  /** Names of the project's dependencies, in lower case, `-` for `_`; undefined where nothing says them. */
  readonly dependencies: readonly string[] | undefined;
  /** Whether pyproject.toml says them, where a fix can add what it brings. */
  readonly addsDependencies: boolean;
  /** What the project's files say of the versions of libraries. */
  readonly locked: Locked;
  /** What the file's path says that it is for; undefined where it says nothing. */
  readonly role: PathRole | undefined;
}

export const DEFAULT_SETTINGS: Settings = {
  severity: {},
  defaultTimeout: 10,
  httpClient: "auto",
  maxFileSize: 4,
  lineLength: 88,
  python: undefined,
  isPythonBySigns: false,
  dependencies: undefined,
  addsDependencies: false,
  locked: {},
  role: undefined,
};

/** The rules that there are, as far as settings are concerned with them. */
export interface RuleCatalogue {
  readonly names: readonly string[];
  /** Those that run whatever is selected, unless they are ignored by name. */
  readonly always: readonly string[];
}

/**
 * The settings of a file: what its project says, then what others decide above it (the editor, the command line), the
 * last word coming last. A `select` answers the question which rules run anew, whatever was said before. One that names
 * no rule that there is counts as not there: a slip of the pen must not silence everything.
 *
 * @param role what the file's path says
 */
export function settingsFor(
  project: ProjectFacts,
  above: readonly Configuration[],
  rules: RuleCatalogue,
  role?: PathRole,
): Settings {
  const layers = [project.configuration, ...above];
  const last = <K extends keyof Configuration>(key: K): Configuration[K] | undefined =>
    layers.findLast((layer) => layer[key] !== undefined)?.[key];
  return {
    severity: severities(layers, rules),
    defaultTimeout: last("defaultTimeout") ?? DEFAULT_SETTINGS.defaultTimeout,
    httpClient: last("httpClient") ?? DEFAULT_SETTINGS.httpClient,
    maxFileSize: last("maxFileSize") ?? DEFAULT_SETTINGS.maxFileSize,
    lineLength: last("lineLength") ?? project.lineLength ?? DEFAULT_SETTINGS.lineLength,
    python: project.python ?? project.signs,
    isPythonBySigns: project.python === undefined && project.signs !== undefined,
    dependencies: project.dependencies,
    addsDependencies: project.addsDependencies,
    locked: project.locked,
    role,
  };
}

function severities(layers: readonly Configuration[], { names, always }: RuleCatalogue): Settings["severity"] {
  const known = new Set(names);
  const own = new Map<string, Severity>();
  const off = new Set<string>();
  for (const layer of layers) {
    const severity = Object.entries(layer.severity ?? {}).filter(([rule]) => known.has(rule));
    const select = layer.select?.filter((rule) => known.has(rule)) ?? [];
    const ignore = layer.ignore?.filter((rule) => known.has(rule)) ?? [];
    // A severity switches a rule on that a layer below has switched off, but selects nothing within its own.
    for (const [rule, value] of severity) {
      if (value !== "off") {
        own.set(rule, value);
        off.delete(rule);
      }
    }
    if (select.length > 0) {
      for (const rule of names) if (!always.includes(rule)) off.add(rule);
      for (const rule of select) off.delete(rule);
    }
    for (const [rule, value] of severity) if (value === "off") off.add(rule);
    for (const rule of ignore) off.add(rule);
  }
  return Object.fromEntries([...own, ...[...off].map((rule) => [rule, "off"] as const)]);
}
