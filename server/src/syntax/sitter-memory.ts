/**
 * Reads syntax trees where web-tree-sitter's runtime keeps them, in its WASM memory: asking it node by node takes as
 * long as parsing does. What lies where is that of `subtree.h`, `tree.h` and `parser.h` of tree-sitter 0.27 for 32-bit
 * WebAssembly, and is held against the runtime's own cursor by a test.
 */

/** Bytes behind the root's `Subtree`, with which a `TSTree` begins. */
const LANGUAGE = 8;
/** Byte offsets within a `TSLanguage`. */
const SYMBOL_COUNT = 4;
const ALIAS_COUNT = 8;
const PRODUCTION_COUNT = 28;
const LONGEST_ALIAS_SEQUENCE = 36;
const FIELD_SLICES = 64;
const FIELD_ENTRIES = 68;
const PUBLIC_SYMBOLS = 76;
const ALIAS_SEQUENCES = 84;
/** Byte offsets within a `SubtreeHeapData`; its children's `Subtree`s lie in front of it. */
const PADDING = 4;
const SIZE = 16;
const ERROR_COST = 32;
const CHILD_COUNT = 36;
const SYMBOL = 40;
const FLAGS = 44;
const PRODUCTION = 66;
/** Bytes of a `Subtree`: the address of its data, or the data itself where that is small. */
const SUBTREE = 8;
/** Bits of the first word of a `Subtree` that is its own data. */
const INLINE_VISIBLE = 2;
const INLINE_EXTRA = 8;
/** The same of data on the heap. */
const IS_VISIBLE = 1;
const IS_EXTRA = 4;
/** Texts are handed over in UTF-16. */
const BYTES_PER_UNIT = 2;

/** What of a grammar is needed to read its trees. */
interface Productions {
  /** By production and place of a child: the symbol that it goes by instead of its own, or 0. */
  readonly aliases: Uint16Array;
  readonly aliasStride: number;
  /** By production and place of a child: the field that it fills, or 0. */
  readonly fields: Uint8Array;
  readonly fieldStride: number;
  /** By symbol: the one that stands for it and all that are named like it. */
  readonly publicSymbols: Uint16Array;
}

/** The nodes that can be seen of a tree in preorder; the arrays are longer than they are filled, and used again. */
export interface Rows {
  count: number;
  broken: boolean;
  kind: Uint16Array;
  field: Uint8Array;
  start: Int32Array;
  end: Int32Array;
  parent: Int32Array;
  last: Int32Array;
}

/** A node whose children are being read. */
interface Open {
  /** Where its children's `Subtree`s lie, how many they are, and which is next. */
  children: number;
  count: number;
  next: number;
  /** As `next`, without comments and the like, which no production counts. */
  structural: number;
  production: number;
  /** Where the text of the child that was read last ends, in bytes. */
  at: number;
  /** Its row, or that of what can be seen around it. */
  row: number;
  /** What its children fill that fill no field in it, as it can't be seen itself. */
  field: number;
  isVisible: boolean;
}

export class SitterMemory {
  readonly #memory: WebAssembly.Memory;
  #bytes = new Uint8Array();
  #halves = new Uint16Array();
  #words = new Int32Array();
  #productions: Productions | undefined;
  /** Where the text that is read ends, in UTF-16 code units. */
  #limit = 0;
  readonly #rows: Rows = rowsFor(1024);
  readonly #open: Open[] = [];

