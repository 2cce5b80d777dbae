/** A fix over several files does in Python what the files did before, and no longer stalls the event loop. */
import { expect, it } from "vitest";
import { projectFix, withFix } from "../project/project-fixes";
import { runPython } from "./run";

const FILES = {
  "script.py": `import asyncio

from shop.orders import total

beats = 0


async def heart():
    global beats
    while True:
        await asyncio.sleep(0.01)
        beats += 1


async def main():
    beating = asyncio.create_task(heart())
    await asyncio.sleep(0)
    result = total("b", "a")
    beating.cancel()
    print(result, "free" if beats > 5 else "stalled")


asyncio.run(main())
`,
  "shop/__init__.py": "",
  "shop/orders.py": `from .prices import Prices

prices = Prices()


def total(*names):
    """The sum of what is known."""
    found = [prices.of(name) for name in names]
    return sum(found) + prices.of("c")


async def cheapest(*names):
    return min([prices.of(name) for name in names])
`,
  "shop/prices.py": `import subprocess
import time


class Prices:
    known = {"a": 1, "b": 2, "c": 4}

    def of(self, name):
        self.wait()
        return self.known[name]

    @staticmethod
    def wait():
        time.sleep(0.1)
        subprocess.run(["true"], check=True)
`,
} as const;

it("makes a helper async over three files", async () => {
  const before = new Map(Object.entries(FILES));
  const fix = projectFix("script.py", before);
  if (fix.kind === "refusal") throw new Error(fix.reason);
  const after = withFix("script.py", fix, before);
  expect([...after].filter(([name, text]) => before.get(name) !== text).map(([name]) => name)).toEqual(["script.py", "shop/orders.py", "shop/prices.py"]);
  const [old, made] = await Promise.all([before, after].map((files) => runPython(files.get("script.py")!, files)));
  expect(old).toEqual({ stdout: "7 stalled\n", stderr: "", status: 0 });
  expect(made).toEqual({ stdout: "7 free\n", stderr: "", status: 0 });
});
