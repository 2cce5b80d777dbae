/** Of imports for several platforms, or for several versions of Python, that of a server with a new Python counts. */
import { describe, expect, it } from "vitest";
import { type ProjectFiles, stallsIn, workspaceOf } from "./in-memory";

const main = (imports: string, ...body: readonly string[]): string =>
  [imports, "", "", "async def main():", ...body.map((line) => `    ${line}`), ""].join("\n");
const stalls = (files: ProjectFiles): readonly string[] => {
  const all = new Map(Object.entries(files));
  return stallsIn("main.py", all, workspaceOf(all));
};

const OTHERS = {
  "blocks.py": "import time\n\n\ndef load():\n    time.sleep(1)\n",
  "rests.py": "def load():\n    pass\n",
};

describe("an import", () => {
  it.each([
    [
      "for Windows and others",
      'import sys\n\nif sys.platform == "win32":\n    from rests import load\nelse:\n    from blocks import load',
    ],
    [
      "for Linux and others",
      'import sys\n\nif sys.platform.startswith("linux"):\n    from blocks import load\nelse:\n    from rests import load',
    ],
    [
      "for an old Python and a new one",
      "import sys\n\nif sys.version_info < (3, 11):\n    from rests import load\nelse:\n    from blocks import load",
    ],
  ])("%s is that which counts", (_name, imports) => {
    const reexported = { "own.py": `${imports}\n`, "main.py": main("from own import load", "load()") };
    for (const files of [{ "main.py": main(imports, "load()") }, reexported])
      expect(stalls({ ...OTHERS, ...files })).toHaveLength(1);
  });

  it.each([
    [
      "for Windows and others",
      'import sys\n\nif sys.platform == "win32":\n    from blocks import load\nelse:\n    from rests import load',
    ],
    [
      "for an old Python and a new one",
      "import sys\n\nif sys.version_info < (3, 11):\n    from blocks import load\nelse:\n    from rests import load",
    ],
  ])("%s is silent where that does not block", (_name, imports) => {
    const reexported = { "own.py": `${imports}\n`, "main.py": main("from own import load", "load()") };
    for (const files of [{ "main.py": main(imports, "load()") }, reexported])
      expect(stalls({ ...OTHERS, ...files })).toEqual([]);
  });
});
