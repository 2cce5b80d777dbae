/** What a script prints is the same before and after a fix. */
import { expect, it } from "vitest";
import { runBeforeAfter } from "./run";

it("time.sleep() becomes asyncio.sleep()", async () => {
  const source = `import asyncio
import time


async def main():
    print("before")
    time.sleep(0.01)
    print("after")


asyncio.run(main())
`;
  const { before, after, fixed } = await runBeforeAfter({ source, fixTitle: "Replace with await asyncio.sleep()" });
  expect(fixed).toContain("await asyncio.sleep(0.01)");
  expect(after).toEqual(before);
});
