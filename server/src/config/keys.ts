import type { ConfigurationKey } from "./configuration";

/** What the settings of `[tool.async-skill]` do, for people. */
export const KEY_TEXTS: Readonly<Record<ConfigurationKey, string>> = {
  select: "The rules that run, and no others.",
  ignore: "Rules that don't run.",
  severity: "How serious the findings of single rules are: error, warning, information, hint or off.",
  exclude: "Files that are not checked, as patterns of .gitignore.",
  "test-paths": "Which files are tests, these and no others, as patterns of .gitignore. Rules say less in them.",
  "script-paths": "Which files are scripts and examples, beside those known by their names. Rules say less in them.",
  "default-timeout": "The seconds that a fix writes where a timeout is missing.",
  "http-client": "The async HTTP client that blocking requests are moved to.",
  "max-file-size": "Megabytes above which a Python file is not checked.",
  "line-length": "The characters that a line should not exceed, for fixes; by itself what Ruff or Black is told.",
};
