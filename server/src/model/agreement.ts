import { libraryRow } from "./library/index";
import { isNone, sameValue, type Value } from "./values";

/** The one value that all agree on; None beside objects is taken for "not yet". */
export function agree(values: readonly (Value | undefined)[]): Value | undefined {
  const some = values.filter((value) => !isNone(value));
  const of = some.length > 0 && some.every((value) => value?.kind !== "literal") ? some : values;
  const first = of[0];
  if (!of.every((value) => sameValue(value, first))) return sharedClass(of);
  return of.find((value) => value?.kind === "object" && value.derived === true) ?? first;
}

/**
 * The object among several from outside whose class is a base of all others' classes: an HTTP connection for one over
 * TLS.
 */
function sharedClass(values: readonly (Value | undefined)[]): Value | undefined {
  if (values.length < 2 || !values.every((value) => value?.kind === "instance")) return undefined;
  return values.find(
    (base) =>
      base?.kind === "instance" &&
      values.every((value) => value?.kind === "instance" && derives(value.name, base.name)),
  );
}

function derives(name: string, base: string): boolean {
  return name === base || (libraryRow(name)?.bases ?? []).some((one) => derives(one, base));
}
