import { canonicalName, libraryRow, type Row } from "./library/index";
import type { Value } from "./values";

/** What a library defines or gives. */
export type LibraryValue = Extract<Value, { readonly kind: "name" | "instance" }>;

/** What `value.name` is. */
export function libraryMember(value: LibraryValue, name: string): Value {
  if (value.kind === "instance") {
    const known = knownMember(value.name, name) ?? madeMember(value.name);
    if (known !== undefined) return known;
  }
  return namedMember(canonicalName(`${value.name}.${name}`));
}

/** What calling it gives, as far as the table knows. */
export function libraryResult(value: LibraryValue): Value | undefined {
  return rowResult(libraryRow(value.kind === "name" ? value.name : `${value.name}.__call__`));
}

/** What `with` binds that is given an object of a library. */
export function libraryEntered(value: LibraryValue & { readonly kind: "instance" }): Value {
  const enters = libraryRow(value.name)?.enters;
  return enters === undefined ? value : { kind: "instance", name: enters };
}

/** What a dotted name stands for: an object where the table knows its class, else the name. */
function namedMember(name: string): Value {
  const row = libraryRow(name);
  if (row?.kind === "attribute")
    return row.returns === undefined ? { kind: "name", name } : { kind: "instance", name: row.returns };
  return { kind: "name", name: row?.name ?? name };
}

/** A member of a class outside of this file, when the table knows it. */
function knownMember(className: string, member: string): Value | undefined {
  const name = canonicalName(`${className}.${member}`);
  return libraryRow(name) === undefined ? undefined : namedMember(name);
}

/** Bases that give their classes no members which code would call. */
const EMPTY_BASES: ReadonlySet<string> = new Set([
  "object",
  "abc.ABC",
  "typing.Generic",
  "typing.Protocol",
  "typing_extensions.Protocol",
]);

/**
 * What a base outside of the project has under a name: "absent" where it surely has none, undefined where nobody knows
 * the base.
 */
export function baseMember(baseName: string, member: string): Value | "absent" | undefined {
  return (
    knownMember(baseName, member) ??
    (EMPTY_BASES.has(baseName) || libraryRow(baseName) !== undefined ? "absent" : undefined)
  );
}

/** What an object gives for any name that its class does not know (`client.database` of pymongo). */
function madeMember(className: string): Value | undefined {
  return rowResult(libraryRow(canonicalName(`${className}.__getattr__`)));
}

/** What calling what a row describes gives. */
export function rowResult(row: Row | undefined): Value | undefined {
  if (row === undefined) return undefined;
  if (row.kind === "class") return { kind: "instance", name: row.name };
  const result: Value | undefined = row.returns === undefined ? undefined : { kind: "instance", name: row.returns };
  return row.use === undefined || row.use === "value" || row.use === "async for"
    ? result
    : { kind: "awaitable", result };
}
