import {
  entriesBelow,
  entriesIn,
  entryAt,
  hasPath,
  type TomlEntry,
  type TomlFile,
  type TomlRange,
  type TomlValue,
} from "./toml";
import { nearest } from "./nearest";
import { briefly } from "./briefly";

/** Least first. */
export const SEVERITIES = ["hint", "information", "warning", "error"] as const;
export type Severity = (typeof SEVERITIES)[number];

export const HTTP_CLIENTS = ["httpx", "httpx2", "aiohttp"] as const;
/** The client that calls of synchronous HTTP libraries are moved to. */
export type HttpClient = (typeof HTTP_CLIENTS)[number];

/** What one place (the project, the editor, the command line) decides; what it leaves out is left to the others. */
export interface Configuration {
  /** The rules that run; all when undefined, and where none of these is one. */
  readonly select?: readonly string[];
  readonly ignore?: readonly string[];
  readonly severity?: Readonly<Record<string, Severity | "off">>;
  /** Files that are not checked, as patterns of .gitignore. */
  readonly exclude?: readonly string[];
  /**
   * Files that are tests, and all that are; files that are scripts or examples beside those known by their names. As
   * patterns of .gitignore.
   */
  readonly testPaths?: readonly string[];
  readonly scriptPaths?: readonly string[];
  readonly defaultTimeout?: number;
  readonly httpClient?: HttpClient | "auto";
  /** Megabytes. */
  readonly maxFileSize?: number;
  readonly lineLength?: number;
}

/** A rule's name that the configuration mentions. */
export interface RuleMention extends TomlRange {
  readonly name: string;
  /** How a name is written in its place: quoted, or as a key. */
  readonly write: (name: string) => string;
}

export interface ConfigurationProblem extends TomlRange {
  readonly message: string;
  /** What should stand there instead. */
  readonly replacement?: string;
}

export interface ReadConfiguration {
  /** Undefined where the file has no such section. */
  readonly configuration: Configuration | undefined;
  readonly mentions: readonly RuleMention[];
  readonly problems: readonly ConfigurationProblem[];
}

const SECTION = ["tool", "async-skill"] as const;
const KEYS = [
  "select",
  "ignore",
  "severity",
  "exclude",
  "test-paths",
  "script-paths",
  "default-timeout",
  "http-client",
  "max-file-size",
  "line-length",
] as const;
export type ConfigurationKey = (typeof KEYS)[number];

/**
 * Reads `[tool.async-skill]`. What has a wrong type or value is told and left out; whether rules exist is not known
 * here.
 */
export function readConfiguration(file: TomlFile): ReadConfiguration {
  if (!hasPath(file, SECTION)) return { configuration: undefined, mentions: [], problems: [] };
  return new ConfigurationReader(file).read();
}

class ConfigurationReader {
  readonly #file: TomlFile;
  readonly #mentions: RuleMention[] = [];
  readonly #problems: ConfigurationProblem[] = [];

  constructor(file: TomlFile) {
    this.#file = file;
  }

