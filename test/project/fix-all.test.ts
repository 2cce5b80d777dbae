/** What other files say is known in every round of fix all, not in the first alone. */
import { expect, it } from "vitest";
import { Analyzer } from "../../server/src/analysis/analyzer";
import { fixAll } from "../../server/src/analysis/fix-all";
import { DEFAULT_SETTINGS } from "../../server/src/config/settings";
import { RULES } from "../../server/src/rules/index";
import { open } from "../support/engine";
import { pathOf, workspaceOf } from "./in-memory";

it("keeps two tasks of a loop that another file makes, one a round", () => {
  const text =
    "import asyncio\n\nfrom app import loop\n\n\nasync def work(n):\n    await asyncio.sleep(n)\n    print(1 / n)\n\n\nasync def first():\n    loop.create_task(work(1))\n\n\nasync def second():\n    loop.create_task(work(2))\n";
  const files = new Map([
    ["main.py", text],
    ["app/__init__.py", "import asyncio\n\nloop = asyncio.new_event_loop()\n"],
  ]);
  const imports = workspaceOf(files).importsOf(pathOf("main.py"));
  const fixed = fixAll(new Analyzer(open(text), RULES, DEFAULT_SETTINGS, undefined, imports), open, { unsafe: false });
  expect(fixed.text.match(/\.add_done_callback\(/g)).toHaveLength(2);
  expect(fixed.converged).toBe(true);
});
