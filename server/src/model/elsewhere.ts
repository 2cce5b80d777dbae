import { libraryRow } from "./library/index";
import type { Reference } from "./reference";
import type { Value } from "./values";

/** What another file of the project may say more of; undefined for what this file or the table of libraries knows. */
export function referenceElsewhere(value: Value | undefined): Reference | undefined {
  switch (value?.kind) {
    case "outside":
      return value.reference;
    case "name":
      return libraryRow(value.name) === undefined ? value.name : undefined;
    default:
      return undefined;
  }
}
