import { pageOf } from "./pages";
import type { Finding, Rule } from "../rules/contract";
import { type Settings, SEVERITIES, type Severity } from "../config/settings";

/**
 * How serious a rule's findings are.
 *
 * @param atLeast what one is worth at least, where nobody has said otherwise
 */
export function severityOf(rule: Rule, settings: Settings, atLeast?: Severity): Severity {
  const own = settings.severity[rule.name];
  if (own !== undefined && own !== "off") return own;
  const { severity } = pageOf(rule.name);
  return atLeast !== undefined && softer(atLeast, severity) === severity ? atLeast : severity;
}

/** What a finding is worth at least: code that can't work at all is worth a warning. */
export function leastOf(finding: Pick<Finding, "atLeast" | "fails">): Severity | undefined {
  return finding.atLeast ?? (finding.fails === true ? "warning" : undefined);
}

/** The less serious of two. */
export function softer(severity: Severity, other: Severity | undefined): Severity {
  return other !== undefined && SEVERITIES.indexOf(other) < SEVERITIES.indexOf(severity) ? other : severity;
}
