/** Whether putting tasks into a group is safe depends on who else may catch what they raise: callers in other files are not known. */
import { expect, it } from "vitest";
import { Analyzer } from "../../server/src/analysis/analyzer";
import { DEFAULT_SETTINGS } from "../../server/src/config/settings";
import { RULES } from "../../server/src/rules/index";
import { open } from "../support/engine";
import { pathOf, workspaceOf } from "./in-memory";

const JOBS = `import asyncio


async def one(item):
    await asyncio.sleep(item)
    raise ValueError(item)


async def both():
    return await asyncio.gather(one(1), one(2))
`;
const CATCHES = "from jobs import both\n\n\nasync def main():\n    try:\n        await both()\n    except ValueError:\n        print('caught')\n";

/** How far the groups that are offered in jobs.py can be trusted: one raises a group of errors, the other the first error itself. */
function offered(jobs: string, main: string): readonly string[] {
  const files = new Map([
    ["jobs.py", jobs],
    ["main.py", main],
  ]);
  const analyzer = new Analyzer(open(jobs), RULES, DEFAULT_SETTINGS, undefined, workspaceOf(files).importsOf(pathOf("jobs.py")));
  const repairs = analyzer.repairs(0, jobs.length, (rule) => rule === "gather-without-task-group");
  return repairs.flatMap(({ offers }) => offers.map((offer) => (offer.kind === "fix" ? offer.applicability : offer.kind)));
}

it("is not safe for a function that other files may call, be it that one of them catches its errors or none is there", () => {
  expect(offered(JOBS, CATCHES)).toEqual(["unsafe", "unsafe"]);
  expect(offered(JOBS, "")).toEqual(["unsafe", "unsafe"]);
});

it("is not safe for a private function either that another file uses all the same", () => {
  const own = (text: string): string => text.replaceAll("both", "_both");
  expect(offered(own(`${JOBS}\n\nasync def run():\n    print(await both())\n`), own(CATCHES))).toEqual(["unsafe", "unsafe"]);
});
