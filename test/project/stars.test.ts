/**
 * `from module import *` brings what `__all__` lists, however that is put together, and hides what stands before it.
 */
import { describe, expect, it } from "vitest";
import { type ProjectFiles, stallsIn, workspaceOf } from "./in-memory";

const main = (imports: string, ...body: readonly string[]): string =>
  [imports, "", "", "async def main():", ...body.map((line) => `    ${line}`), ""].join("\n");
const stalls = (files: ProjectFiles): readonly string[] => {
  const all = new Map(Object.entries(files));
  return stallsIn("main.py", all, workspaceOf(all));
};
const OWN = "import time\n\n\ndef _load():\n    time.sleep(1)\n\n\ndef other():\n    time.sleep(2)\n";
const LISTED = { "inner.py": `__all__ = ["_load"]\n${OWN}` };
const BOTH = main("from own import *", "_load()", "other()");

describe("what is brought by", () => {
  it.each([
    ["a list that is added", `__all__ = []\n__all__ += ["_load"]\n${OWN}`],
    ["a list that it is extended by", `__all__ = []\n__all__.extend(["_load"])\n${OWN}`],
    ["what is appended", `__all__ = []\n__all__.append("_load")\n${OWN}`],
    ["a sum", `__all__ = ["x"] + ["_load"]\nx = 1\n${OWN}`],
    ["what is taken away", `__all__ = ["_load", "other"]\n__all__.remove("other")\n${OWN}`],
    [
      "the list of another module",
      'import inner\nfrom inner import *\n\n__all__ = ["x"]\n__all__ += inner.__all__\nx = 1\n',
    ],
    ["that with others", 'from . import inner\nfrom .inner import *\n\n__all__ = [*inner.__all__, "x"]\nx = 1\n'],
    [
      "that under another name",
      'from inner import *\nfrom inner import __all__ as theirs\n\n__all__ = ["x"] + theirs\nx = 1\n',
    ],
    ["that of a package", "import inner\nfrom inner import *\n\n__all__ = list(inner.__all__)\n"],
  ])("%s", (_name, own) => {
    expect(stalls({ "main.py": BOTH, "own.py": own, ...LISTED })).toEqual([expect.stringMatching(/^5: _load\(\) /)]);
  });

  it("two modules that list each other's names, which end nowhere", () => {
    const ring = (other: string): string =>
      `import ${other}\nfrom ${other} import *\n\n__all__ = ["x"]\n__all__ += ${other}.__all__\n`;
    expect(stalls({ "main.py": BOTH, "own.py": ring("back"), "back.py": ring("own") })).toEqual([]);
  });
});

const RESTS = "def load():\n    pass\n";
const BLOCKS = "import time\n\n\ndef load():\n    time.sleep(1)\n";

describe("a star behind", () => {
  it.each([
    ["an import", "from a import load\nfrom b import *"],
    ["a definition", "def load():\n    pass\n\n\nfrom b import *"],
    ["another star", "from a import *\nfrom b import *"],
  ])("%s of the name counts", (_name, imports) => {
    const files = { "a.py": RESTS, "b.py": BLOCKS };
    expect(stalls({ ...files, "main.py": main(imports, "load()") })).toHaveLength(1);
    expect(
      stalls({ ...files, "own.py": `${imports}\n`, "main.py": main("from own import load", "load()") }),
    ).toHaveLength(1);
  });

  it.each([
    ["an import", "from a import load\nfrom b import *"],
    ["a definition", "import time\n\n\ndef load():\n    time.sleep(1)\n\n\nfrom b import *"],
  ])("%s of the name hides it", (_name, imports) => {
    const files = { "a.py": BLOCKS, "b.py": RESTS };
    expect(stalls({ ...files, "main.py": main(imports, "load()") })).toEqual([]);
    expect(stalls({ ...files, "own.py": `${imports}\n`, "main.py": main("from own import load", "load()") })).toEqual(
      [],
    );
  });

  it("it hides nothing where its module has no such name, and what stands behind it hides its own", () => {
    const files = { "a.py": BLOCKS, "b.py": RESTS, "c.py": "x = 1\n" };
    const ways = ["from a import load\nfrom c import *", "from b import *\nfrom a import load"];
    for (const imports of ways) {
      expect(stalls({ ...files, "main.py": main(imports, "load()") })).toHaveLength(1);
      expect(
        stalls({ ...files, "own.py": `${imports}\n`, "main.py": main("from own import load", "load()") }),
      ).toHaveLength(1);
    }
  });
});
