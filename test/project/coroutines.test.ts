/**
 * What is known of coroutine functions of other files: whether they await anything, and whether they hand on errors.
 */
import { describe, expect, it } from "vitest";
import { findingsIn, type ProjectFiles, workspaceOf } from "./in-memory";

const CALLER =
  "import asyncio\nfrom app.lookup import download_one, download_two\n\n\nasync def both(rom):\n    a, b = await asyncio.gather(download_one(rom), download_two(rom))\n    return a or b\n";
const METHODS =
  "import asyncio\nfrom app.lookup import handler\n\n\nasync def both(rom):\n    a, b = await asyncio.gather(handler.download_one(rom), handler.download_two(rom))\n    return a or b\n";

const catching = (name: string, awaited: string): string =>
  `async def ${name}(rom):\n    url = rom.url()\n    try:\n        answer = await ${awaited}\n    except Exception as error:\n        print(error)\n        return None\n    return answer.get(url)\n`;
const plain = (name: string, awaited: string): string => `async def ${name}(rom):\n    return await ${awaited}\n`;
const indented = (text: string): string => text.replaceAll("(rom):", "(self, rom):").replaceAll(/^(?=.)/gm, "    ");
const LOOKUP = "import api\n\n\n";

function found(files: ProjectFiles): readonly string[] {
  const known = new Map(Object.entries(files));
  return findingsIn("app/job.py", known, workspaceOf(known));
}

describe("coroutines that gather() waits for", () => {
  it.each<[string, ProjectFiles]>([
    [
      "catch all that they wait for",
      {
        "app/job.py": CALLER,
        "app/lookup.py": LOOKUP + catching("download_one", "api.a(rom)") + catching("download_two", "api.b(rom)"),
      },
    ],
    [
      "are methods that do so",
      {
        "app/job.py": METHODS,
        "app/lookup.py": `${LOOKUP}class Handler:\n${indented(catching("download_one", "api.a(rom)") + catching("download_two", "api.b(rom)"))}\n\nhandler = Handler()\n`,
      },
    ],
    [
      "wait for a third file's that do so",
      {
        "app/job.py": CALLER,
        "app/lookup.py": `from app.third import load\n\n\n${plain("download_one", "load(rom)")}${plain("download_two", "load(rom)")}`,
        "app/third.py": LOOKUP + catching("load", "api.a(rom)"),
      },
    ],
    [
      "await nothing",
      {
        "app/job.py": CALLER,
        "app/lookup.py":
          "async def download_one(rom):\n    return rom.parsed()\n\n\nasync def download_two(rom):\n    return rom.size()\n",
      },
    ],
  ])("are left alone where they %s", (_what, files) => {
    expect(found(files).filter((one) => one.startsWith("gather"))).toEqual([]);
  });

  it.each<[string, ProjectFiles]>([
    [
      "one lets errors out",
      {
        "app/job.py": CALLER,
        "app/lookup.py": LOOKUP + catching("download_one", "api.a(rom)") + plain("download_two", "api.b(rom)"),
      },
    ],
    [
      "a third file's lets them out",
      {
        "app/job.py": CALLER,
        "app/lookup.py": `from app.third import load\n\n\n${plain("download_one", "load(rom)")}${plain("download_two", "load(rom)")}`,
        "app/third.py": LOOKUP + plain("load", "api.a(rom)"),
      },
    ],
    [
      "a decorator may fail for one",
      {
        "app/job.py": CALLER,
        "app/lookup.py": `${LOOKUP}${catching("download_one", "api.a(rom)")}@api.limited\n${catching("download_two", "api.b(rom)")}`,
      },
    ],
  ])("are told of where %s", (_what, files) => {
    expect(found(files)).toContain("gather-without-task-group information");
  });
});

describe("a task that nobody keeps", () => {
  const JOB = "import asyncio\nfrom .util import loop\n\n\nasync def start(work):\n    asyncio.create_task(work())\n";
  const dangling = (util: string): readonly string[] => found({ "app/job.py": JOB, "app/util.py": util });

  it("is left alone where a file that is imported makes the loop's tasks", () => {
    expect(
      dangling(
        "import asyncio\n\n\ndef keep(loop, coro): ...\n\n\ndef loop():\n    made = asyncio.new_event_loop()\n    made.set_task_factory(keep)\n    return made\n",
      ),
    ).toEqual([]);
  });

  it("is a hint where a method of another file catches whatever its request raises", () => {
    const files: ProjectFiles = {
      "app/job.py":
        "import asyncio\nfrom typing import TYPE_CHECKING, Optional\n\nif TYPE_CHECKING:\n    from app.telemetry import Telemetry\n\n\nclass Job:\n    def __init__(self, telemetry: Optional['Telemetry'] = None):\n        self.telemetry = telemetry\n\n    async def run(self):\n        asyncio.create_task(self.telemetry.started(1))\n",
      "app/telemetry.py":
        "import client\n\n\nclass Telemetry:\n    async def _post(self, event):\n        try:\n            async with client.request(event) as response:\n                print(response)\n        except Exception as error:\n            print(error)\n\n    async def started(self, seconds):\n        await self._post({'seconds': seconds})\n",
    };
    expect(found(files)).toEqual(["dangling-task hint"]);
  });

  it("is told of where the loop makes them itself", () => {
    expect(
      dangling(
        "import asyncio\n\n\ndef loop():\n    made = asyncio.new_event_loop()\n    made.set_task_factory(None)\n    return made\n",
      ),
    ).toEqual(["dangling-task warning"]);
  });
});
