/** Where strings end, read without a grammar. */
import { describe, expect, it } from "vitest";
import { stringEnd } from "../../server/src/syntax/strings";

/** A string as it begins its code, and what stands behind it. */
const STRINGS: readonly (readonly [code: string, behind: string])[] = [
  [`"a" + "b"`, ` + "b"`],
  [`"a\\"b" + c`, ` + c`],
  [`r"a\\" + b"`, ``],
  [`"""a"b""" + c`, ` + c`],
  [`"a`, ``],
  [`"a\nb`, `\nb`],
  [`f"{a["b"]}" + c`, ` + c`],
  [`rF"{a["b"]}" + c`, ` + c`],
  [`fr"{a["b"]}" + c`, ` + c`],
  [`t"{a["b"]}" + c`, ` + c`],
  [`f"{{" + "}"`, ` + "}"`],
  // What calls it is no prefix of it.
  [`print("{"); a = "}"`, `); a = "}"`],
  [`f("{", "}")`, `, "}")`],
  [`if("{"): a = "}"`, `): a = "}"`],
  [`not "{" + "}"`, ` + "}"`],
  [`b"{" + b"}"`, ` + b"}"`],
];

describe("a string", () => {
  it.each(STRINGS)("in %j ends before %j", (code, behind) => {
    const quote = code.search(/["']/);
    const end = stringEnd(code, quote);
    expect(code.slice(end)).toBe(behind);
  });
});