  read(): ReadConfiguration {
    const section = entryAt(this.#file, SECTION);
    if (section !== undefined && section.value.kind !== "table")
      this.#wrong(section.value, "tool.async-skill has to be a table");
    let configuration: Configuration = {};
    for (const entry of entriesIn(this.#file, SECTION)) {
      const key = KEYS.find((one) => one === entry.path.at(-1));
      if (key === undefined) this.#unknownKey(entry);
      else configuration = { ...configuration, ...this.#setting(key, entry.value) };
    }
    this.#tables();
    const severity = this.#severities();
    if (severity !== undefined) configuration = { ...configuration, severity };
    return { configuration, mentions: this.#mentions, problems: this.#problems };
  }

  #setting(key: ConfigurationKey, value: TomlValue): Configuration {
    switch (key) {
      case "select": {
        const select = this.#rules(key, value);
        return select === undefined ? {} : { select };
      }
      case "ignore": {
        const ignore = this.#rules(key, value);
        return ignore === undefined ? {} : { ignore };
      }
      case "exclude": {
        const exclude = this.#patterns(key, value);
        return exclude === undefined ? {} : { exclude };
      }
      case "test-paths": {
        const testPaths = this.#patterns(key, value);
        return testPaths === undefined ? {} : { testPaths };
      }
      case "script-paths": {
        const scriptPaths = this.#patterns(key, value);
        return scriptPaths === undefined ? {} : { scriptPaths };
      }
      case "severity":
        if (value.kind !== "table") this.#wrong(value, "severity has to be a table of rules");
        return {};
      case "default-timeout":
        if (isAboveZero(value)) return { defaultTimeout: value.value };
        return this.#wrong(value, "default-timeout has to be a number of seconds above 0");
      case "max-file-size":
        if (isAboveZero(value)) return { maxFileSize: value.value };
        return this.#wrong(value, "max-file-size has to be a number of megabytes above 0");
      case "line-length":
        if (isLineLength(value)) return { lineLength: value.value };
        return this.#wrong(value, "line-length has to be a whole number above 0");
      case "http-client":
        return this.#httpClient(value);
    }
  }

  #httpClient(value: TomlValue): Configuration {
    const known = [...HTTP_CLIENTS, "auto"] as const;
    const client = value.kind === "string" ? known.find((one) => one === value.value) : undefined;
    if (client !== undefined) return { httpClient: client };
    return this.#wrong(value, `http-client has to be one of ${listed(known)}`, meant(value, known));
  }

  #rules(key: ConfigurationKey, value: TomlValue): readonly string[] | undefined {
    const items = this.#strings(key, value);
    for (const item of items ?? [])
      this.#mentions.push({
        name: item.value,
        start: item.start,
        end: item.end,
        write: (name) => JSON.stringify(name),
      });
    return items?.map((item) => item.value);
  }

  #patterns(key: ConfigurationKey, value: TomlValue): readonly string[] | undefined {
    return this.#strings(key, value)?.map((item) => item.value);
  }

  #strings(key: ConfigurationKey, value: TomlValue): readonly (TomlValue & { readonly kind: "string" })[] | undefined {
    if (value.kind !== "array") {
      this.#wrong(
        value,
        `${key} has to be a list`,
        value.kind === "string" ? `[${this.#file.text.slice(value.start, value.end)}]` : undefined,
      );
      return undefined;
    }
    return value.items.flatMap((item) => {
      if (item.kind === "string") return [item];
      this.#wrong(item, `${key} holds strings only`);
      return [];
    });
  }

  #severities(): Readonly<Record<string, Severity | "off">> | undefined {
    const path = [...SECTION, "severity"];
    if (!hasPath(this.#file, path)) return undefined;
    const known = [...SEVERITIES, "off"] as const;
    const severities = new Map<string, Severity | "off">();
    for (const { path: at, key, value } of entriesIn(this.#file, path)) {
      const rule = at.at(-1) ?? "";
      this.#mentions.push({ name: rule, start: key.start, end: key.end, write: (name) => name });
      const severity = value.kind === "string" ? known.find((one) => one === value.value) : undefined;
      if (severity !== undefined) severities.set(rule, severity);
      else this.#wrong(value, `A severity is one of ${listed(known)}`, meant(value, known));
    }
    for (const { at } of this.#tablesIn(path)) this.#wrong(at, `A severity is one of ${listed(known)}`);
    return Object.fromEntries(severities);
  }

  /** Tables where a setting is no table, and those of settings that don't exist. */
  #tables(): void {
    for (const { name, at } of this.#tablesIn(SECTION)) {
      const key = KEYS.find((one) => one === name);
      if (key === undefined) this.#wrong(at, `There is no setting ${briefly(name)}`);
      else this.#setting(key, { kind: "table", ...at });
    }
  }

  /**
   * What stands directly below a path as a table, by a header or by dotted keys: each once, with the first place that
   * says so.
   */
  #tablesIn(path: readonly string[]): readonly { readonly name: string; readonly at: TomlRange }[] {
    const values = new Set(entriesIn(this.#file, path).map((entry) => entry.path.at(-1)));
    const places = [
      ...this.#file.tables.map((table) => ({ path: table.path, at: table.header })),
      ...entriesBelow(this.#file, path).map((entry) => ({ path: entry.path, at: entry.key })),
    ];
    const found = new Map<string, TomlRange>();
    for (const place of places) {
      const name = place.path[path.length];
      const isBelow = path.every((part, i) => place.path[i] === part);
      if (isBelow && name !== undefined && !values.has(name) && !found.has(name)) found.set(name, place.at);
    }
    return [...found].map(([name, at]) => ({ name, at }));
  }

  #unknownKey({ path, key }: TomlEntry): void {
    const name = path.at(-1) ?? "";
    const close = nearest(name, KEYS);
    this.#wrong(key, `There is no setting ${briefly(name)}`, close);
  }

  #wrong(at: TomlRange, message: string, replacement?: string): Record<string, never> {
    this.#problems.push({
      start: at.start,
      end: at.end,
      message,
      ...(replacement === undefined ? {} : { replacement }),
    });
    return {};
  }
}

function isAboveZero(value: TomlValue): value is TomlValue & { readonly kind: "number" } {
  return value.kind === "number" && value.value > 0 && Number.isFinite(value.value);
}

function isLineLength(value: TomlValue): value is TomlValue & { readonly kind: "number" } {
  return isAboveZero(value) && Number.isInteger(value.value);
}

function listed(values: readonly string[]): string {
  return `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}

function meant(value: TomlValue, known: readonly string[]): string | undefined {
  const close = value.kind === "string" ? nearest(value.value, known) : undefined;
  return close === undefined ? undefined : JSON.stringify(close);
}
