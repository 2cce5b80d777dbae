/** One file is answered as the run over all of its folder answers for it, wherever anybody stands who asks. */
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, it } from "vitest";
import { cli, project } from "./cli";

const WAITS = "import time\n\n\ndef load():\n    time.sleep(1)\n";
const USES = "async def main():\n    load()\n";

const UNMARKED: Readonly<Record<string, string>> = {
  "main.py": `from app.db import load\n\n\n${USES}`,
  "app/db.py": WAITS,
  "app/api.py": `from app.db import load\n\n\n${USES}`,
  "app/deep/__init__.py": "",
  "app/deep/jobs.py": `from shared import load\n\n\n${USES}`,
  "shared.py": "from app.db import load\n",
  "tests/helpers.py": `from shared import load\n\n\n${USES}`,
  "scripts/run.py": `import asyncio\n\nfrom app.api import main\n\nasyncio.run(main())\n`,
};

/** The findings of each file, by its path from a folder. */
function told(folder: string, cwd: string, asked: string): readonly string[] {
  const { out, status } = cli(["check", "--no-cache", "--output-format", "json", asked], { cwd });
  expect(status).not.toBe(2);
  const found = JSON.parse(out) as readonly { readonly filename: string; readonly message: string }[];
  return found.map((one) => JSON.stringify(one).replaceAll(folder, "")).sort();
}

it("answers for a file of a folder that nothing marks alike from everywhere, and as the run over the folder does", () => {
  const folder = project(UNMARKED);
  const [whole, other] = [folder, "/"].map((cwd) => told(folder, cwd, folder));
  expect(other).toEqual(whole);
  for (const [name, stands] of [
    ["app/api.py", ["app", "../.."]],
    ["app/deep/jobs.py", [".", "app/deep"]],
    ["tests/helpers.py", ["tests"]],
  ] as const) {
    const own = whole!.filter((one) => one.includes(`"filename":"/${name}"`));
    expect(own.length, name).toBe(name.startsWith("tests/") ? 0 : 1);
    for (const at of stands)
      expect(told(folder, path.join(folder, at), path.join(folder, name)), `${name} from ${at}`).toEqual(own);
  }
});

it("takes nothing for a file's project that only lies in the same temporary folder", () => {
  const folder = project({ "main.py": `from beside import load\n\n\n${USES}` });
  const beside = path.join(path.dirname(folder), "beside.py");
  fs.writeFileSync(beside, WAITS);
  try {
    expect(told(folder, path.dirname(folder), path.join(folder, "main.py"))).toEqual([]);
  } finally {
    fs.rmSync(beside);
  }
});
