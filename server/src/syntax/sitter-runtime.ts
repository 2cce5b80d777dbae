/**
 * Starts tree-sitter's runtime and the grammar from their compiled WASM. web-tree-sitter's own loader keeps one runtime
 * for a process; ours can be dropped and made anew, at once, after it failed or was interrupted, or to give memory
 * back. What it does is what emscripten's dynamic linking asks for, as far as these two files need it.
 */

/** The two WASM files, compiled. */
export interface CompiledParser {
  readonly runtime: WebAssembly.Module;
  readonly grammar: WebAssembly.Module;
}

/** What tree-sitter does where it gets no memory. */
export class SitterAbort extends Error {
  override readonly name = "SitterAbort";
}

/** A runtime with a parser of Python in it. Whatever it throws, it is of no use afterwards. */
export interface SitterRuntime {
  readonly memory: WebAssembly.Memory;
  /**
   * Parses a text; gives the address of the tree, 0 when `mayGoOn` said no.
   *
   * @param mayGoOn asked each time the parser has done some hundred steps
   */
  readonly parse: (text: string, mayGoOn: () => boolean) => number;
  readonly free: (tree: number) => void;
  readonly names: SitterNames;
}

/** What the grammar calls its nodes and fields, by id. */
export interface SitterNames {
  readonly kinds: readonly string[];
  readonly named: readonly boolean[];
  /** From 1. */
  readonly fields: readonly (string | undefined)[];
}

const PAGE = 65_536;
/** What the runtime asks for itself; most of it is never touched. */
const INITIAL_PAGES = 512;
/** Emscripten's layout: data, then the stack, then the heap. */
const DATA_BASE = 1024;
const STACK_SIZE = 65_536;
/** The first place of the table stays empty. */
const TABLE_BASE = 1;
/** The parser asks for text in pieces of so many bytes; one character ends each. */
const INPUT_BYTES = 10 * 1024;
const INPUT_UNITS = INPUT_BYTES / 2 - 1;

/** An export of the runtime that we call: numbers in, a number out. */
type Call = (...numbers: readonly number[]) => number;

/**
 * @param mostMemory in bytes; where the parser would need more it fails
 */
export function startRuntime({ runtime, grammar }: CompiledParser, mostMemory: number): SitterRuntime {
  const { memorySize, tableSize } = linkingOf(runtime);
  const stackLow = align(DATA_BASE + memorySize);
  const stackHigh = stackLow + STACK_SIZE;
  const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: mostMemory / PAGE });
  const table = new WebAssembly.Table({ initial: TABLE_BASE + tableSize, element: "anyfunc" });
  let text = "";
  let goOn = (): boolean => true;
  const fail = (): never => {
    throw new SitterAbort("tree-sitter got no memory");
  };
  const imports = {
    env: {
      memory,
      __indirect_function_table: table,
      __memory_base: constant(DATA_BASE),
      __table_base: constant(TABLE_BASE),
      __stack_pointer: variable(stackHigh),
      _abort_js: fail,
      emscripten_resize_heap: (bytes: number) => grown(memory, bytes >>> 0, mostMemory),
      tree_sitter_log_callback: () => {},
      tree_sitter_query_progress_callback: () => 0,
      tree_sitter_progress_callback: () => (goOn() ? 0 : 1),
      tree_sitter_parse_callback: (into: number, index: number, _row: number, _column: number, length: number) => {
        const count = Math.max(0, Math.min(INPUT_UNITS, text.length - index));
        const units = new Uint16Array(memory.buffer, into, count);
        for (let i = 0; i < count; i++) units[i] = text.charCodeAt(index + i);
        new DataView(memory.buffer).setInt32(length, count, true);
      },
    },
    // It writes nothing but why it gives up, which `fail` says.
    wasi_snapshot_preview1: { fd_write: () => 0, fd_seek: () => 70, fd_close: () => 52 },
    "GOT.mem": { __stack_low: variable(stackLow), __stack_high: variable(stackHigh), __heap_base: variable(stackHigh) },
  };
  const calls = exportsOf(new WebAssembly.Instance(runtime, imports));
  calls("__wasm_apply_data_relocs")();
  calls("__wasm_call_ctors")();
  const transfer = calls("ts_init")();
  const word = (address: number): number => new DataView(memory.buffer).getInt32(address, true);
  const language = linkGrammar(grammar, memory, table, calls);
  calls("ts_parser_new_wasm")();
  const [parser, input] = [word(transfer), word(transfer + 4)];
  calls("ts_parser_set_language")(parser, language);
  const parse = calls("ts_parser_parse_wasm");
  return {
    memory,
    names: namesOf(language, calls, memory),
    parse: (whole, mayGoOn) => {
      text = whole;
      goOn = mayGoOn;
      const tree = parse(parser, input, 0, 0, 0);
      text = "";
      return tree;
    },
    free: calls("ts_tree_delete"),
  };
}

