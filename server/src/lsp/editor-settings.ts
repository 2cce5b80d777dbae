import { pageOf, ruleNames } from "../analysis/pages";
import { type Configuration, DEFAULT_SETTINGS, type HttpClient, SEVERITIES, type Severity } from "../config/settings";
import { briefly } from "../config/briefly";
import { HTTP_CLIENTS } from "../config/configuration";
import { AUTO } from "./environments";

/** Whose word is the last where the editor and a pyproject.toml speak of the same. */
const PREFERENCES = ["editorFirst", "projectFirst", "editorOnly"] as const;
type Preference = (typeof PREFERENCES)[number];

/** When a file that is edited is looked at. */
const RUNS = ["onType", "onSave"] as const;
export type Run = (typeof RUNS)[number];

/** Of which files findings are told. */
const DIAGNOSTIC_MODES = ["openFilesOnly", "workspace"] as const;
export type DiagnosticMode = (typeof DIAGNOSTIC_MODES)[number];

/** What only the client goes by. */
const COMPATIBILITIES = ["auto", "always", "off"] as const;
const TRACES = ["off", "messages", "compact", "verbose"] as const;

/** What the user has set in the editor. */
export interface EditorSettings {
  readonly enable: boolean;
  readonly run: Run;
  readonly diagnosticMode: DiagnosticMode;
  /** Whether it is told above a helper that blocks who calls it. */
  readonly codeLens: boolean;
  /** Whether what blocks is told as a kind of token. */
  readonly semanticHighlighting: boolean;
  readonly preference: Preference;
  /** The environment that the project's packages are installed in: a path, "auto" or "off". */
  readonly environment: string;
  /** The rules whose fixes may be applied when a file is saved; all when undefined. */
  readonly fixOnSave: readonly string[] | undefined;
  /**
   * Only what differs from the defaults: an editor fills in those itself, and they must not hide what the project says.
   */
  readonly configuration: Configuration;
}

/** Of names that mean nothing. */
const MOST_TOLD = 20;
const LEVELS: readonly (Severity | "off")[] = ["off", ...SEVERITIES];
const CLIENTS: readonly (HttpClient | "auto")[] = ["auto", ...HTTP_CLIENTS];
const RULES: ReadonlySet<string> = new Set(ruleNames());

/** What a value has to be, in words and as a question. */
interface Kind<Value> {
  readonly words: string;
  readonly isOne: (value: unknown) => value is Value;
}

const SWITCH: Kind<boolean> = { words: "true or false", isOne: (value) => typeof value === "boolean" };
const ABOVE_ZERO: Kind<number> = {
  words: "a number above 0",
  isOne: (value): value is number => typeof value === "number" && Number.isFinite(value) && value > 0,
};
const STRINGS: Kind<readonly string[]> = {
  words: "a list of strings",
  isOne: (value): value is readonly string[] => Array.isArray(value) && value.every((one) => typeof one === "string"),
};
const PATH: Kind<string> = {
  words: "a path, or one of auto, off",
  isOne: (value): value is string => typeof value === "string" && value.trim() !== "",
};
const BY_NAME: Kind<Readonly<Record<string, unknown>>> = { words: "an object", isOne: isRecord };

function oneOf<Value extends string>(values: readonly Value[]): Kind<Value> {
  return {
    words: `one of ${values.join(", ")}`,
    isOne: (value): value is Value => values.some((one) => one === value),
  };
}

