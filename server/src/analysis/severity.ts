import { pageOf } from "./pages";
import type { Rule } from "../rules/contract";
import { type Settings, SEVERITIES, type Severity } from "../config/settings";

/** How serious a rule's findings are. */
export function severityOf(rule: Rule, settings: Settings): Severity {
  const own = settings.severity[rule.name];
  return own === undefined || own === "off" ? pageOf(rule.name).severity : own;
}

/** The less serious of two. */
export function softer(severity: Severity, other: Severity | undefined): Severity {
  return other !== undefined && SEVERITIES.indexOf(other) < SEVERITIES.indexOf(severity) ? other : severity;
}
