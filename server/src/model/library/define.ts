import type { Row } from "./row";

/** What rows of one owner have in common; `source` names the page, the anchor is the row's name. */
type Common = Omit<Row, "name" | "kind">;

/** One row a name for the functions of a module or the methods of a class; the names are separated by white space. */
export function functions(owner: string, names: string, common: Common): readonly Row[] {
  return named(owner, names).map((name) => ({ ...common, name, kind: "function", source: `${common.source}#${name}` }));
}

/** As `functions`, for classes of a module. */
export function classes(owner: string, names: string, common: Common): readonly Row[] {
  return named(owner, names).map((name) => ({ ...common, name, kind: "class", source: `${common.source}#${name}` }));
}

/** As `functions`, for what is read without a call. */
export function attributes(owner: string, names: string, common: Common): readonly Row[] {
  return named(owner, names).map((name) => ({
    ...common,
    name,
    kind: "attribute",
    source: `${common.source}#${name}`,
  }));
}

/** As `functions`, for what must be awaited and gives nothing that the table knows. */
export function coroutines(owner: string, names: string, source: string): readonly Row[] {
  return functions(owner, names, { use: "await", source });
}

function named(owner: string, names: string): readonly string[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => (owner === "" ? name : `${owner}.${name}`));
}
