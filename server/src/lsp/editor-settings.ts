import { pageOf, ruleNames } from "../analysis/pages";
import { type Configuration, DEFAULT_SETTINGS, type HttpClient, SEVERITIES, type Severity } from "../analysis/settings";
import { briefly } from "../config/briefly";
import { HTTP_CLIENTS } from "../config/configuration";

/** What the user has set in the editor. */
export interface EditorSettings {
  readonly enable: boolean;
  /** Only what differs from the defaults: an editor fills in those itself, and they must not hide what the project says. */
  readonly configuration: Configuration;
}

/** Of names that mean nothing. */
const MOST_TOLD = 20;
const LEVELS: readonly (Severity | "off")[] = ["off", ...SEVERITIES];
const CLIENTS: readonly (HttpClient | "auto")[] = ["auto", ...HTTP_CLIENTS];
const RULES: ReadonlySet<string> = new Set(ruleNames());

/** Reads the `asyncSkill` section as a client sends it; what is of no use is told and passed over. */
export function readEditorSettings(section: unknown, onProblem: (problem: string) => void): EditorSettings {
  const values = isRecord(section) ? section : {};
  if (section !== undefined && section !== null && !isRecord(section)) onProblem(`asyncSkill is not an object: ${shown(section)}`);
  // What the client minds by itself is known.
  const known = new Set(["trace", "compatibility"]);
  const pick = <Value>(name: string, isValid: (value: unknown) => value is Value): Value | undefined => {
    known.add(name);
    const value = values[name];
    if (value === undefined || value === null) return undefined;
    if (isValid(value)) return value;
    onProblem(`asyncSkill.${name} is ignored: ${shown(value)}`);
    return undefined;
  };
  const enable = pick("enable", (value) => typeof value === "boolean");
  const defaultTimeout = pick("defaultTimeout", isAboveZero);
  const httpClient = pick("httpClient", (value): value is HttpClient | "auto" => CLIENTS.some((client) => client === value));
  const maxFileSize = pick("maxFileSize", isAboveZero);
  const testPaths = pick("testPaths", isPatterns);
  const scriptPaths = pick("scriptPaths", isPatterns);
  const severity = readSeverity(pick("severity", isRecord) ?? {}, onProblem);
  few(
    Object.keys(values).filter((name) => !known.has(name)),
    (name) => onProblem(`there is no setting asyncSkill.${briefly(name)}`),
    onProblem,
  );
  return {
    enable: enable ?? true,
    configuration: {
      severity,
      ...(defaultTimeout === undefined || defaultTimeout === DEFAULT_SETTINGS.defaultTimeout ? {} : { defaultTimeout }),
      ...(httpClient === undefined || httpClient === DEFAULT_SETTINGS.httpClient ? {} : { httpClient }),
      ...(maxFileSize === undefined || maxFileSize === DEFAULT_SETTINGS.maxFileSize ? {} : { maxFileSize }),
      // An editor fills an empty list in where nothing is set.
      ...(testPaths === undefined || testPaths.length === 0 ? {} : { testPaths }),
      ...(scriptPaths === undefined || scriptPaths.length === 0 ? {} : { scriptPaths }),
    },
  };
}

function readSeverity(values: Readonly<Record<string, unknown>>, onProblem: (problem: string) => void): Record<string, Severity | "off"> {
  const severity: Record<string, Severity | "off"> = {};
  for (const [rule, value] of Object.entries(values)) {
    if (value === null || !RULES.has(rule)) continue;
    const known = LEVELS.find((one) => one === value);
    if (known === undefined) onProblem(`asyncSkill.severity.${rule} is ignored: ${shown(value)}`);
    else if (known !== pageOf(rule).severity) severity[rule] = known;
  }
  few(
    Object.keys(values).filter((rule) => !RULES.has(rule)),
    (rule) => onProblem(`asyncSkill.severity names no rule: ${briefly(rule)}`),
    onProblem,
  );
  return severity;
}

/** Tells of the first of many alike, and how many there are besides. */
function few(names: readonly string[], tell: (name: string) => void, tellOfRest: (text: string) => void): void {
  for (const name of names.slice(0, MOST_TOLD)) tell(name);
  if (names.length > MOST_TOLD) tellOfRest(`${names.length - MOST_TOLD} more like this are not told`);
}

function isAboveZero(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}

function isPatterns(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return JSON.stringify(value).slice(0, 200);
}
