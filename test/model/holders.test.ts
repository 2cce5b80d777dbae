/** Where names are written: what is told of a change, and how much is looked at for one question. */
import { describe, expect, it } from "vitest";
import { keyOf } from "../../server/src/model/dependency";
import { Infer } from "../../server/src/model/infer";
import { Module } from "../../server/src/model/module";
import { open } from "../support/engine";

const SAID = keyOf({ kind: "said", name: "serve" });
const USES = keyOf({ kind: "uses", name: "serve" });

function following(text: string): {
  readonly module: Module;
  readonly replace: (old: string, by: string) => ReadonlySet<string>;
} {
  const document = open(text);
  const module = new Module(document);
  const replace = (old: string, by: string): ReadonlySet<string> => {
    const at = document.text.indexOf(old);
    expect(at).toBeGreaterThanOrEqual(0);
    document.apply(
      [{ range: { start: document.positionAt(at), end: document.positionAt(at + old.length) }, text: by }],
      1,
    );
    return module.update().changed;
  };
  return { module, replace };
}

describe("whether a file says a name", () => {
  const TEXT = "def f():\n    serve(1)\n\n\ndef g():\n    serve(2)\n";

  it("is told where it turns, and not by each use", () => {
    const { module, replace } = following(TEXT);
    expect(module.isSaid("serve")).toBe(true);
    const first = replace("serve(1)", "go(1)");
    expect(first.has(USES)).toBe(true);
    expect(first.has(SAID)).toBe(false);
    expect(replace("serve(2)", "go(2)").has(SAID)).toBe(true);
    expect(module.isSaid("serve")).toBe(false);
    expect(replace("go(1)", "serve(1)").has(SAID)).toBe(true);
    expect(module.isSaid("serve")).toBe(true);
  });

  it("asks for an identifier, not for a word", () => {
    const { module, replace } = following('def f():\n    """We serve."""\n\n\ndef g():\n    go(2)\n');
    expect(module.isSaid("serve")).toBe(false);
    expect(replace("We serve.", "They serve.").has(SAID)).toBe(false);
    expect(replace("go(2)", "serve(2)").has(SAID)).toBe(true);
  });
});

describe("the uses of a name", () => {
  const many = (count: number): Infer => {
    const text = Array.from({ length: count }, (_, i) => `def f${i}(service):\n    service.start()\n`).join("\n\n");
    return new Infer(new Module(open(text)));
  };

  it("are looked at where few parts of the file say it", () => {
    expect([...many(60).identifiersIfFew("start")]).toHaveLength(60);
  });

  it("are left out, and nothing parsed, where very many do", () => {
    const infer = many(70);
    expect([...infer.identifiersIfFew("start")]).toEqual([]);
    expect(infer.module.document.parsedLength).toBe(0);
    expect([...infer.identifiers("start")]).toHaveLength(70);
  });

  it("of a function's variable stand in its function: nothing else is parsed, or depended on", () => {
    const text =
      'session = None\n\n\ndef f():\n    session = open("a")\n    session.read()\n\n\ndef g():\n    global session\n    session = 1\n';
    const infer = new Infer(new Module(open(text)));
    const [outer, local, other] = infer.module.document.segments;
    const [name] = [...local!.tree.root.descendants("identifier")].filter((id) => id.text === "session");
    expect([...infer.usesOf(name!)].map(({ tree }) => tree)).toEqual([local!.tree, local!.tree]);
    expect(infer.reads.size).toBe(0);
    expect(infer.module.document.parsedLength).toBe(local!.text.length);
    for (const segment of [outer, other]) {
      const [one] = [...segment!.tree.root.descendants("identifier")].filter((id) => id.text === "session");
      expect([...infer.usesOf(one!)]).toHaveLength(5);
    }
  });
});
