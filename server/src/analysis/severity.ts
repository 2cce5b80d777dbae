import { pageOf } from "./pages";
import type { Rule } from "../rules/contract";
import { type Settings, SEVERITIES, type Severity } from "../config/settings";

/**
 * How serious a rule's findings are.
 *
 * @param fails whether it is one of code that can't work at all, which is a warning at least where nobody has said
 * otherwise
 */
export function severityOf(rule: Rule, settings: Settings, fails = false): Severity {
  const own = settings.severity[rule.name];
  if (own !== undefined && own !== "off") return own;
  const { severity } = pageOf(rule.name);
  return fails && softer("warning", severity) === severity ? "warning" : severity;
}

/** The less serious of two. */
export function softer(severity: Severity, other: Severity | undefined): Severity {
  return other !== undefined && SEVERITIES.indexOf(other) < SEVERITIES.indexOf(severity) ? other : severity;
}
