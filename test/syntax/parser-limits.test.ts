/** A text that is too much for the parser costs nothing but itself: the next one is parsed as if it had never been. */
import fs from "node:fs";
import { createRequire } from "node:module";
import { afterEach, expect, it } from "vitest";
import { PARSER_LIMITS, type ParserLimits, ParserLimitError, PythonParser } from "../../server/src/syntax/parser";

const require = createRequire(import.meta.url);
const MEBIBYTE = 1 << 20;
/** Needs 70 MiB, where a runtime begins with 32. */
const LARGE = `x = [${"[], ".repeat(120_000)}]\n`;
const SMALL = "async def f():\n    await g()\n";

async function load(limits: Partial<ParserLimits>): Promise<PythonParser> {
  const read = (name: string): Uint8Array => fs.readFileSync(require.resolve(name));
  return PythonParser.load(
    {
      runtime: read("web-tree-sitter/web-tree-sitter.wasm"),
      grammar: read("tree-sitter-python/tree-sitter-python.wasm"),
    },
    { ...PARSER_LIMITS, ...limits },
  );
}

/** What a parser of its own makes of the small text. */
async function expectWorks(parser: PythonParser): Promise<void> {
  const { columns } = (await load({})).parse(SMALL);
  expect(parser.parse(SMALL).columns).toEqual(columns);
}

const { Memory } = WebAssembly;
let started = 0;

/** Each runtime takes a memory of its own. */
function countRuntimes(): void {
  started = 0;
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      started++;
    }
  };
}

afterEach(() => {
  WebAssembly.Memory = Memory;
});

it("refuses what is longer than its limit", async () => {
  const parser = await load({ length: 1000 });
  expect(() => parser.parse("#".repeat(1001))).toThrow(ParserLimitError);
  expect(() => parser.parse("#".repeat(1001))).toThrow("1001 characters long: more than 1000");
  expect(parser.parse("#".repeat(1000)).broken).toBe(false);
});

it("goes on with a new runtime after one has run out of memory", async () => {
  const parser = await load({ memory: 36 * MEBIBYTE });
  for (let time = 0; time < 3; time++) {
    expect(() => parser.parse(LARGE)).toThrow("too much for the parser's memory");
    await expectWorks(parser);
  }
});

it("goes on after a text with too many steps", async () => {
  const parser = await load({ checksPerThousand: 1 });
  expect(() => parser.parse(LARGE)).toThrow("too many steps");
  await expectWorks(parser);
});

it("goes on with a new runtime after one was left in the middle of a text", async () => {
  const parser = await load({});
  const buffer = Object.getOwnPropertyDescriptor(WebAssembly.Memory.prototype, "buffer")!;
  const fail = (): never => {
    throw new WebAssembly.RuntimeError("memory access out of bounds");
  };
  Object.defineProperty(WebAssembly.Memory.prototype, "buffer", { ...buffer, get: fail });
  try {
    expect(() => parser.parse(SMALL)).toThrow("memory access out of bounds");
  } finally {
    Object.defineProperty(WebAssembly.Memory.prototype, "buffer", buffer);
  }
  countRuntimes();
  await expectWorks(parser);
  // One for the parser that it is held against, and one in the place of the lost one.
  expect(started).toBe(2);
});

it("gives back the memory that a large text has taken", async () => {
  const [keeps, gives] = [await load({}), await load({ keptMemory: 40 * MEBIBYTE })];
  countRuntimes();
  for (const parser of [keeps, gives]) parser.parse(LARGE);
  expect(started).toBe(0);
  keeps.parse(SMALL);
  expect(started).toBe(0);
  gives.parse(SMALL);
  gives.parse(SMALL);
  expect(started).toBe(1);
});
