/** The coroutine function that another file has beside a helper that blocks is the one to await. */
import { expect, it } from "vitest";
import { Analyzer } from "../../server/src/analysis/analyzer";
import { DEFAULT_SETTINGS } from "../../server/src/config/settings";
import { RULES } from "../../server/src/rules/index";
import { open } from "../support/engine";
import { pathOf, workspaceOf } from "./in-memory";

const MAIN = "from app.store import Store\n\n\nasync def show(store: Store) -> None:\n    print(store.load('a'), 1)\n";

function store(twin: string): string {
  return `import asyncio\nimport time\n\n\nclass Base:\n    def load(self, path: str) -> str:\n        time.sleep(1)\n        return path\n\n${twin}\n\nclass Store(Base):\n    pass\n`;
}

/** What is offered for the call of the helper. */
function offered(beside: string): readonly string[] {
  const files = new Map([
    ["main.py", MAIN],
    ["app/__init__.py", ""],
    ["app/store.py", beside],
  ]);
  const imports = workspaceOf(files).importsOf(pathOf("main.py"));
  const analyzer = new Analyzer(open(MAIN), RULES, DEFAULT_SETTINGS, undefined, imports);
  return analyzer.diagnostics().flatMap((diagnostic) => analyzer.offers(diagnostic).map(({ title }) => title));
}

it.each([
  [
    "a method that awaits",
    "    async def aload(self, path: str) -> str:\n        await asyncio.sleep(1)\n        return path\n",
    ["Await aload()"],
  ],
  [
    "a method that takes something else",
    "    async def aload(self, key: int) -> str:\n        await asyncio.sleep(1)\n        return path\n",
    ["Run load() in a thread", "Make load() async"],
  ],
])("%s", (_, twin, expected) => {
  expect(offered(store(twin))).toEqual(expected);
});
