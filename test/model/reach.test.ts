/** What a search for the shortest way looks at, by a count of the functions whose calls it asks for. */
import { describe, expect, it } from "vitest";
import { type Hop, Reach } from "../../server/src/model/reach";

/** A call goes on to one function, or to one of several: `b|c`. */
type Calls = Readonly<
  Record<
    string,
    readonly (string | { readonly seldom: string } | { readonly slight: string } | { readonly less: string })[]
  >
>;

/** Functions by their names; `!` is a call that ends a way. */
function reachOf(calls: Calls): { readonly reach: Reach<string, string, string>; readonly asked: string[] } {
  const asked: string[] = [];
  const hops = (from: string): readonly Hop<string, string, string>[] => {
    asked.push(from);
    return (calls[from] ?? []).map((call) => {
      const seldom = typeof call === "object" && "seldom" in call;
      const keeps = typeof call !== "object" || "seldom" in call ? "long" : "less" in call ? "less" : "moment";
      const to = typeof call === "string" ? call : (Object.values(call)[0] ?? "");
      return {
        step: `${from}-${to}`,
        end: to === "!" ? "ends" : undefined,
        to: to === "!" ? [] : to.split("|"),
        seldom,
        keeps,
      };
    });
  };
  return { reach: new Reach(hops, (name) => name), asked };
}

describe("a search for the shortest way", () => {
  it("that comes to nothing looks once at each function, and at none of them again", () => {
    const { reach, asked } = reachOf({ a: ["b", "c"], b: ["d"], c: ["d"], d: ["a"] });
    expect(["a", "b", "c", "d"].map((name) => reach.from(name))).toEqual([undefined, undefined, undefined, undefined]);
    expect(asked).toEqual(["a", "b", "c", "d"]);
  });

  it("goes by calls that are made once in a while where nothing else leads on, and only then looks again", () => {
    const { reach, asked } = reachOf({ a: ["b", { seldom: "c" }], b: [], c: ["!"] });
    expect(reach.from("a")).toEqual({ steps: ["a-c", "c-!"], end: "ends", seldom: true });
    expect(asked).toEqual(["a", "b", "a", "b", "c"]);
  });

  it("takes a longer way that is walked each time before one that is not", () => {
    const { reach } = reachOf({ a: [{ seldom: "!" }, "b"], b: ["c"], c: ["!"] });
    expect(reach.from("a")).toEqual({ steps: ["a-b", "b-c", "c-!"], end: "ends", seldom: false });
  });

  it("looks again for what takes a moment behind one of several functions", () => {
    const { reach } = reachOf({ a: ["b|c"], b: [{ slight: "!" }], c: ["!"] });
    expect(reach.from("a")).toEqual({ steps: ["a-b|c", "b-!"], end: "ends", seldom: false });
  });

  it("takes a longer way to what takes its time before one to what takes a moment, and that before what is seldom", () => {
    const { reach } = reachOf({ a: [{ slight: "!" }, "b"], b: ["c"], c: ["!"], d: [{ slight: "!" }, { seldom: "c" }] });
    expect(reach.from("a")).toEqual({ steps: ["a-b", "b-c", "c-!"], end: "ends", seldom: false });
    expect(reach.from("d")).toEqual({ steps: ["d-!"], end: "ends", seldom: false });
  });

  it("takes a longer way to what keeps its thread for long before one to what keeps it less", () => {
    const { reach } = reachOf({ a: [{ less: "!" }, "b"], b: ["c"], c: ["!"], d: [{ slight: "!" }, { less: "!" }] });
    expect(reach.from("a")?.steps).toEqual(["a-b", "b-c", "c-!"]);
    expect(reach.from("d")).toEqual({ steps: ["d-!"], end: "ends", seldom: false });
  });

  it("that came to nothing because of what it passed over says nothing of the functions on the way", () => {
    const { reach } = reachOf({ a: ["b"], b: [{ seldom: "c" }], c: ["!"] });
    expect(reach.from("a")?.steps).toEqual(["a-b", "b-c", "c-!"]);
    expect(reach.from("b")?.steps).toEqual(["b-c", "c-!"]);
  });

  it("goes through one of several functions where each comes to an end, and tells the way of the first", () => {
    const { reach } = reachOf({ a: ["b|c"], b: ["d"], c: ["!"], d: ["!"], e: ["c|f", "g"], f: [], g: ["a"] });
    expect(reach.from("a")?.steps).toEqual(["a-b|c", "b-d", "d-!"]);
    expect(reach.from("e")?.steps).toEqual(["e-g", "g-a", "a-b|c", "b-d", "d-!"]);
  });

  it("ends where one of several functions comes to nothing, be it in a cycle, whatever was asked before", () => {
    const calls: Calls = { a: ["b|c"], b: ["!"], c: ["a"], d: ["a|b"], e: ["e|b", "!"] };
    for (const order of ["abcde", "edcba", "dacbe"]) {
      const { reach } = reachOf(calls);
      const found = new Map([...order].map((name) => [name, reach.from(name)?.steps] as const));
      expect(Object.fromEntries(found)).toEqual({ a: undefined, b: ["b-!"], c: undefined, d: undefined, e: ["e-!"] });
    }
  });

  it("takes a way that is sure before one through several functions", () => {
    const { reach } = reachOf({ a: ["b|c", "d"], b: ["!"], c: ["!"], d: ["e"], e: ["!"] });
    expect(reach.from("a")?.steps).toEqual(["a-d", "d-e", "e-!"]);
  });

  it("looks at a bounded number of functions, and for ways of a bounded length, through several as well", () => {
    const calls = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, i) => [`f${i}`, i === 4_999 ? ["!"] : [`f${i + 1}|f${i + 1}`]] as const),
    );
    const { reach, asked } = reachOf(calls);
    expect(reach.from("f0")).toBeUndefined();
    expect(asked.length).toBeLessThan(5_000);
    expect(reach.from("f4990")?.steps).toHaveLength(10);
  });
});
