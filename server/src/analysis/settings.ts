export type Severity = "error" | "warning" | "information" | "hint";

/** The client that calls of synchronous HTTP libraries are moved to. */
export type HttpClient = "httpx" | "httpx2" | "aiohttp";

/** What the user and the project decide; the same for a whole run. */
export interface Settings {
  /** Severities that differ from the rules' own, by rule. */
  readonly severity: Readonly<Record<string, Severity | "off">>;
  /** Seconds that a fix writes where a timeout is missing. */
  readonly defaultTimeout: number;
  readonly httpClient: HttpClient | "auto";
  /** Characters a line should not exceed (ruff's or black's setting, else 88). */
  readonly lineLength: number;
  /** The oldest Python that the project supports, as [major, minor]; undefined when it doesn't say. */
  readonly python: readonly [number, number] | undefined;
  /** Names of the project's dependencies, in lower case, `-` for `_`; undefined where there is no pyproject.toml. */
  readonly dependencies: readonly string[] | undefined;
}

export const DEFAULT_SETTINGS: Settings = {
  severity: {},
  defaultTimeout: 10,
  httpClient: "auto",
  lineLength: 88,
  python: undefined,
  dependencies: undefined,
};
