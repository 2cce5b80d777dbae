// node:assert does not exist in the web extension host.

export function ok(value: unknown, what: string): asserts value {
  if (!value) throw new Error(what);
}

/** Shows both values whole, so that the right one can be pasted. */
export function equal(actual: string | undefined, expected: string, what = "the text"): void {
  if (actual !== expected) throw new Error(`${what} is\n${actual ?? "missing"}\n--- and should be\n${expected}`);
}
