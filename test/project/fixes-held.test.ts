/**
 * Every fix that reaches other files, worked out over whole projects: what it changes compiles and resolves, and the
 * finding is gone. `npm run check:project-fixes` does the same over applications.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, it } from "vitest";
import { DEFAULT_SETTINGS, type Settings } from "../../server/src/config/settings";
import { open } from "../support/engine";
import { type Held, holdProjectFixes } from "./fixes-held";
import { hostOf, type ProjectFiles, pathOf } from "./in-memory";

async function held(files: ProjectFiles, settings: Partial<Settings> = {}): Promise<readonly Held[]> {
  const all = new Map(Object.entries(files));
  const found: Held[] = [];
  const place = { host: hostOf(all), open, settings: { ...DEFAULT_SETTINGS, ...settings } };
  for await (const one of holdProjectFixes(place, [...all.keys()].map(pathOf))) found.push(one);
  return found;
}

/** What stands below a folder of the repository. */
function below(folder: string): ProjectFiles {
  const root = path.join(import.meta.dirname, "../..", folder);
  const names = fs.readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".py"));
  return Object.fromEntries(names.map((name) => [name, fs.readFileSync(path.join(root, name), "utf8")]));
}

it("holds over the example project", async () => {
  const all = await held(below("examples"));
  expect(all.length).toBeGreaterThan(0);
  expect(all.flatMap(({ where, faults }) => faults.map((fault) => `${where}: ${fault}`))).toEqual([]);
  expect(all.some(({ refused }) => refused === undefined)).toBe(true);
});

const SHOP: ProjectFiles = {
  "main.py": `from shop.api import Api\nfrom shop.plain import _letter, name\nfrom shop.wait import pause\n\n\nasync def main(loud):\n    api = Api()\n    pause()\n    print(api.load("/x"), await name(loud), await _letter(loud))\n    api.close()\n`,
  "shop/__init__.py": "",
  "shop/api.py": `import requests\n\n\nclass Api:\n    def __init__(self):\n        self.session = requests.Session()\n\n    def load(self, path):\n        return self.session.get("https://example.com" + path, timeout=5).json()\n\n    def close(self):\n        self.session.close()\n`,
  "shop/plain.py": `async def _letter(loud):\n    return "A" if loud else "a"\n\n\nasync def name(loud):\n    return await _letter(loud)\n`,
  "shop/wait.py": `import time\n\n\ndef pause():\n    time.sleep(1)\n`,
};

it.each(["httpx", "aiohttp"] as const)(
  "holds for a fix of each kind, where requests move to %s",
  async (httpClient) => {
    const all = await held(SHOP, { httpClient });
    const told = all.map(({ does, refused, faults }) => [does, refused ?? faults]);
    for (const does of ["make async", "make plain", "move session"] as const) expect(told).toContainEqual([does, []]);
    expect(all.flatMap(({ faults }) => faults)).toEqual([]);
  },
);
