import type { Infer } from "../../../model/infer";
import { contextStatement } from "../../../model/library/contexts";
import { libraryRow } from "../../../model/library/index";
import { namesVariable } from "../../../syntax/identifiers";
import type { Node } from "../../../syntax/tree";

/** How far what came from a resource is used. */
export interface Life {
  /** The last of the statements that uses it, by its index. */
  readonly last: number;
  /** Whether something that lives on the resource is given to the caller. */
  readonly escapes: boolean;
}

/**
 * How long a resource is used by statements of one block: by its own names, and by those of what lives on it, a
 * response, stream or websocket.
 *
 * @param first the index of the statement that opens it
 */
export function lifeOf(statements: readonly Node[], first: number, names: readonly string[], infer: Infer): Life {
  const living = new Set(names);
  let last = first;
  let escapes = false;
  for (const [i, statement] of statements.entries()) {
    if (i < first || (i > first && !mentions(statement, living))) continue;
    last = i;
    for (const node of statement.subtree()) {
      const given = givenIn(node);
      if (given !== undefined && (i === first || mentions(given.value, living)) && lives(given.value, infer))
        for (const name of given.names) living.add(name);
      if (node.kind === "return_statement" || node.kind === "yield")
        escapes ||= node.named.some((value) => isHandedOn(value, i === first, living, infer));
    }
  }
  return { last, escapes };
}

function isHandedOn(value: Node, isOpening: boolean, living: ReadonlySet<string>, infer: Infer): boolean {
  if (value.kind === "identifier") return living.has(value.text);
  return value.kind === "await" && (isOpening || mentions(value, living)) && lives(value, infer);
}

/** What an assignment, or the head of a block or loop, gives names to. */
function givenIn(node: Node): { readonly value: Node; readonly names: readonly string[] } | undefined {
  const isAssigned = node.kind === "assignment" || node.kind === "for_statement";
  const target = isAssigned ? node.child("left") : node.kind === "as_pattern" ? node.child("alias") : undefined;
  const value = isAssigned ? node.child("right") : node.named[0];
  if (target === undefined || value === undefined) return undefined;
  return {
    value,
    names: target.kind === "identifier" ? [target.text] : [...target.descendants("identifier")].map(({ text }) => text),
  };
}

/**
 * Whether a value that comes from a resource is of no use without it: what could be entered or closed itself, and what
 * isn't awaited yet.
 */
function lives(value: Node, infer: Infer): boolean {
  if (value.kind === "identifier") return true;
  if (value.kind === "call") return infer.row(value)?.use !== "value";
  const call = value.kind === "await" ? value.named[0] : undefined;
  const row = call?.kind === "call" ? infer.row(call) : undefined;
  if (row?.returns === undefined) return false;
  return libraryRow(row.returns)?.closedBy !== undefined || contextStatement(row.returns) === "async with";
}

function mentions(node: Node, names: ReadonlySet<string>): boolean {
  if (node.kind === "identifier") return names.has(node.text);
  for (const id of node.descendants("identifier")) {
    const isValue = namesVariable(id);
    if (isValue && names.has(id.text)) return true;
  }
  return false;
}
