/** What is read of a text's words: each mark once, however many there are, and none of the text before. */
import { describe, expect, it } from "vitest";
import { IDLE_ASYNC, IN_NAME, markOf, RETURNED_RESULT, Watched } from "../../server/src/syntax/marks";
import { holdsWord, mayDefine, wordsIn } from "../../server/src/syntax/outline";
import { wordsOf } from "../../server/src/syntax/words";
import { open } from "../support/engine";

const WATCHED = new Watched([markOf("sleep", "named")]);

describe("the words of a text", () => {
  it("are each noted once, in any number", () => {
    const names = Array.from({ length: 5000 }, (_, i) => `call${i}`);
    const text = [...names, ...names].map((name) => `f(${name}())\n`).join("");
    const marks = wordsOf(text, WATCHED);
    const f = [markOf("f", "called"), markOf("f", "used")];
    expect(marks).toHaveLength(names.length + f.length);
    expect(new Set(marks)).toEqual(new Set([...f, ...names.map((name) => markOf(name, "called"))]));
  });

  it("are those of this text alone", () => {
    const sleep = [markOf("sleep", "named"), markOf("sleep", "called"), markOf("sleep", "used")];
    expect(wordsOf("sleep(1)\n", WATCHED)).toEqual(sleep);
    expect(wordsOf("x\n", WATCHED)).toEqual([]);
    expect(wordsOf("sleep(1)\n", WATCHED)).toEqual(sleep);
  });

  it.each([
    ["sleep(1)", ["named", "called", "used"]],
    ["await sleep(1)", ["named"]],
    ["await sleep(1).more()", ["named", "called", "used"]],
    ["x = sleep(1)", ["named", "called", "assigned"]],
    ["x: list[int] = sleep(1)", ["named", "called", "assigned"]],
    ["if y: x = sleep(1)", ["named", "called", "assigned"]],
    ["x = y = sleep(1)", ["named", "called", "assigned"]],
    ["x = \\\r\n    sleep(1)", ["named", "called", "assigned"]],
    ["x, y = sleep(1)", ["named", "called"]],
    ["x[y] = sleep(1)", ["named", "called"]],
    ["x += sleep(1)", ["named", "called"]],
    ["(x := sleep(1))", ["named", "called"]],
    ["(x := sleep(1) + 1)", ["named", "called", "used"]],
    ["x = sleep(1).y", ["named", "called", "assigned", "used"]],
    ["self.x = sleep(1)", ["named", "called"]],
    ["nap = sleep", ["named", "renamed"]],
    ["def sleep(): pass", ["named", "defined"]],
    ["async def sleep(): await x", ["named", "defined", "defined async"]],
    ["import sleep as nap", ["named", "renamed"]],
    ['x: "sleep"', ["named"]],
    ['print("go to sleep")', []],
    ['f"{sleep(1)}"', ["named", "called", "used", "iterated"]],
    ["# sleep", []],
    ['"""sleep"""', []],
    ["return sleep(1)", ["named", "called"]],
    ["return sleep(1)  # why", ["named", "called"]],
    ["return sleep(1).x", ["named", "called", "used"]],
    ["return sleep(1) \\\n    .x", ["named", "called", "used"]],
    ["return (\n    sleep(1)\n    # why\n    .x\n)", ["named", "called", "used"]],
    ["return not sleep(1)", ["named", "called", "used"]],
    ["return not (x).sleep(1)", ["named", "called", "used"]],
    ["return sleep(1) if x else y", ["named", "called", "used"]],
    ["return x if y else sleep(1)", ["named", "called"]],
    ["x or sleep(1)", ["named", "called"]],
    ["x or sleep(1) == y", ["named", "called", "used"]],
    ["sleep(1) or x", ["named", "called", "used"]],
    ["f(sleep(1))", ["named", "called"]],
    ["f(x, sleep(1), y)", ["named", "called"]],
    ["f(x=sleep(1))", ["named", "called"]],
    ["f(x == sleep(1))", ["named", "called", "used"]],
    ["f(\n    sleep(1)\n    # why\n    + x,\n)", ["named", "called", "used"]],
    ["f(\n    sleep(1)\n    [x],\n)", ["named", "called", "used"]],
    ["f(sleep(1) for x in y)", ["named", "called", "used"]],
    ["[sleep(1), x]", ["named", "called"]],
    ["[x for x in y if sleep(1)]", ["named", "called", "used"]],
    ["{x: sleep(1)}", ["named", "called"]],
    ["f(lambda: sleep(1))", ["named", "called"]],
    ["(sleep(1)).x", ["named", "called", "used"]],
    ["if (sleep(1)): pass", ["named", "called", "used"]],
    ["assert(sleep(1))", ["named", "called", "used"]],
    ["match (sleep(1)).x:\n    case y: pass", ["named", "called", "used"]],
    ["for x in sleep(1): pass", ["named", "called", "used", "iterated"]],
    ["for x in y.sleep(1)[0].z: pass", ["named", "called", "used", "iterated"]],
    ["for x in f(sleep(1)): pass", ["named", "called"]],
    ["[x for x in sleep(1)]", ["named", "called", "used", "iterated"]],
    ["async for x in sleep(1): pass", ["named", "called", "used", "iterated"]],
  ] as const)("say of %s how it stands there", (text, said) => {
    const ways = [
      "named",
      "called",
      "assigned",
      "renamed",
      "other name",
      "defined",
      "defined async",
      "defined generator",
      "used",
      "iterated",
    ] as const;
    const marks = wordsOf(text, WATCHED);
    expect(ways.filter((way) => marks.includes(markOf("sleep", way)))).toEqual(said);
  });

  it.each([
    [RETURNED_RESULT, "x = []\nreturn x", true],
    [RETURNED_RESULT, "x = list()\nreturn x  # all", true],
    [RETURNED_RESULT, "x: list[int] = [\n    # none yet\n]\nreturn x", true],
    [RETURNED_RESULT, "x = y = []\nreturn x", true],
    [RETURNED_RESULT, "x = []\nreturn y", false],
    [RETURNED_RESULT, "x = []\nreturn x.y", false],
    [RETURNED_RESULT, "x = []\nreturn y.x", false],
    [RETURNED_RESULT, "x = []\nreturn len(x)", false],
    [RETURNED_RESULT, "x = [y]\nreturn x", false],
    [RETURNED_RESULT, "x.y = []\nreturn y", false],
    [IDLE_ASYNC, "async def _f():\n    return 1", true],
    [IDLE_ASYNC, "async def __f():\n    return 1", true],
    [IDLE_ASYNC, "async def _f():\n    return await x", false],
    [IDLE_ASYNC, "async def __aenter__():\n    return 1", false],
    [IDLE_ASYNC, "async def f():\n    return 1", false],
    [IDLE_ASYNC, "def f():\n    async def g():\n        return 1", true],
    [IDLE_ASYNC, "def f():\n    pass\nasync def g():\n    return 1", false],
    [IN_NAME, "for x in y: pass", true],
    [IN_NAME, "f(x for x in y)", true],
    [IN_NAME, "for x in \\\n    y: pass", true],
    [IN_NAME, 'f"{[x for x in y]}"', true],
    [IN_NAME, "for x in y.z: pass", false],
    [IN_NAME, "for x in y(): pass", false],
    [IN_NAME, "for x in y[0]: pass", false],
  ] as const)("hold the sign %s in %s: %s", (sign, text, isHeld) => {
    expect(wordsOf(text, WATCHED).includes(markOf(sign, "named"))).toBe(isHeld);
  });
});