/** Reads the `asyncSkill` section as a client sends it; what is of no use is told and passed over. */
export function readEditorSettings(section: unknown, onProblem: (problem: string) => void): EditorSettings {
  const values = isRecord(section) ? section : {};
  if (section !== undefined && section !== null && !isRecord(section))
    onProblem(`asyncSkill is not an object: ${shown(section)}`);
  const known = new Set<string>();
  const pick = <Value>(name: string, { words, isOne }: Kind<Value>): Value | undefined => {
    known.add(name);
    const value = values[name];
    if (value === undefined || value === null) return undefined;
    if (isOne(value)) return value;
    onProblem(`asyncSkill.${name} is ignored: it has to be ${words}, and is ${shown(value)}`);
    return undefined;
  };
  /** An editor fills an empty list in where nothing is set. */
  const list = (name: string): readonly string[] | undefined => {
    const items = pick(name, STRINGS);
    return items?.length === 0 ? undefined : items;
  };
  const rules = (name: string): readonly string[] | undefined => {
    const names = list(name);
    unknownRules(`asyncSkill.${name}`, names ?? [], onProblem);
    return names;
  };
  // What the client minds by itself is looked at for its value alone.
  pick("compatibility", oneOf(COMPATIBILITIES));
  readTrace(pick("trace", BY_NAME) ?? {}, onProblem);
  const settings: EditorSettings = {
    enable: pick("enable", SWITCH) ?? true,
    run: pick("run", oneOf(RUNS)) ?? "onType",
    diagnosticMode: pick("diagnosticMode", oneOf(DIAGNOSTIC_MODES)) ?? "openFilesOnly",
    codeLens: pick("codeLens", SWITCH) ?? false,
    semanticHighlighting: pick("semanticHighlighting", SWITCH) ?? false,
    preference: pick("configurationPreference", oneOf(PREFERENCES)) ?? "editorFirst",
    environment: pick("environment", PATH) ?? AUTO,
    fixOnSave: rules("fixOnSaveRules"),
    configuration: whatDiffers({
      select: rules("select"),
      ignore: rules("ignore"),
      exclude: list("exclude"),
      testPaths: list("testPaths"),
      scriptPaths: list("scriptPaths"),
      defaultTimeout: pick("defaultTimeout", ABOVE_ZERO),
      httpClient: pick("httpClient", oneOf(CLIENTS)),
      maxFileSize: pick("maxFileSize", ABOVE_ZERO),
      severity: readSeverity(pick("severity", BY_NAME) ?? {}, onProblem),
    }),
  };
  few(
    Object.keys(values).filter((name) => !known.has(name)),
    (name) => onProblem(`there is no setting asyncSkill.${briefly(name)}`),
    onProblem,
  );
  return settings;
}

type Picked = { readonly [Key in keyof Configuration]: Configuration[Key] | undefined };

function whatDiffers(picked: Picked): Configuration {
  const defaults: Readonly<Record<string, unknown>> = { ...DEFAULT_SETTINGS };
  return Object.fromEntries(
    Object.entries(picked).filter(([name, value]) => value !== undefined && value !== defaults[name]),
  );
}

function readTrace({ server }: Readonly<Record<string, unknown>>, onProblem: (problem: string) => void): void {
  const { words, isOne } = oneOf(TRACES);
  if (server !== undefined && server !== null && !isOne(server))
    onProblem(`asyncSkill.trace.server is ignored: it has to be ${words}, and is ${shown(server)}`);
}

function readSeverity(
  values: Readonly<Record<string, unknown>>,
  onProblem: (problem: string) => void,
): Record<string, Severity | "off"> {
  const severity: Record<string, Severity | "off"> = {};
  const { words, isOne } = oneOf(LEVELS);
  for (const [rule, value] of Object.entries(values)) {
    if (value === null || !RULES.has(rule)) continue;
    if (!isOne(value))
      onProblem(`asyncSkill.severity.${rule} is ignored: it has to be ${words}, and is ${shown(value)}`);
    else if (value !== pageOf(rule).severity) severity[rule] = value;
  }
  unknownRules("asyncSkill.severity", Object.keys(values), onProblem);
  return severity;
}

function unknownRules(setting: string, names: readonly string[], onProblem: (problem: string) => void): void {
  few(
    names.filter((rule) => !RULES.has(rule)),
    (rule) => onProblem(`${setting} names no rule: ${briefly(rule)}`),
    onProblem,
  );
}

/** Tells of the first of many alike, and how many there are besides. */
function few(names: readonly string[], tell: (name: string) => void, tellOfRest: (text: string) => void): void {
  for (const name of names.slice(0, MOST_TOLD)) tell(name);
  if (names.length > MOST_TOLD) tellOfRest(`${names.length - MOST_TOLD} more like this are not told`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return JSON.stringify(value).slice(0, 200);
}
