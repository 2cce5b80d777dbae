/**
 * One project, asked about in every way: all at once, file by file, by the editor in whatever order. Each tells the
 * same.
 */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { builtFor } from "./support/build";
import { CAPABLE, Client } from "./support/client";

const built = builtFor("server", "cli");

/** Modules in a ring, each of which imports all others by a star and the next two by name: the last one blocks. */
const RING = 8;
const name = (i: number): string => `m${i % RING}`;
const RINGS = Array.from({ length: RING }, (_, i): readonly [string, string] => [
  `ring/${name(i)}.py`,
  [
    ...(i === RING - 1 ? ["import time"] : []),
    ...Array.from({ length: RING - 1 }, (_, k) => `from ring.${name(i + k + 1)} import *`),
    `from .${name(i + 1)} import step_${name(i + 1)}`,
    `import ring.${name(i + 2)} as after`,
    "",
    "",
    `def step_${name(i)}(first):`,
    i === RING - 1 ? "    time.sleep(1)" : `    step_${name(i + 1)}(first)`,
    "",
    "",
    `def twin_${name(i)}():`,
    `    after.twin_${name(i + 2)}()`,
    "",
    "",
    `async def main_${name(i)}():`,
    `    step_${name(i)}(1)`,
    `    twin_${name(i)}()`,
    "",
  ].join("\n"),
]);

const FILES: Readonly<Record<string, string>> = {
  "pyproject.toml": '[project]\nname = "shop"\nrequires-python = ">=3.12"\n',
  "shop/__init__.py": "from .checkout import checkout\nfrom .store import Store, store\n",
  "shop/checkout.py": "from billing import issue\n\n\nasync def checkout(order):\n    issue(order)\n    return order\n",
  "shop/store.py":
    "import sqlite3\n\n\nclass Store:\n    def __init__(self):\n        self.path = 'shop.db'\n\n    def load(self):\n        with sqlite3.connect(self.path) as db:\n            return db.execute('select 1').fetchall()\n\n\nstore = Store()\n",
  "shop/app.py":
    "from shop import Store, checkout, store\nfrom shop.checkout import checkout as check\n\n\nasync def main(own: Store):\n    checkout(1)\n    await check(2)\n    store.load()\n    own.load()\n",
  "src/billing/__init__.py": "from .issue import *\n",
  "src/billing/issue.py":
    "import urllib.request\n\n__all__ = ['issue']\n\n\ndef issue(order):\n    urllib.request.urlopen('https://example.com/' + order)\n",
  "tests/test_shop.py":
    "from shop import checkout\n\n\nasync def test_checkout():\n    assert await checkout('a') == 'a'\n",
  "packages/desk/pyproject.toml": '[project]\nname = "desk"\n',
  "packages/desk/src/desk/app.py":
    "from ledger import book\nfrom shop.checkout import checkout\n\n\nasync def main():\n    book(1)\n    await checkout(2)\n",
  "packages/ledger/pyproject.toml": '[project]\nname = "ledger"\n',
  "packages/ledger/src/ledger/__init__.py": "import time\n\n\ndef book(entry):\n    time.sleep(1)\n",
  "ring/__init__.py": "from .m0 import *\n",
  ...Object.fromEntries(RINGS),
};
const PYTHON = Object.keys(FILES).filter((file) => file.endsWith(".py"));

let folder: string;
let client: Client | undefined;
beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-same-answers-")));
  for (const [file, text] of Object.entries(FILES)) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), text);
  }
});
afterEach(async () => {
  if (client !== undefined) expect(await client.stop()).toBe(0);
  fs.rmSync(folder, { recursive: true });
});

type Found = Readonly<Record<string, readonly string[]>>;

function checked(...files: readonly string[]): Found {
  const args = [built("cli.js"), "check", "--no-cache", "--workers", "1", "--output-format", "concise", ...files];
  const { stdout, stderr, error } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  if (error !== undefined) throw error;
  expect(stderr).not.toContain("not checked");
  const found: Record<string, string[]> = {};
  for (const [, file, line, column, rule] of stdout.matchAll(/^(\S+?):(\d+):(\d+): \w+ ([\w-]+) /gm)) {
    (found[file!] ??= []).push(`${line}:${column} ${rule}`);
  }
  return found;
}

it("the command line tells of a file by itself what it tells of it among all, and the editor as well, whichever is opened first", async () => {
  const all = checked();
  expect(Object.keys(all).toSorted()).toEqual(
    [
      ...RINGS.map(([file]) => file),
      "packages/desk/src/desk/app.py",
      "shop/app.py",
      "shop/checkout.py",
      "src/billing/issue.py",
    ].toSorted(),
  );
  for (const file of [
    "packages/desk/src/desk/app.py",
    "ring/m2.py",
    "shop/app.py",
    "shop/checkout.py",
    "shop/store.py",
    "src/billing/issue.py",
  ]) {
    expect(checked(file)).toEqual(all[file] === undefined ? {} : { [file]: all[file] });
  }

  client = await Client.start({
    server: built("server.js"),
    capabilities: CAPABLE,
    folders: [pathToFileURL(folder).href],
  });
  const { published } = client;
  const last = (file: string): readonly string[] =>
    (published.findLast(({ uri }) => uri === pathToFileURL(path.join(folder, file)).href)?.diagnostics ?? []).map(
      ({ range, code }) => `${range.start.line + 1}:${range.start.character + 1} ${code}`,
    );
  for (const file of PYTHON.toReversed()) await client.open(pathToFileURL(path.join(folder, file)).href, FILES[file]!);
  for (const file of PYTHON) {
    await client.until(
      `what is found in ${file}`,
      () => last(file).toSorted().join() === (all[file] ?? []).toSorted().join(),
    );
    expect(last(file)).toHaveLength(all[file]?.length ?? 0);
  }
});
