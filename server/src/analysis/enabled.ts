import type { Rule } from "../rules/contract";
import type { Settings } from "../config/settings";

/** The rules that are not switched off, and have anything to say under these settings. */
export function enabled(rules: readonly Rule[], settings: Settings): readonly Rule[] {
  return rules.filter((rule) => settings.severity[rule.name] !== "off" && rule.isIdle?.(settings) !== true);
}
