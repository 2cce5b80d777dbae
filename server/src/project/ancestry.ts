import type { ClassSummary } from "../model/summary";
import type { Resolver } from "./resolver";
import type { Defined, Target } from "./target";

/** Whether a class, or an object of one, is one of some classes of libraries, or derives from one. */
export function derivesFrom(of: Target | undefined, classes: readonly string[], resolver: Resolver): boolean {
  const open = [of];
  const seen = new Set<Defined<ClassSummary>>();
  for (const target of open) {
    if (
      target?.kind === "library" &&
      target.value.kind !== "literal" &&
      "name" in target.value &&
      classes.includes(target.value.name)
    )
      return true;
    if ((target?.kind !== "class" && target?.kind !== "object") || seen.has(target.symbol)) continue;
    seen.add(target.symbol);
    const { file, summary } = target.symbol;
    open.push(...summary.bases.map((base) => (base === undefined ? undefined : resolver.target(base, file))));
  }
  return false;
}
