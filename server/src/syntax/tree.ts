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
  readonly kinds: readonly string[];
  readonly named: readonly boolean[];
  readonly fields: readonly (string | undefined)[];
}

export class Tree {
  readonly #nodes: (Node | undefined)[] = [];

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
    return (this.#nodes[row] ??= new Node(this, row));
  }

  /** All nodes of these kinds in preorder; nodes of other kinds cost nothing. */
  *nodesOf(wanted: ReadonlySet<string>): Iterable<Node> {
    const { names, kind } = this.columns;
    for (let row = 0; row < kind.length; row++) if (wanted.has(names.kinds[kind[row]!]!)) yield this.node(row);
  }

  /** The innermost node that holds the range; offsets are relative to this tree's text. */
  at(start: number, end = start): Node {
    let found = this.root;
    for (;;) {
      const inner = found.children.find((child) => child.start <= start && end <= child.end && child.end > child.start);
      if (inner === undefined) return found;
      found = inner;
    }
  }
}

/** One syntax node; reads its tree's columns, holds no data. Kinds and fields are those of tree-sitter-python. */
export class Node {
  #children: readonly Node[] | undefined;

  constructor(
    readonly tree: Tree,
    readonly row: number,
  ) {}

  get kind(): string {
    const { names, kind } = this.tree.columns;
    return names.kinds[kind[this.row]!]!;
  }

  /** False for punctuation and keywords. */
  get isNamed(): boolean {
    const { names, kind } = this.tree.columns;
    return names.named[kind[this.row]!]!;
  }

  /** The name of the field that this node fills in its parent. */
  get field(): string | undefined {
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
    return this.children.filter((child) => child.isNamed && child.kind !== "comment");
  }

  /** The first child that fills the field. */
  child(field: string): Node | undefined {
    return this.children.find((child) => child.field === field);
  }

  /** All children that fill the field, without punctuation. */
  all(field: string): readonly Node[] {
    return this.children.filter((child) => child.field === field && child.isNamed);
  }

  /** Whether a keyword or punctuation child reads so (`async`, `*`). */
  hasToken(token: string): boolean {
    return this.children.some((child) => !child.isNamed && child.kind === token);
  }

  /** The nodes around this one, innermost first. */
  *ancestors(): Iterable<Node> {
    for (let node = this.parent; node !== undefined; node = node.parent) yield node;
  }

  closest(...kinds: readonly string[]): Node | undefined {
    for (const node of this.ancestors()) if (kinds.includes(node.kind)) return node;
    return undefined;
  }

  /** This node and everything below it in preorder, without recursion. */
  *subtree(): Iterable<Node> {
    const end = this.tree.columns.last[this.row]!;
    for (let row = this.row; row <= end; row++) yield this.tree.node(row);
  }

  /** Everything below this node of these kinds, in preorder. */
  *descendants(...kinds: readonly string[]): Iterable<Node> {
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
    const siblings = this.parent?.children;
    return siblings?.[siblings.indexOf(this) + 1];
  }

  get previous(): Node | undefined {
    const siblings = this.parent?.children;
    return siblings?.[siblings.indexOf(this) - 1];
  }

  /** Whether a syntax error lies in this node. */
  get hasError(): boolean {
    if (!this.tree.broken) return false;
    for (const node of this.subtree()) if (node.kind === "ERROR" || (node.start === node.end && node.isMissingToken)) return true;
    return false;
  }

  private get isMissingToken(): boolean {
    return this.kind !== "module" && this.kind !== "block" && this.children.length === 0;
  }
}
