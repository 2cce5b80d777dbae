/** What a search for the shortest way looks at, by a count of the functions whose calls it asks for. */
import { describe, expect, it } from "vitest";
import { type Hop, Reach } from "../../server/src/model/reach";

type Calls = Readonly<Record<string, readonly (string | { readonly seldom: string })[]>>;

/** Functions by their names; `!` is a call that ends a way. */
function reachOf(calls: Calls): { readonly reach: Reach<string, string, string>; readonly asked: string[] } {
  const asked: string[] = [];
  const hops = (from: string): readonly Hop<string, string, string>[] => {
    asked.push(from);
    return (calls[from] ?? []).map((call) => {
      const to = typeof call === "string" ? call : call.seldom;
      return {
        step: `${from}-${to}`,
        end: to === "!" ? "ends" : undefined,
        to: to === "!" ? undefined : to,
        seldom: typeof call !== "string",
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

  it("that came to nothing because of what it passed over says nothing of the functions on the way", () => {
    const { reach } = reachOf({ a: ["b"], b: [{ seldom: "c" }], c: ["!"] });
    expect(reach.from("a")?.steps).toEqual(["a-b", "b-c", "c-!"]);
    expect(reach.from("b")?.steps).toEqual(["b-c", "c-!"]);
  });
});