describe("names", () => {
  const identifiersOf = (text: string): readonly string[] =>
    open(text).segments.flatMap(({ tree }) => [...tree.nodesOf(new Set(["identifier"]))].map((node) => node.text));

  /** Every 101st character beyond ASCII, and those that are easily misread. */
  const characters = (): readonly string[] => {
    const some: string[] = [
      "\0",
      "\f",
      "\v",
      "\uFEFF",
      "\u200B",
      "\u2060",
      "\u00A0",
      "\u2028",
      "\uD83D",
      "\uDC0D",
      "🐍",
      "𝒻",
      "\u0301",
      "·",
      "×",
      "٣",
      "ª",
      "〇",
      "\u{E0100}",
    ];
    for (let code = 0x80; code < 0x30000; code += 101) some.push(String.fromCodePoint(code));
    return some;
  };

  it("are read as the grammar reads them", () => {
    const all = characters();
    let inNames = 0;
    for (const one of all) {
      for (const text of [`a${one}b\n`, `${one}b\n`]) {
        const identifiers = identifiersOf(text).filter((name) => name !== "");
        // What Unicode has taken in since the grammar was made ends a name there.
        if (/^\p{XID_Continue}/u.test(one) && !identifiers.some((name) => name.includes(one))) continue;
        inNames += identifiers.filter((name) => name.includes(one)).length;
        const words = [...wordsIn(text)];
        for (const name of identifiers) {
          expect(words, `${JSON.stringify(text)} names ${name}`).toContain(name);
          expect(holdsWord(text, name)).toBe(true);
          expect(
            wordsOf(`${text.trimEnd()}()\n`, new Watched([markOf(name, "named")])),
            JSON.stringify(text),
          ).toContain(markOf(name, "named"));
        }
      }
    }
    expect(inNames).toBeGreaterThan(all.length / 2);
  });

  it("are found behind what is no part of them", () => {
    for (const before of ["\uD800", "\uDC0D", "×", "\u200B", "\uFEFF", "\u00A0"])
      expect(mayDefine(`self.${before}name = 1`, "name")).toBe(true);
    expect(mayDefine("é, name = f()", "name")).toBe(true);
    expect(mayDefine("𝒻, name = f()", "name")).toBe(true);
    expect(mayDefine("𝒻, é = f()", "é")).toBe(true);
  });
});
