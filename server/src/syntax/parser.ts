import type { Field, Kind } from "./kinds.generated";
import { type Rows, SitterMemory } from "./sitter-memory";
import { type CompiledParser, SitterAbort, type SitterNames, type SitterRuntime, startRuntime } from "./sitter-runtime";
import { type Columns, type GrammarNames, Tree } from "./tree";

const RETURN = 13;
/** Four columns of four bytes, one of two, and one of one. */
const BYTES_PER_ROW = 19;

/** The bytes of the two WASM files; where they come from is the caller's business. */
export interface ParserFiles {
  readonly runtime: Uint8Array;
  readonly grammar: Uint8Array;
}

/** How much one text may cost; tests set less. */
export interface ParserLimits {
  /** UTF-16 code units. */
  readonly length: number;
  /** Bytes of WASM memory that a text may need. */
  readonly memory: number;
  /** Bytes that are kept for the next text; who has needed more is followed by a new runtime. */
  readonly keptMemory: number;
  /** Times that the parser may ask whether to go on, for each thousand UTF-16 code units. */
  readonly checksPerThousand: number;
}

const MEBIBYTE = 1 << 20;

/**
 * Lists and dictionaries need 140 bytes of memory a character, brackets within brackets 400, and the parser asks 10 to
 * 70 times for each thousand characters (docs/RELIABILITY.md).
 */
export const PARSER_LIMITS: ParserLimits = {
  length: 4_000_000,
  memory: 768 * MEBIBYTE,
  keptMemory: 128 * MEBIBYTE,
  checksPerThousand: 2_000,
};

/** A text that is too much for the parser; the next one is parsed as if it had never been. */
export class ParserLimitError extends Error {
  override readonly name = "ParserLimitError";
}

/** A runtime, and what reads its trees. */
interface Running {
  readonly runtime: SitterRuntime;
  readonly trees: SitterMemory;
}

/**
 * Parses Python. Trees in the runtime's memory are freed before a call returns, so that the runtime can be another one
 * for each text: where one has failed, was interrupted or has grown large, the next text gets a new one.
 */
export class PythonParser {
  readonly #compiled: CompiledParser;
  readonly #limits: ParserLimits;
  readonly #names: GrammarNames;
  /** Absent while a text is parsed: whatever ends that before its time leaves none behind. */
  #running: Running | undefined;

  private constructor(compiled: CompiledParser, limits: ParserLimits) {
    this.#compiled = compiled;
    this.#limits = limits;
    this.#running = this.#start();
    this.#names = grammarNames(this.#running.runtime.names);
  }

  /** @throws when the WASM files are damaged or do not fit each other */
  static async load(files: ParserFiles, limits = PARSER_LIMITS): Promise<PythonParser> {
    const [runtime, grammar] = await Promise.all(
      [files.runtime, files.grammar].map((bytes) => WebAssembly.compile(bytes as BufferSource)),
    );
    return new PythonParser({ runtime: runtime!, grammar: grammar! }, limits);
  }

  /**
   * @param suffix text appended for the parser only (the body that a class header lacks); no node reaches into it
   * @throws ParserLimitError never for bad Python, only where the text needs too much memory, or too many steps for its
   * length
   */
  parse(text: string, suffix = ""): Tree {
    if (text.length > this.#limits.length) throw tooMuch(text, `more than ${this.#limits.length}, which is the most`);
    const running = this.#running ?? this.#start();
    this.#running = undefined;
    const rows = this.#rows(running, text, suffix);
    const tree = new Tree(text, columnsOf(rows, text, this.#names), rows.broken);
    if (running.runtime.memory.buffer.byteLength <= this.#limits.keptMemory) this.#running = running;
    return tree;
  }

  #rows({ runtime, trees }: Running, text: string, suffix: string): Rows {
    let checks = 100 + (text.length / 1000) * this.#limits.checksPerThousand;
    let tree: number;
    try {
      tree = runtime.parse(readable(text) + suffix, () => --checks > 0);
    } catch (error) {
      throw error instanceof SitterAbort ? tooMuch(text, "too much for the parser's memory") : error;
    }
    if (tree === 0) throw tooMuch(text, "too many steps for the parser");
    const rows = trees.read(tree, text.length);
    runtime.free(tree);
    return rows;
  }

  #start(): Running {
    const runtime = startRuntime(this.#compiled, this.#limits.memory);
    return { runtime, trees: new SitterMemory(runtime.memory) };
  }
}

function tooMuch({ length }: string, why: string): ParserLimitError {
  return new ParserLimitError(`a statement, or a run of simple ones, is ${length} characters long: ${why}`);
}

/** The grammar knows no CR as a line's end, though Python does; offsets stay the same. */
function readable(text: string): string {
  return text.includes("\r") ? text.replace(/\r(?!\n)/g, "\n") : text;
}

function grammarNames({ kinds, named, fields }: SitterNames): GrammarNames {
  const nodes = new Set(kinds.filter((_, id) => named[id]));
  // A keyword that reads like its node (`await`) isn't one: who looks for the nodes must not meet each twice.
  const ownKinds = kinds.map((kind, id) => (named[id] || !nodes.has(kind) ? kind : "keyword"));
  // An ERROR node's own id is the largest that 16 bits hold; here it gets the one behind the grammar's.
  return {
    kinds: [...(ownKinds as readonly Kind[]), "ERROR"],
    named: [...named, true],
    fields: fields as readonly (Field | undefined)[],
  };
}

/** Copies what was read of a tree, as one block of memory; the rows are used again for the next tree. */
function columnsOf(rows: Rows, text: string, names: GrammarNames): Columns {
  const { count } = rows;
  const buffer = new ArrayBuffer(count * BYTES_PER_ROW);
  const columns = {
    names,
    start: new Int32Array(buffer, 0, count),
    end: new Int32Array(buffer, count * 4, count),
    parent: new Int32Array(buffer, count * 8, count),
    last: new Int32Array(buffer, count * 12, count),
    kind: new Uint16Array(buffer, count * 16, count),
    field: new Uint8Array(buffer, count * 18, count),
  };
  columns.start.set(rows.start.subarray(0, count));
  columns.end.set(rows.end.subarray(0, count));
  columns.parent.set(rows.parent.subarray(0, count));
  columns.last.set(rows.last.subarray(0, count));
  columns.kind.set(rows.kind.subarray(0, count));
  columns.field.set(rows.field.subarray(0, count));
  if (text.includes("\r")) endCommentsBeforeReturns(columns, text);
  return columns;
}

/** The grammar's comment takes the CR of a CR LF with it. */
function endCommentsBeforeReturns({ names, kind, end }: Columns, text: string): void {
  const comment = names.kinds.indexOf("comment");
  for (let row = 0; row < kind.length; row++) {
    if (kind[row] === comment && text.charCodeAt(end[row]! - 1) === RETURN) end[row]!--;
  }
}