  /** @param memory the one that the runtime was started with */
  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
  }

  /**
   * Reads a tree; the rows hold until the next one is read.
   *
   * @param id that of its root node: it tells where the root lies
   * @param limit nodes that begin at or behind this offset (UTF-16 code units) are left out, ends are held at it
   */
  read(id: number, limit: number): Rows {
    this.#look();
    const rows = this.#rows;
    rows.count = 0;
    const root = this.#word(id);
    rows.broken = this.#word(root + ERROR_COST) > 0;
    const productions = (this.#productions ??= this.#readProductions(this.#word(id + LANGUAGE)));
    this.#limit = limit;
    const start = this.#word(root + PADDING);
    this.#add(this.#half(root + SYMBOL), 0, start, start + this.#word(root + SIZE), -1);
    let depth = 0;
    this.#descend(depth, root, start, 0, 0).isVisible = true;
    while (depth >= 0) {
      const open = this.#open[depth]!;
      if (open.next === open.count) {
        if (open.isVisible) rows.last[open.row] = rows.count - 1;
        depth--;
        continue;
      }
      if (this.#child(open, productions, depth + 1)) depth++;
    }
    return rows;
  }

  /** Reads the next child of a node; returns whether its own children are to be read, at a depth. */
  #child(open: Open, productions: Productions, depth: number): boolean {
    const place = open.children + open.next * SUBTREE;
    const word = this.#word(place);
    const isInline = (word & 1) === 1;
    const flags = isInline ? 0 : this.#bytes[word + FLAGS]!;
    const isExtra = isInline ? (word & INLINE_EXTRA) !== 0 : (flags & IS_EXTRA) !== 0;
    let visible = isInline ? (word & INLINE_VISIBLE) !== 0 : (flags & IS_VISIBLE) !== 0;
    let symbol = isInline ? (word >>> 8) & 0xff : this.#half(word + SYMBOL);
    let field = 0;
    if (!isExtra) {
      const { production, structural } = open;
      if (production !== 0 && structural < productions.aliasStride) {
        const alias = productions.aliases[production * productions.aliasStride + structural]!;
        if (alias !== 0) {
          visible = true;
          symbol = alias;
        }
      }
      if (structural < productions.fieldStride)
        field = productions.fields[production * productions.fieldStride + structural]!;
      if (field === 0) field = open.field;
      open.structural++;
    }
    const padding = isInline ? this.#bytes[place + 6]! : this.#word(word + PADDING);
    const size = isInline ? this.#bytes[place + 7]! : this.#word(word + SIZE);
    // The space before a node's first child is counted as its own.
    const start = open.next === 0 ? open.at : open.at + padding;
    open.next++;
    open.at = start + size;
    if (visible) {
      if (start >= this.#limit * BYTES_PER_UNIT) return false;
      const row = this.#rows.count;
      this.#add(symbol, field, start, start + size, open.row);
      if (isInline || this.#word(word + CHILD_COUNT) === 0) return false;
      this.#descend(depth, word, start, row, 0).isVisible = true;
      return true;
    }
    if (isInline || this.#word(word + CHILD_COUNT) === 0) return false;
    this.#descend(depth, word, start, open.row, field).isVisible = false;
    return true;
  }

  #descend(depth: number, data: number, at: number, row: number, field: number): Open {
    const open = (this.#open[depth] ??= {
      children: 0,
      count: 0,
      next: 0,
      structural: 0,
      production: 0,
      at: 0,
      row: 0,
      field: 0,
      isVisible: false,
    });
    open.count = this.#word(data + CHILD_COUNT);
    open.children = data - open.count * SUBTREE;
    open.next = 0;
    open.structural = 0;
    open.production = open.count === 0 ? 0 : this.#half(data + PRODUCTION);
    open.at = at;
    open.row = row;
    open.field = field;
    return open;
  }

  #add(symbol: number, field: number, start: number, end: number, parent: number): void {
    const { publicSymbols } = this.#productions!;
    const rows = this.#rows;
    const row = rows.count++;
    if (row === rows.kind.length) grow(rows);
    // The symbol of an ERROR node is the largest that 16 bits hold.
    rows.kind[row] = symbol < publicSymbols.length ? publicSymbols[symbol]! : publicSymbols.length;
    rows.field[row] = field;
    rows.start[row] = start / BYTES_PER_UNIT;
    rows.end[row] = Math.min(end / BYTES_PER_UNIT, this.#limit);
    rows.parent[row] = parent;
    rows.last[row] = row;
  }

  /** The memory moves when it grows. */
  #look(): void {
    const { buffer } = this.#memory;
    if (this.#bytes.buffer === buffer) return;
    this.#bytes = new Uint8Array(buffer);
    this.#halves = new Uint16Array(buffer);
    this.#words = new Int32Array(buffer);
  }

  #word(address: number): number {
    return this.#words[address >> 2]!;
  }

  #half(address: number): number {
    return this.#halves[address >> 1]!;
  }

  #readProductions(language: number): Productions {
    const productions = this.#word(language + PRODUCTION_COUNT);
    const aliasStride = this.#half(language + LONGEST_ALIAS_SEQUENCE);
    const symbols = this.#word(language + SYMBOL_COUNT) + this.#word(language + ALIAS_COUNT);
    return {
      aliases: this.#copyHalves(this.#word(language + ALIAS_SEQUENCES), productions * aliasStride),
      aliasStride,
      publicSymbols: this.#copyHalves(this.#word(language + PUBLIC_SYMBOLS), symbols),
      ...this.#readFields(language, productions),
    };
  }

  #copyHalves(address: number, count: number): Uint16Array {
    return this.#halves.slice(address >> 1, (address >> 1) + count);
  }

  #readFields(language: number, productions: number): Pick<Productions, "fields" | "fieldStride"> {
    const slices = this.#word(language + FIELD_SLICES);
    const entries = this.#word(language + FIELD_ENTRIES);
    const found: { readonly production: number; readonly field: number; readonly child: number }[] = [];
    for (let production = 0; production < productions; production++) {
      const first = this.#half(slices + production * 4);
      const count = this.#half(slices + production * 4 + 2);
      for (let i = first; i < first + count; i++) {
        const isInherited = this.#bytes[entries + i * 4 + 3] !== 0;
        if (!isInherited)
          found.push({ production, field: this.#half(entries + i * 4), child: this.#bytes[entries + i * 4 + 2]! });
      }
    }
    const fieldStride = Math.max(0, ...found.map(({ child }) => child)) + 1;
    const fields = new Uint8Array(productions * fieldStride);
    // Of several fields the first counts.
    for (const { production, field, child } of found.reverse()) fields[production * fieldStride + child] = field;
    return { fields, fieldStride };
  }
}

function rowsFor(length: number): Rows {
  return {
    count: 0,
    broken: false,
    kind: new Uint16Array(length),
    field: new Uint8Array(length),
    start: new Int32Array(length),
    end: new Int32Array(length),
    parent: new Int32Array(length),
    last: new Int32Array(length),
  };
}

function grow(rows: Rows): void {
  const larger = rowsFor(rows.kind.length * 2);
  larger.kind.set(rows.kind);
  larger.field.set(rows.field);
  larger.start.set(rows.start);
  larger.end.set(rows.end);
  larger.parent.set(rows.parent);
  larger.last.set(rows.last);
  Object.assign(rows, larger, { count: rows.count, broken: rows.broken });
}
