import type { Kind } from "../syntax/kinds.generated";
import { kindFlags, type Node } from "../syntax/tree";
import { RETURNS, YIELDS } from "../syntax/node-kinds";

/** The expressions of a function's or class's decorators, outermost first. */
export function decoratorsOf(definition: Node): readonly Node[] {
  const parent = definition.parent;
  if (parent?.kind !== "decorated_definition") return [];
  return parent.named.filter((child) => child.kind === "decorator").flatMap((decorator) => decorator.named.slice(0, 1));
}

const OWN_BODY_ENDS: ReadonlySet<Kind> = new Set(["function_definition", "lambda", "class_definition"]);

/** The nodes of a function's own body, without those of functions and classes within it. */
export function* ownNodes(definition: Node, kinds: ReadonlySet<Kind>): Iterable<Node> {
  const body = definition.child("body");
  if (body === undefined) return;
  const { kind, last, names } = body.tree.columns;
  const wanted = kindFlags(names, kinds);
  const ends = kindFlags(names, OWN_BODY_ENDS);
  const end = last[body.row]!;
  for (let row = body.row; row <= end; row++) {
    const id = kind[row]!;
    if (wanted[id] === 1) yield body.tree.node(row);
    if (ends[id] === 1) row = last[row]!;
  }
}

const generators = new WeakMap<Node, boolean>();

/** Remembered: each call of a function may ask. */
export function isGenerator(definition: Node): boolean {
  let known = generators.get(definition);
  if (known === undefined) generators.set(definition, (known = yieldsItself(definition)));
  return known;
}

function yieldsItself(definition: Node): boolean {
  for (const _ of ownNodes(definition, YIELDS)) return true;
  return false;
}

/** The return statements of a function's own body. */
export function returnsOf(definition: Node): readonly Node[] {
  return [...ownNodes(definition, RETURNS)];
}

/** The string that documents a function. */
export function docstringOf(definition: Node): Node | undefined {
  const first = definition.child("body")?.named[0];
  const string = first?.kind === "expression_statement" && first.named.length === 1 ? first.named[0] : undefined;
  if (string?.kind !== "string" || string.children.some((part) => part.kind === "interpolation")) return undefined;
  return /^[uUrR]?["']/.test(string.text) ? string : undefined;
}
