import type { Field, Kind, Token } from "./kinds.generated";
import { firstIndex } from "./sorted";

/**
 * A parsed piece of Python as plain data: one row a node, in preorder. It outlives the web-tree-sitter tree that it was
 * read from, so no WASM memory is held and nothing here has to be freed.
 */
export interface Columns {
  /** Names of node kinds and fields, shared by all trees of a grammar. */
  readonly names: GrammarNames;
  readonly kind: Uint16Array;
  readonly field: Uint8Array;
  /** UTF-16 offsets within the text. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly parent: Int32Array;
  /** The last row of each node's subtree; a leaf names itself. */
  readonly last: Int32Array;
}

export interface GrammarNames {
  readonly kinds: readonly Kind[];
  readonly named: readonly boolean[];
  readonly fields: readonly (Field | undefined)[];
}

const flagsBySet = new WeakMap<ReadonlySet<Kind>, { readonly names: GrammarNames; readonly flags: Uint8Array }>();

/** For each kind's id, whether the set holds the kind. Kept with the set, so sets of kinds should be constants. */
export function kindFlags(names: GrammarNames, kinds: ReadonlySet<Kind>): Uint8Array {
  const known = flagsBySet.get(kinds);
  if (known?.names === names) return known.flags;
  const flags = new Uint8Array(names.kinds.length);
  names.kinds.forEach((kind, id) => (flags[id] = kinds.has(kind) ? 1 : 0));
  flagsBySet.set(kinds, { names, flags });
  return flags;
}

const WITHOUT_TEXT: ReadonlySet<Kind> = new Set(["module", "block"]);

export class Tree {
  #nodes: (Node | undefined)[] | undefined;
  #errors: Uint8Array | undefined;

  /**
   * @param text the text that was parsed; offsets of nodes count its UTF-16 code units from 0
   * @param broken whether the text holds a syntax error
   */
  constructor(
    readonly text: string,
    readonly columns: Columns,
    readonly broken: boolean,
  ) {}

  get root(): Node {
    return this.node(0);
  }

  get size(): number {
    return this.columns.kind.length;
  }

  /** The node of a row; always the same object for the same row. */
  node(row: number): Node {
    const nodes = (this.#nodes ??= this.#roomForNodes());
    return (nodes[row] ??= new Node(this, row));
  }

  /** Taken at once: an array that grows by jumps is kept as a table of several times its size. */
  #roomForNodes(): (Node | undefined)[] {
    const nodes: (Node | undefined)[] = [];
    nodes.length = this.size;
    return nodes;
  }

  /** All nodes of these kinds in preorder; nodes of other kinds cost nothing. */
  *nodesOf(wanted: ReadonlySet<Kind>): Iterable<Node> {
    yield* this.nodesBetween(this.root, this.root, wanted);
  }

  /** The same from the beginning of one node to the end of another. */
  *nodesBetween(first: Node, last: Node, wanted: ReadonlySet<Kind>): Iterable<Node> {
    const { names, kind, last: lasts } = this.columns;
    const flags = kindFlags(names, wanted);
    const end = lasts[last.row]!;
    for (let row = first.row; row <= end; row++) if (flags[kind[row]!] === 1) yield this.node(row);
  }

  /** The innermost node that holds the range; offsets are relative to this tree's text. */
  at(start: number, end = start): Node {
    let found = this.root;
    for (;;) {
      const inner = holding(found.children, start, end);
      if (inner === undefined) return found;
      found = inner;
    }
  }

  /** Whether a syntax error lies in the node of a row; found for all rows at once, when first asked for. */
  hasErrorAt(row: number): boolean {
    if (!this.broken) return false;
    this.#errors ??= this.#findErrors();
    return this.#errors[row] === 1;
  }

  #findErrors(): Uint8Array {
    const { names, kind, start, end, parent, last } = this.columns;
    const errors = new Uint8Array(kind.length);
    const error = names.kinds.lastIndexOf("ERROR");
    const empty = kindFlags(names, WITHOUT_TEXT);
    // Children come behind their parents, so that going backwards every child tells its parent in time.
    for (let row = kind.length - 1; row >= 0; row--) {
      const missing = start[row] === end[row] && last[row] === row && empty[kind[row]!] === 0;
      if (kind[row] === error || missing) errors[row] = 1;
      if (errors[row] === 1 && parent[row]! >= 0) errors[parent[row]!] = 1;
    }
    return errors;
  }
}

/** The first of some siblings that holds a range. There may be thousands, and the question comes often. */
function holding(siblings: readonly Node[], start: number, end: number): Node | undefined {
  const first = firstIndex(siblings.length, (index) => siblings[index]!.end >= end);
  for (let i = first; i < siblings.length && siblings[i]!.start <= start; i++)
    if (siblings[i]!.end > siblings[i]!.start) return siblings[i];
  return undefined;
}

