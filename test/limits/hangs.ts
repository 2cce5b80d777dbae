/** Work that never ends. */

/** A module with one function that loops for ever. */
const ENDLESS = new WebAssembly.Instance(
  new WebAssembly.Module(
    Uint8Array.of(
      0,
      97,
      115,
      109,
      1,
      0,
      0,
      0,
      1,
      4,
      1,
      96,
      0,
      0,
      3,
      2,
      1,
      0,
      7,
      5,
      1,
      1,
      102,
      0,
      0,
      10,
      9,
      1,
      7,
      0,
      3,
      64,
      12,
      0,
      11,
      11,
    ),
  ),
).exports["f"] as () => void;

export const HANGS: Readonly<Record<string, () => void>> = {
  "a loop": () => {
    for (;;);
  },
  "a regular expression": () => void /^(a+)+$/.test(`${"a".repeat(60)}b`),
  WASM: ENDLESS,
  "a loop that catches": () => {
    for (;;) {
      try {
        for (;;);
      } catch {
        // Whatever it was.
      }
    }
  },
};
