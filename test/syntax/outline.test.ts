/** What a segment of a class may define is told by its text: more than it defines, never less. */
import { describe, expect, it } from "vitest";
import { findScopes } from "../../server/src/model/scope-finder";
import { holdsWord, mayDefine, type Outline, outlineOf, wordsIn } from "../../server/src/syntax/outline";
import { open } from "../support/engine";
import { realFiles } from "../support/files";

/** The names that the members of the classes of a text define or set, by the text of the member. */
function* defined(text: string): Iterable<{ readonly member: string; readonly name: string }> {
  for (const segment of open(text).segments) {
    if (segment.piece.indent === 0 || segment.broken) continue;
    const { bindings, attributes } = findScopes(segment.tree, "class").outer;
    for (const name of [...bindings.keys(), ...attributes.keys()]) yield { member: segment.text, name };
  }
}

/** In a class, `name` is defined or set as an attribute of `self`. */
const DEFINING: Readonly<Record<string, string>> = {
  assignment: "name = 1",
  annotation: "name: int",
  "annotated assignment": "name : int = 1",
  "augmented assignment": "name += 1",
  chain: "a = name = b = 1",
  method: "def name(self): pass",
  "async method": "async def name(self): pass",
  "decorated method": "@property\ndef name(self): pass",
  "nested class": "class name: pass",
  "several targets": "a, name, b = f()",
  "the last of several": "a, name = f()",
  "targets in brackets": "(a, [name, *b]) = f()",
  "targets over lines": "(a,\n name,\n b) = f()",
  "several targets on one of several lines": "(a, b,\n c, name, d,\n e) = f()",
  "the last target over lines": "(\n    a,\n    name\n) = f()",
  "targets behind a backslash": "a, name, \\\n    b = f()",
  "assignment behind a backslash": "name \\\n    = 1",
  "behind a semicolon": "a = 1; name, b = f()",
  loop: "for name in f(): pass",
  "loop over several": "for a, (b, name) in f(): pass",
  "loop over lines": "for (a,\n     name) in f(): pass",
  with: "with f() as name: pass",
  "with several": "with f(a, b) as (c, name): pass",
  except: "try: pass\nexcept E as name: pass",
  import: "import name",
  "from import over lines": "from m import (\n    a,\n    name,\n    b,\n)",
  "import as": "import a.b as name",
  del: "del name",
  walrus: "if (name := f()): pass",
  "walrus in a default": "def f(self, a=(name := 1)): pass",
  match: "match a:\n    case [b, name]: pass",
  attribute: "def f(self):\n    self.name = 1",
  "annotated attribute": "def f(self):\n    self.name: int = 1",
  "attribute among several": "def f(self):\n    self.a, self.name, self.b = f()",
  "attributes over lines": "def f(self):\n    (self.a, self.b,\n     self.name, self.c,\n     self.d) = f()",
  "attribute as what is entered": "def f(self):\n    with f(self.a, b) as self.name: pass",
  "attribute in a loop": "def f(self):\n    for self.name in f(): pass",
  "attribute behind a colon": "def f(self):\n    if a: self.name, self.b = f()",
};

/** It is used, in ways that are frequent in real code. */
const USING: Readonly<Record<string, string>> = {
  call: "def f(self):\n    self.name()",
  condition: "def f(self):\n    if self.name:\n        pass",
  comparison: "def f(self):\n    return self.name == 1",
  "end of a statement": "def f(self):\n    return self.name",
  "right side": "def f(self):\n    a = self.name",
  argument: "def f(self):\n    f(self.name, a=1)",
  "argument that ends its line": "def f(self):\n    f(self.name,\n      1)",
  "argument of a line of its own": "def f(self):\n    f(\n        a=self.name,\n    )",
  "what is iterated over": "def f(self):\n    for a in self.name:\n        pass",
  item: "def f(self):\n    self.name[a] = 1",
  parameter: "def f(self, name, a): pass",
  "parameter with a default": "def f(self, name=1): pass",
  "variable of the method": "def f(self):\n    name = 1",
  "another name": "def f(self):\n    self.names = 1",
};

const indented = (text: string): string => text.replace(/^(?=.)/gm, "    ");

describe("what may be defined", () => {
  it("is all that the members of classes define in real files", () => {
    const all = realFiles(300).flatMap(({ text }) => [...defined(text)]);
    expect(all.length).toBeGreaterThan(1000);
    for (const { member, name } of all) expect(mayDefine(member, name), `${name} in ${member}`).toBe(true);
  });

  it.each(Object.entries(DEFINING))("is what is defined by %s", (_way, text) => {
    const found = [...defined(`class A:\n    x = 1\n\n${indented(text)}\n`)].find(({ name }) => name === "name");
    expect(found, "the example defines nothing").toBeDefined();
    expect(mayDefine(found!.member, "name")).toBe(true);
  });

  it.each(Object.entries(USING))("is not what is used as %s", (_way, text) => {
    expect([...defined(`class A:\n    x = 1\n\n${indented(text)}\n`)].map(({ name }) => name)).not.toContain("name");
    expect(mayDefine(indented(text), "name")).toBe(false);
  });
});

describe("a word", () => {
  const BESIDE = ["", " ", "(", ".", "_", "a", "A", "0", "10", "a1", "é", "1é", "\u2028", "😀", "\ud83d", "·"];

  it.each(BESIDE)("is held behind %j as the text taken to pieces holds it", (before) => {
    for (const word of ["main", "_x1", "größe", "a.b", "1a"]) {
      for (const after of BESIDE) {
        for (const text of [
          `${before}${word}${after}`,
          `x${word} ${before}${word}${after}`,
          `é ${before}${word}${after}`,
        ]) {
          expect(holdsWord(text, word), JSON.stringify([text, word])).toBe(wordsIn(text).has(word));
        }
      }
    }
  });
});

describe("a name that is missing", () => {
  it.each(["", "x", "session = ;", "()", " "])("stands nowhere in %j", (text) => {
    expect(holdsWord(text, "")).toBe(false);
    expect(mayDefine(text, "")).toBe(false);
  });

  it("binds nothing", () => {
    for (const text of [
      "import \n",
      "x = ;\n",
      "for in x: pass\n",
      "def f():\n    global \n    = 1\n",
      "class A:\n    def f(self):\n        self. = 1\n",
      "class : pass\n",
    ]) {
      for (const { tree, piece } of open(text).segments) {
        const { outer, globalBindings } = findScopes(tree, piece.indent > 0 ? "class" : "module");
        for (const names of [outer.bindings, outer.attributes, globalBindings])
          expect([...names.keys()]).not.toContain("");
        expect([...outer.globals]).not.toContain("");
      }
    }
  });
});

describe("what a piece binds", () => {
  const comments = "# why\r\n".repeat(2000);

  const outline = (text: string): Outline => outlineOf({ text, kind: "statements", indent: 0, open: "nothing" });

  it("is told in one go behind any number of comments that end in CR LF", () => {
    expect(outline(`${comments}def f():\r\n    pass\r\n`)).toEqual({ kind: "definition", name: "f" });
    expect(outline(`${comments}f(1)\r\n`)).toEqual({ kind: "unknown" });
    expect(mayDefine(`${comments}name = 1\r\n`, "name")).toBe(true);
  });
});