/** One syntax node; reads its tree's columns, holds no data. Kinds and fields are those of tree-sitter-python. */
export class Node {
  #children: readonly Node[] | undefined;
  #named: readonly Node[] | undefined;

  constructor(
    readonly tree: Tree,
    readonly row: number,
  ) {}

  get kind(): Kind {
    const { names, kind } = this.tree.columns;
    return names.kinds[kind[this.row]!]!;
  }

  /** False for punctuation and keywords. */
  get isNamed(): boolean {
    const { names, kind } = this.tree.columns;
    return names.named[kind[this.row]!]!;
  }

  /** The name of the field that this node fills in its parent. */
  get field(): Field | undefined {
    const { names, field } = this.tree.columns;
    return names.fields[field[this.row]!];
  }

  get start(): number {
    return this.tree.columns.start[this.row]!;
  }

  get end(): number {
    return this.tree.columns.end[this.row]!;
  }

  get text(): string {
    return this.tree.text.slice(this.start, this.end);
  }

  get parent(): Node | undefined {
    const parent = this.tree.columns.parent[this.row]!;
    return parent < 0 ? undefined : this.tree.node(parent);
  }

  /** All children: named ones, comments, punctuation and keywords. */
  get children(): readonly Node[] {
    return (this.#children ??= [...this.#eachChild()]);
  }

  *#eachChild(): Iterable<Node> {
    const { last } = this.tree.columns;
    const end = last[this.row]!;
    for (let row = this.row + 1; row <= end; row = last[row]! + 1) yield this.tree.node(row);
  }

  /** The named children without comments. */
  get named(): readonly Node[] {
    return (this.#named ??= this.#findNamed());
  }

  #findNamed(): readonly Node[] {
    const { names, kind, last } = this.tree.columns;
    const found: Node[] = [];
    for (let row = this.row + 1; row <= last[this.row]!; row = last[row]! + 1) {
      const id = kind[row]!;
      if (names.named[id]! && names.kinds[id] !== "comment") found.push(this.tree.node(row));
    }
    return found;
  }

  /** The first child that fills the field. */
  child(field: Field): Node | undefined {
    const { names, field: fields, last } = this.tree.columns;
    for (let row = this.row + 1; row <= last[this.row]!; row = last[row]! + 1) {
      if (names.fields[fields[row]!] === field) return this.tree.node(row);
    }
    return undefined;
  }

  /** All children that fill the field, without punctuation. */
  all(field: Field): readonly Node[] {
    return this.children.filter((child) => child.field === field && child.isNamed);
  }

  /** Whether a keyword or punctuation child reads so (`async`, `*`). */
  hasToken(token: Token): boolean {
    const { names, kind, last } = this.tree.columns;
    for (let row = this.row + 1; row <= last[this.row]!; row = last[row]! + 1) {
      const id = kind[row]!;
      if (!names.named[id]! && names.kinds[id] === token) return true;
    }
    return false;
  }

  /** The nodes around this one, innermost first. */
  *ancestors(): Iterable<Node> {
    for (let node = this.parent; node !== undefined; node = node.parent) yield node;
  }

  closest(...kinds: readonly Kind[]): Node | undefined {
    const { names, kind, parent } = this.tree.columns;
    for (let row = parent[this.row]!; row >= 0; row = parent[row]!)
      if (kinds.includes(names.kinds[kind[row]!]!)) return this.tree.node(row);
    return undefined;
  }

  /** This node and everything below it in preorder, without recursion. */
  *subtree(): Iterable<Node> {
    const end = this.tree.columns.last[this.row]!;
    for (let row = this.row; row <= end; row++) yield this.tree.node(row);
  }

  /** Everything below this node of these kinds, in preorder. */
  *descendants(...kinds: readonly Kind[]): Iterable<Node> {
    const { names, kind, last } = this.tree.columns;
    const end = last[this.row]!;
    for (let row = this.row + 1; row <= end; row++) {
      if (kinds.includes(names.kinds[kind[row]!]!)) yield this.tree.node(row);
    }
  }

  contains(other: Node): boolean {
    return other.tree === this.tree && this.row <= other.row && other.row <= this.tree.columns.last[this.row]!;
  }

  get next(): Node | undefined {
    const { parent, last } = this.tree.columns;
    const around = parent[this.row]!;
    const row = last[this.row]! + 1;
    return around >= 0 && row <= last[around]! ? this.tree.node(row) : undefined;
  }

  get previous(): Node | undefined {
    const siblings = this.parent?.children;
    if (siblings === undefined) return undefined;
    return siblings[firstIndex(siblings.length - 1, (index) => siblings[index]!.row >= this.row) - 1];
  }

  /** Whether a syntax error lies in this node. */
  get hasError(): boolean {
    return this.tree.hasErrorAt(this.row);
  }
}
