import type { Settings, Severity } from "../analysis/settings";
import type { ProjectFacts } from "../project/pyproject";
import { RULES } from "../rules/index";

/** What a project decides, as settings; what it leaves open is missing. */
export function projectSettings({ configuration, python, dependencies, lineLength }: ProjectFacts): Partial<Settings> & Pick<Settings, "severity"> {
  const { select, ignore = [], defaultTimeout, httpClient } = configuration;
  const length = configuration.lineLength ?? lineLength;
  const off = RULES.filter(({ name }) => ignore.includes(name) || !(select?.includes(name) ?? true));
  const severity: Record<string, Severity | "off"> = { ...configuration.severity };
  for (const { name } of off) severity[name] = "off";
  return {
    severity,
    ...(defaultTimeout === undefined ? {} : { defaultTimeout }),
    ...(httpClient === undefined ? {} : { httpClient }),
    ...(length === undefined ? {} : { lineLength: length }),
    ...(python === undefined ? {} : { python }),
    ...(dependencies === undefined ? {} : { dependencies }),
  };
}
