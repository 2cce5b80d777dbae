import type { Kind } from "../syntax/kinds.generated";
import { kindFlags, type Tree } from "../syntax/tree";
import { COMPREHENSIONS } from "./scopes";

/** Of these only the body is evaluated in the scope that they open. */
const WITH_BODY: ReadonlySet<Kind> = new Set(["function_definition", "lambda", "class_definition"]);

const CLAUSES: ReadonlySet<Kind> = new Set(["for_in_clause"]);

/**
 * For each row, the row of the node whose scope it is evaluated in; -1 for the outermost. Goes over the tree once, so
 * that asking for a scope costs the same at any depth.
 */
export function findScopeRows(tree: Tree): Int32Array {
  const { names, kind, field, parent } = tree.columns;
  const withBody = kindFlags(names, WITH_BODY);
  const comprehension = kindFlags(names, COMPREHENSIONS);
  const clause = kindFlags(names, CLAUSES);
  const rows = new Int32Array(kind.length);
  const seenClause = new Set<number>();
  for (let row = 0; row < kind.length; row++) {
    const around = parent[row]!;
    if (around < 0) {
      rows[row] = -1;
    } else if (withBody[kind[around]!] === 1) {
      rows[row] = names.fields[field[row]!] === "body" ? around : rows[around]!;
    } else if (comprehension[kind[around]!] === 1) {
      // The first clause's iterable is evaluated outside, its targets are bound inside.
      const isFirstClause = names.kinds[kind[row]!] === "for_in_clause" && !seenClause.has(around);
      if (isFirstClause) seenClause.add(around);
      rows[row] = isFirstClause ? rows[around]! : around;
    } else if (clause[kind[around]!] === 1 && names.fields[field[row]!] === "left") {
      rows[row] = parent[around]!;
    } else {
      rows[row] = rows[around]!;
    }
  }
  return rows;
}
