/**
 * Trees can be given back at any time between two questions: what is handed out afterwards belongs to the trees that
 * are there then.
 */
import { describe, expect, it } from "vitest";
import { keyOf } from "../../server/src/model/dependency";
import { Infer } from "../../server/src/model/infer";
import { Module } from "../../server/src/model/module";
import { analyze, open } from "../support/engine";

const TEXT = `import asyncio as aio, requests

session = requests.Session()


class Client:
    limit = 5

    def __init__(self):
        self.session = session

    async def fetch(self, url):
        return self.session.get(url)


async def main():
    return Client().fetch("https://example.org/")
`;

describe("a module whose trees were given back", () => {
  it("hands out nodes of the trees that it holds", () => {
    const module = new Module(open(TEXT));
    const current = (): boolean[] => {
      const [imported] = module.bindings("requests");
      const [client] = module.bindings("Client");
      const [used] = [...module.identifiers("session")];
      const definition = module.class(module.bindings("Client")[0]!.node.parent!);
      const [initial] = definition.partsWith("session").flatMap(({ attributes }) => attributes.get("session") ?? []);
      const nodes = [imported!.node, client!.node, used!, definition.node, initial!.node];
      return nodes.map((node) => node.tree === module.segmentOf(node).tree);
    };
    expect(current()).toEqual([true, true, true, true, true]);
    module.dropTrees();
    expect(current()).toEqual([true, true, true, true, true]);
  });

  it("means the same", () => {
    const module = new Module(open(TEXT));
    const calls = (): readonly (string | undefined)[] =>
      module.document.segments.flatMap(({ tree }) =>
        [...tree.root.descendants("call")].map((call) => new Infer(module).callee(call)),
      );
    const before = calls();
    expect(before).toContain("requests.Session.get");
    module.dropTrees();
    expect(calls()).toEqual(before);
  });

  it("counts what it holds", () => {
    const { document, module } = analyze(TEXT);
    expect(document.parsedLength).toBe(0);
    for (const segment of document.segments) expect(segment.tree.broken).toBe(false);
    expect(document.parsedLength).toBe(TEXT.length);
    module.dropTrees();
    expect(document.parsedLength).toBe(0);
  });

  it("still knows what an import meant that is edited", () => {
    const document = open(TEXT);
    const module = new Module(document);
    expect(module.bindings("requests")).toHaveLength(1);
    module.dropTrees();
    const at = { line: 0, character: 21 };
    document.apply([{ range: { start: at, end: at }, text: "x" }], 1);
    const { changed } = module.update();
    const of = (name: string): string => keyOf({ kind: "name", name });
    expect(changed).toContain(of("aio"));
    expect(changed).toContain(of("aiox"));
    expect(changed).not.toContain(of("requests"));
  });
});
