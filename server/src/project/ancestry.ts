import type { ClassSummary } from "../model/summary";
import type { Resolver } from "./resolver";
import type { Defined, Target } from "./target";

/** More classes above one another are not looked at. */
const MOST_CLASSES = 60;

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

/** The class, of a class and its bases, that has a member first; undefined where nobody knows. */
export function definer(
  of: Defined<ClassSummary>,
  name: string,
  resolver: Resolver,
): Defined<ClassSummary> | undefined {
  const open = [of];
  for (let i = 0; i < open.length && i < MOST_CLASSES; i++) {
    const { file, summary } = open[i]!;
    if (Object.hasOwn(summary.members, name)) return open[i];
    const bases = summary.bases.map((base) => (base === undefined ? undefined : resolver.target(base, file)));
    if (bases.some((base) => base?.kind !== "class" && base?.kind !== "library")) return undefined;
    open.splice(i + 1, 0, ...bases.flatMap((base) => (base?.kind === "class" ? [base.symbol] : [])));
  }
  return undefined;
}

/** Whether a metaclass, its own or that of a base, decides what calling a class does. */
export function isMadeByMetaclass(class_: Defined<ClassSummary>, resolver: Resolver): boolean {
  const classes = [class_];
  for (let i = 0; i < classes.length && i < MOST_CLASSES; i++) {
    const { file, summary } = classes[i]!;
    if (summary.metaclass) return true;
    for (const base of summary.bases) {
      const target = base === undefined ? undefined : resolver.target(base, file);
      if (target?.kind === "class") classes.push(target.symbol);
    }
  }
  return false;
}
