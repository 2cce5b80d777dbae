import { Language, Parser } from "web-tree-sitter";
import { type Rows, SitterMemory } from "./sitter-memory";
import { type Columns, type GrammarNames, Tree } from "./tree";

const RETURN = 13;
/** Four columns of four bytes, one of two, and one of one. */
const BYTES_PER_ROW = 19;

/** The bytes of the two WASM files; where they come from is the caller's business. */
export interface ParserFiles {
  readonly runtime: Uint8Array;
  readonly grammar: Uint8Array;
}

/** What the runtime asks for itself; most of it is never touched. */
const MEMORY = { initial: 512, maximum: 32768 };

let runtime: Promise<WebAssembly.Memory> | undefined;

/** There is one runtime in a process, whoever starts it. */
function startRuntime(binary: Uint8Array): Promise<WebAssembly.Memory> {
  return (runtime ??= (async () => {
    const wasmMemory = new WebAssembly.Memory(MEMORY);
    const options = { wasmBinary: binary, wasmMemory };
    await Parser.init(options);
    return wasmMemory;
  })());
}

/** Parses Python. web-tree-sitter's trees are freed before a call returns. */
export class PythonParser {
  readonly #parser: Parser;
  readonly #memory: SitterMemory;
  readonly #names: GrammarNames;

  private constructor(language: Language, memory: WebAssembly.Memory) {
    this.#parser = new Parser();
    this.#parser.setLanguage(language);
    this.#memory = new SitterMemory(memory);
    this.#names = grammarNames(language);
  }

  /** @throws when the WASM files are damaged or do not fit each other */
  static async load(files: ParserFiles): Promise<PythonParser> {
    const memory = await startRuntime(files.runtime);
    return new PythonParser(await Language.load(files.grammar), memory);
  }

  /**
   * @param suffix text appended for the parser only (the body that a class header lacks); no node reaches into it
   * @throws never for bad Python, only when the WASM heap is exhausted
   */
  parse(text: string, suffix = ""): Tree {
    const tree = this.#parser.parse(readable(text) + suffix);
    if (tree === null) throw new Error("the Python grammar gave no tree");
    try {
      const rows = this.#memory.read(tree.rootNode.id, text.length);
      return new Tree(text, columnsOf(rows, text, this.#names), rows.broken);
    } finally {
      tree.delete();
    }
  }
}

/** The grammar knows no CR as a line's end, though Python does; offsets stay the same. */
function readable(text: string): string {
  return text.includes("\r") ? text.replace(/\r(?!\n)/g, "\n") : text;
}

function grammarNames(language: Language): GrammarNames {
  const kinds: string[] = [];
  const named: boolean[] = [];
  for (let id = 0; id < language.nodeTypeCount; id++) {
    kinds.push(language.nodeTypeForId(id) ?? "");
    named.push(language.nodeTypeIsNamed(id));
  }
  // An ERROR node's own id is the largest that 16 bits hold; here it gets the one behind the grammar's.
  kinds.push("ERROR");
  named.push(true);
  const fields: (string | undefined)[] = [undefined];
  for (let id = 1; id <= language.fieldCount; id++) fields.push(language.fieldNameForId(id) ?? undefined);
  return { kinds, named, fields };
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
