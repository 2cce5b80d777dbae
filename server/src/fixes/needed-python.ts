import type { Finish } from "./finish";
import type { Infer } from "../model/infer";
import { allRows, libraryRow } from "../model/library/index";
import type { Node } from "../syntax/tree";
import { withNote } from "./fix";

type Version = readonly [number, number];

/**
 * A fix that writes what is newer than some Pythons, where the project doesn't say which it supports: it says what it
 * needs, and isn't safe where the file shows that it is written for older ones too. What the file uses already needn't
 * be said.
 *
 * @param written the dotted names that the fix writes
 */
export function sayingPython(finish: Finish, written: readonly string[], infer: Infer): Finish {
  const since = newest(written);
  if (since === undefined) return finish;
  const version = `Python ${since.join(".")}`;
  const isForOlder = isWrittenForOlder(since, infer);
  if (!isForOlder && usesWhatNeeds(since, infer)) return finish;
  const annotation = withNote(
    finish.annotation,
    isForOlder ? `Needs ${version}, and the file is written for older ones too` : `Needs ${version}`,
  );
  return isForOlder
    ? { ...finish, applicability: "unsafe", annotation, differs: finish.differs ?? `needs ${version}` }
    : { ...finish, annotation };
}

/** The first Python that has all of what is named; undefined where every Python that is asked for has it. */
function newest(names: readonly string[]): Version | undefined {
  let found: Version | undefined;
  for (const name of names) {
    const since = libraryRow(name)?.since;
    if (since !== undefined && (found === undefined || isBefore(found, since))) found = since;
  }
  return found;
}

function isBefore(a: Version, b: Version): boolean {
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
}

/** What the table knows the first Python of. */
const NEWER: readonly { readonly name: string; readonly since: Version }[] = allRows().flatMap(({ name, since }) =>
  since === undefined ? [] : [{ name, since }],
);

function usesWhatNeeds(version: Version, infer: Infer): boolean {
  return NEWER.some(({ name, since }) => {
    if (isBefore(since, version)) return false;
    for (const id of infer.identifiers(name.slice(name.lastIndexOf(".") + 1))) {
      if (infer.name(id.field === "attribute" ? id.parent! : id) === name) return true;
    }
    return false;
  });
}

/** Packages that bring to older Pythons what later ones have themselves. */
const BACKPORTS = ["async_timeout", "backports", "exceptiongroup", "importlib_metadata", "taskgroup", "tomli"] as const;

/** Whether a file asks whether Python is as new as that, or stands in for what older ones lack. */
function isWrittenForOlder(version: Version, infer: Infer): boolean {
  for (const name of BACKPORTS)
    for (const id of infer.identifiers(name))
      if (id.closest("import_statement", "import_from_statement") !== undefined) return true;
  for (const id of infer.identifiers("version_info")) if (tellsFromOlder(id, version)) return true;
  for (const id of infer.identifiers("NameError")) if (standsInForBuiltin(id)) return true;
  return false;
}

/** `sys.version_info >= (3, 9)`, but not where the program ends for older ones. */
function tellsFromOlder(info: Node, version: Version): boolean {
  const comparison = info.closest("comparison_operator");
  const tuple = comparison?.named.find((operand) => operand.kind === "tuple");
  const [major, minor] = (tuple?.named ?? []).map((part) => (part.kind === "integer" ? Number(part.text) : undefined));
  if (comparison === undefined || major === undefined || minor === undefined || isBefore(version, [major, minor]))
    return false;
  const checked = comparison.parent?.kind === "if_statement" ? comparison.parent.child("consequence") : undefined;
  const last = checked?.named.at(-1);
  return !(last?.kind === "raise_statement" || /^(?:sys\.)?exit\(/.test(last?.text ?? ""));
}

/** `try: anext` with `except NameError:`, which defines it. */
function standsInForBuiltin(error: Node): boolean {
  const clause = error.closest("except_clause", "block");
  const body = clause?.kind === "except_clause" ? clause.parent?.child("body") : undefined;
  const asked = body?.named[0];
  return asked?.kind === "expression_statement" && asked.named[0]?.kind === "identifier";
}
