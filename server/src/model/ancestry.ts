import { referenceElsewhere } from "./elsewhere";
import type { Infer } from "./infer";
import { canonicalName } from "./library/index";
import type { ClassDefinition, Value } from "./values";

/**
 * Whether a value is an object of one of some classes of libraries, or of one of the project's that derives from one.
 */
export function isObjectOf(value: Value | undefined, classes: readonly string[], infer: Infer): boolean {
  if (value?.kind === "instance") return classes.includes(canonicalName(value.name));
  if (value?.kind === "object") return derives(value.definition, classes, infer);
  const reference = referenceElsewhere(value);
  return reference !== undefined && infer.derivesElsewhere(reference, classes);
}

function derives(definition: ClassDefinition, classes: readonly string[], infer: Infer): boolean {
  const open = [definition];
  const seen = new Set<ClassDefinition["node"]>();
  for (const one of open) {
    if (seen.has(one.node)) continue;
    seen.add(one.node);
    for (const base of infer.bases(one)) {
      if (base?.kind === "name" && classes.includes(canonicalName(base.name))) return true;
      if (base?.kind === "class") open.push(base.definition);
      const reference = referenceElsewhere(base);
      if (reference !== undefined && infer.derivesElsewhere(reference, classes)) return true;
    }
  }
  return false;
}
