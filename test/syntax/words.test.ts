/** What is read of a text's words: each mark once, however many there are, and none of the text before. */
import { describe, expect, it } from "vitest";
import { markOf, Watched } from "../../server/src/syntax/marks";
import { wordsOf } from "../../server/src/syntax/words";

const WATCHED = new Watched([markOf("sleep", "named")]);

describe("the words of a text", () => {
  it("are each noted once, in any number", () => {
    const names = Array.from({ length: 5000 }, (_, i) => `call${i}`);
    const text = [...names, ...names].map((name) => `${name}()\n`).join("");
    const marks = wordsOf(text, WATCHED);
    expect(marks).toHaveLength(names.length);
    expect(new Set(marks)).toEqual(new Set(names.map((name) => markOf(name, "called"))));
  });

  it("are those of this text alone", () => {
    const sleep = [markOf("sleep", "named"), markOf("sleep", "called")];
    expect(wordsOf("sleep(1)\n", WATCHED)).toEqual(sleep);
    expect(wordsOf("x\n", WATCHED)).toEqual([]);
    expect(wordsOf("sleep(1)\n", WATCHED)).toEqual(sleep);
  });

  it.each([
    ["sleep(1)", ["named", "called"]],
    ["await sleep(1)", ["named"]],
    ["await sleep(1).more()", ["named", "called"]],
    ["x = sleep(1)", ["named", "called", "assigned"]],
    ["self.x = sleep(1)", ["named", "called"]],
    ["nap = sleep", ["named", "renamed"]],
    ["def sleep(): pass", ["named", "defined"]],
    ["async def sleep(): await x", ["named", "defined", "defined async"]],
    ["import sleep as nap", ["named", "renamed"]],
    ['x: "sleep"', ["named"]],
    ['print("go to sleep")', []],
    ['f"{sleep(1)}"', ["named", "called"]],
    ["# sleep", []],
    ['"""sleep"""', []],
  ] as const)("say of %s how it stands there", (text, said) => {
    const ways = ["named", "called", "assigned", "renamed", "other name", "defined", "defined async", "defined generator"] as const;
    const marks = wordsOf(text, WATCHED);
    expect(ways.filter((way) => marks.includes(markOf("sleep", way)))).toEqual(said);
  });
});
