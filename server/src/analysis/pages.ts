import { PAGES } from "../rules/pages.generated";
import type { RulePage } from "../rules/contract";
import type { RuleCatalogue } from "../config/settings";

/** The page of a rule, by a name that anybody may have written. */
export function findPage(name: string): RulePage | undefined {
  return Object.hasOwn(PAGES, name) ? PAGES[name] : undefined;
}

/** @throws when the rule has no page, which the build refuses */
export function pageOf(rule: string): RulePage {
  const page = findPage(rule);
  if (page === undefined) throw new Error(`no page for rule ${rule}`);
  return page;
}

/** The file, from the folder that the built program lies in, that holds a rule's page for readers. */
export function pageFile(rule: string): string {
  return `rules/${rule}.md`;
}

export function ruleNames(): readonly string[] {
  return Object.keys(PAGES);
}

/** All rules, for working out which of them run. */
export function ruleCatalogue(): RuleCatalogue {
  return { names: ruleNames(), always: ruleNames().filter((name) => pageOf(name).selected === "always") };
}
