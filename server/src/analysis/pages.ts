import { PAGES } from "../rules/pages.generated";
import type { RulePage } from "./rule";

/** @throws when the rule has no page, which the build refuses */
export function pageOf(rule: string): RulePage {
  const page = PAGES[rule];
  if (page === undefined) throw new Error(`no page for rule ${rule}`);
  return page;
}
