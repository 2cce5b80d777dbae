import type { Node } from "../syntax/tree";

/** How the names of one import statement are sorted. */
export type NameOrder = (a: string, b: string) => number;

/** Constants, then classes, then the rest, each without regard to case: the default of isort and Ruff. */
export const byType: NameOrder = (a, b) => typeOf(a) - typeOf(b) || byLetters(a, b);

const byLetters: NameOrder = (a, b) => compare(a.toLowerCase(), b.toLowerCase()) || compare(a, b);

const ORDERS: readonly NameOrder[] = [byType, byLetters];

/**
 * The order that the names of a statement are in, undefined where they are in none. Where they are too few to tell, the
 * file's other statements do.
 */
export function orderOf(names: readonly Node[], others: readonly Node[]): NameOrder | undefined {
  const possible = ORDERS.filter((order) => isSorted(names, order));
  return possible.find((order) => others.every((statement) => isSorted(statement.all("name"), order))) ?? possible[0];
}

function isSorted(names: readonly Node[], order: NameOrder): boolean {
  return names.every((name, i) => i === 0 || order(importedName(names[i - 1]!), importedName(name)) <= 0);
}

/** What is imported, by whatever name it is known here. */
export function importedName(name: Node): string {
  return (name.kind === "aliased_import" ? name.child("name") : name)?.text ?? "";
}

function typeOf(name: string): number {
  if (name.length > 1 && name === name.toUpperCase() && name !== name.toLowerCase()) return 0;
  return /^\p{Lu}/u.test(name) ? 1 : 2;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
