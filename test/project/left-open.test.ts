/** An object of a class of another file is told of that opens a client as it is made, and that nothing can close. */
import { describe, expect, it } from "vitest";
import { foundIn, pathOf, workspaceOf } from "./in-memory";

const PRICES = `import httpx


class Prices:
    def __init__(self):
        self.client = httpx.AsyncClient(timeout=5)

    async def of(self, item):
        return (await self.client.get(item)).json()
`;
const API =
  "from app import Prices\n\n\nasync def price(request):\n    prices = Prices()\n    return await prices.of(request.item)\n";

function found(files: Readonly<Record<string, string>>): readonly string[] {
  const all = new Map(
    Object.entries({
      "api.py": API,
      "app/__init__.py": "from .prices import Prices\n",
      "app/prices.py": PRICES,
      ...files,
    }),
  );
  return foundIn("api.py", "unclosed-async-resource", all, workspaceOf(all));
}

const TOLD =
  "5: each Prices() leaves its httpx.AsyncClient open: nothing closes it before it is garbage-collected <- app/prices.py:6";

it("is told where it is made for each who asks, with the place where its class opens it", () => {
  expect(found({})).toEqual([TOLD]);
  expect(
    found({ "api.py": API.replace("import Prices", "import Prices as Found").replace("Prices()", "Found()") }),
  ).toEqual([TOLD.replace("Prices", "Found")]);
  expect(
    found({
      "api.py": `import app.prices\n${API.slice(API.indexOf("\n") + 1).replace("Prices()", "app.prices.Prices()")}`,
    }),
  ).toEqual([TOLD]);
});

describe("is not told", () => {
  it.each([
    [
      "where the class closes it",
      { "app/prices.py": `${PRICES}\n    async def end(self):\n        await self.client.aclose()\n` },
    ],
    ["where the class hands it on", { "app/prices.py": `${PRICES}\n    def raw(self):\n        return self.client\n` }],
    ["where the class has a base", { "app/prices.py": PRICES.replace("class Prices", "class Prices(Base)") }],
    [
      "where the class is another by the time",
      { "app/__init__.py": "try:\n    from fast import Prices\nexcept ImportError:\n    from .prices import Prices\n" },
    ],
    [
      "where it is closed here",
      {
        "api.py": `${API.replace("return await", "found = await")}    await prices.client.aclose()\n    return found\n`,
      },
    ],
    ["where it is handed on", { "api.py": API.replace("return await prices.of(request.item)", "return prices") }],
    ["where it is made once", { "api.py": API.replace("price(request)", "main()").replace("request.item", "1") }],
  ])("%s", (_, files) => {
    expect(found(files)).toEqual([]);
  });
});

it("follows what the other file says", () => {
  const files = new Map(
    Object.entries({ "api.py": API, "app/__init__.py": "from .prices import Prices\n", "app/prices.py": PRICES }),
  );
  const workspace = workspaceOf(files);
  const now = (): readonly string[] => foundIn("api.py", "unclosed-async-resource", files, workspace);
  expect(now()).toEqual([TOLD]);
  files.set("app/prices.py", `${PRICES}\n    async def end(self):\n        await self.client.aclose()\n`);
  expect(workspace.take(pathOf("app/prices.py"), files.get("app/prices.py"))).toBe(true);
  expect(now()).toEqual([]);
});