/** Puts the grammar into a runtime's memory and table; gives the address of its language. */
function linkGrammar(
  grammar: WebAssembly.Module,
  memory: WebAssembly.Memory,
  table: WebAssembly.Table,
  runtime: (name: string) => Call,
): number {
  const { memorySize, tableSize } = linkingOf(grammar);
  const base = align(runtime("calloc")(memorySize + ALIGNMENT, 1));
  const env = Object.fromEntries(
    ["malloc", "calloc", "realloc", "free", "memcpy"].map((name) => [name, runtime(name)]),
  );
  const imports = {
    env: {
      ...env,
      memory,
      __indirect_function_table: table,
      __memory_base: constant(base),
      __table_base: constant(table.grow(tableSize)),
    },
  };
  const calls = exportsOf(new WebAssembly.Instance(grammar, imports));
  calls("__wasm_apply_data_relocs")();
  calls("__wasm_call_ctors")();
  return calls("tree_sitter_python")();
}

function namesOf(language: number, calls: (name: string) => Call, memory: WebAssembly.Memory): SitterNames {
  const nameAt = (address: number): string => {
    const bytes = new Uint8Array(memory.buffer);
    return String.fromCharCode(...bytes.subarray(address, bytes.indexOf(0, address)));
  };
  const ids = (count: number): readonly number[] => Array.from({ length: count }, (_, id) => id);
  const symbols = ids(calls("ts_language_symbol_count")(language));
  const fields = ids(calls("ts_language_field_count")(language));
  const [kindName, fieldName, isNamed] = [
    calls("ts_language_symbol_name"),
    calls("ts_language_field_name_for_id"),
    calls("ts_language_type_is_named_wasm"),
  ];
  return {
    kinds: symbols.map((id) => nameAt(kindName(language, id))),
    named: symbols.map((id) => isNamed(language, id) !== 0),
    fields: [undefined, ...fields.map((id) => nameAt(fieldName(language, id + 1)))],
  };
}

/** How much memory and table a module needs: the first part of its section about linking. */
function linkingOf(module: WebAssembly.Module): { readonly memorySize: number; readonly tableSize: number } {
  const [section] = WebAssembly.Module.customSections(module, "dylink.0");
  const bytes = new Uint8Array(section ?? new ArrayBuffer(0));
  let at = 0;
  const next = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error("a WASM file says nothing about how it is linked");
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  const [kind] = [next(), next()];
  if (kind !== 1) throw new Error("a WASM file does not say first how much memory it needs");
  const [memorySize, , tableSize] = [next(), next(), next()];
  return { memorySize, tableSize };
}

/** As much more than was asked for as emscripten takes, so that memory does not grow page by page. */
function grown(memory: WebAssembly.Memory, bytes: number, most: number): number {
  if (bytes > most) return 0;
  const wanted = Math.min(most, Math.max(bytes, memory.buffer.byteLength * 1.2));
  try {
    memory.grow(Math.ceil((wanted - memory.buffer.byteLength) / PAGE));
    return 1;
  } catch {
    return 0;
  }
}

function exportsOf({ exports }: WebAssembly.Instance): (name: string) => Call {
  return (name) => {
    const found = exports[name];
    if (typeof found !== "function") throw new Error(`a WASM file has no function ${name}`);
    return found as Call;
  };
}

const ALIGNMENT = 16;

function align(address: number): number {
  return Math.ceil(address / ALIGNMENT) * ALIGNMENT;
}

function constant(value: number): WebAssembly.Global {
  return new WebAssembly.Global({ value: "i32", mutable: false }, value);
}

function variable(value: number): WebAssembly.Global {
  return new WebAssembly.Global({ value: "i32", mutable: true }, value);
}
