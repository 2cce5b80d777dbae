/** What an edit changes concerns those who looked at it, and nobody else. */
import { describe, expect, it } from "vitest";
import { type Dependency, keyOf } from "../../server/src/model/dependency";
import { Infer } from "../../server/src/model/infer";
import { Module } from "../../server/src/model/module";
import { open } from "../support/engine";

const TEXT = `import requests


class Client:
    def make(self):
        return requests.Session()

    def first(self, url):
        self.make().get(url)


class Client:
    def make(self):
        return requests.Session()

    def second(self, url):
        self.make().get(url)
`;

/** What each call of `get` depends on that an edit changes, by the method that it stands in. */
function concerned(edited: string, text: string): readonly string[] {
  const document = open(TEXT);
  const module = new Module(document);
  const readers = ["first", "second"].map((method) => {
    const segment = document.segments.find((one) => one.text.includes(`def ${method}`))!;
    const infer = new Infer(module);
    for (const call of segment.tree.root.descendants("call")) infer.value(call);
    return { method, reads: infer.reads };
  });
  const at = document.positionAt(TEXT.lastIndexOf(edited));
  document.apply([{ range: { start: at, end: { line: at.line, character: at.character + edited.length } }, text }], 1);
  const { changed } = module.update();
  return readers.filter(({ reads }) => [...changed].some((key) => reads.has(key))).map(({ method }) => method);
}

describe("dependencies", () => {
  it("tell two classes of one name apart", () => {
    expect(concerned("return requests.Session()", "return None")).toEqual(["second"]);
    expect(concerned("class Client", "class Clients")).toEqual(["second"]);
  });

  it("are no concern where nobody looked", () => {
    expect(concerned("self.make().get(url)", "pass")).toEqual([]);
  });

  it("are all spelled differently", () => {
    const words = ["a", "b", "1", "2"];
    const all = words.flatMap((name, i): Dependency[] => [
      { kind: "name", name },
      { kind: "bindings", name },
      { kind: "uses", name },
      { kind: "class", segment: i },
      ...words.map((member): Dependency => ({ kind: "member", segment: i, name: member })),
    ]);
    all.push({ kind: "star imports" }, { kind: "any method" });
    expect(new Set(all.map(keyOf)).size).toBe(all.length);
  });
});
