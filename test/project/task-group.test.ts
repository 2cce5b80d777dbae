/**
 * Whether putting tasks into a group is safe depends on who else may catch what they raise: callers in all files of the
 * project, where nobody else can call the function.
 */
import { describe, expect, it } from "vitest";
import { Analyzer } from "../../server/src/analysis/analyzer";
import { DEFAULT_SETTINGS } from "../../server/src/config/settings";
import { RULES } from "../../server/src/rules/index";
import { ProjectCallers } from "../../server/src/workspace/project-callers";
import type { ProjectHost } from "../../server/src/workspace/host";
import { open } from "../support/engine";
import { hostOf, pathOf, type ProjectFiles, workspaceOf } from "./in-memory";

const JOBS = `import asyncio


done = 0


async def one(item):
    global done
    done += 1
    await asyncio.sleep(item)
    raise ValueError(item)


async def both():
    return await asyncio.gather(one(1), one(2))
`;
const CATCHES =
  "from jobs import both\n\n\nasync def main():\n    try:\n        await both()\n    except ValueError:\n        print('caught')\n";
const RUNS =
  "import asyncio\n\nfrom jobs import both\n\n\nasync def main():\n    print(await both())\n\n\nasyncio.run(main())\n";

interface Options {
  readonly jobs?: string;
  /** What the host does otherwise. */
  readonly host?: Partial<ProjectHost>;
  /** Whether no other file is looked at. */
  readonly alone?: boolean;
}

/**
 * How far the groups that are offered in jobs.py can be trusted: one raises a group of errors, another the first error
 * itself where somebody tells.
 */
function offered(others: ProjectFiles, { jobs = JOBS, host = {}, alone = false }: Options = {}): readonly string[] {
  const files = new Map([["jobs.py", jobs], ...Object.entries(others)]);
  const file = pathOf("jobs.py");
  const callers = new ProjectCallers({ ...hostOf(files), ...host }, open);
  const imports = workspaceOf(files).importsOf(file);
  const told = alone ? imports : { ...imports, callersTell: (path: string) => callers.tell(file, path, jobs) };
  const analyzer = new Analyzer(open(jobs), RULES, DEFAULT_SETTINGS, undefined, told);
  const repairs = analyzer.repairs(0, jobs.length, (rule) => rule === "gather-without-task-group");
  return repairs.flatMap(({ offers }) =>
    offers.map((offer) => (offer.kind === "fix" ? offer.applicability : offer.kind)),
  );
}

const SAFE = ["safe"];
const PRIVATE = JOBS.replace("def both", "def _both");

describe("is safe where nobody tells an error from a group of them", () => {
  it.each<[string, ProjectFiles, Options?]>([
    ["as the program ends with it, in another file", { "main.py": RUNS }],
    [
      "on any of several ways",
      {
        "main.py": RUNS,
        "again.py": RUNS.replace("from jobs import both", "import jobs").replace("both()", "jobs.both()"),
      },
    ],
    [
      "under the other name of an import",
      { "main.py": RUNS.replace("import both", "import both as pair").replace("await both", "await pair") },
    ],
    [
      "through a package that hands it on",
      { "app/__init__.py": "from jobs import both\n", "main.py": RUNS.replace("from jobs", "from app") },
    ],
    [
      "through callers of callers",
      {
        "main.py": RUNS.replace("jobs", "middle"),
        "middle.py": "import jobs\n\n\nasync def both():\n    return await jobs.both()\n",
      },
    ],
    [
      "as every error is taken alike",
      {
        "main.py":
          "from jobs import both\n\n\nasync def handle():\n    try:\n        await both()\n    except Exception:\n        print('failed')\n",
      },
    ],
    [
      "and a test merely fails",
      {
        "main.py": RUNS,
        "tests/test_jobs.py":
          "import pytest\nfrom jobs import both\n\n\n@pytest.mark.asyncio\nasync def test_both():\n    assert await both()\n",
      },
    ],
    [
      "of a private function, though others install the project",
      { "main.py": RUNS.replaceAll("both", "_both"), "setup.py": "" },
      { jobs: PRIVATE },
    ],
    [
      "of a method",
      { "main.py": RUNS.replace("from jobs import both", "from jobs import Jobs").replace("both()", "Jobs().both()") },
      { jobs: JOBS.replace("async def both():\n    return", "class Jobs:\n    async def both(self):\n        return") },
    ],
    [
      "beside others of the name",
      { "main.py": `${RUNS}\n\ndef other(both):\n    try:\n        both()\n    except ValueError:\n        pass\n` },
    ],
    [
      "of an application that is never built",
      { "main.py": RUNS, "pyproject.toml": "[project]\nname = 'app'\nversion = '1'\n" },
    ],
  ])("%s", (_what, others, options) => {
    expect(offered(others, options)).toEqual(SAFE);
  });
});

describe("is not safe", () => {
  it.each<[string, ProjectFiles, Options?]>([
    [
      "of another package, which isn't found from there",
      { "main.py": RUNS, "cli/run.py": CATCHES.replace("from jobs", "from project.jobs") },
    ],
    [
      "of another package, by its module",
      {
        "main.py": RUNS,
        "cli/run.py": CATCHES.replace("from jobs import both", "import project.jobs").replace(
          "await both",
          "await project.jobs.both",
        ),
      },
    ],
    ["where a caller in another file catches an error", { "main.py": CATCHES }],
    ["where one of several callers does", { "main.py": RUNS, "other.py": CATCHES }],
    [
      "where a caller of a caller does",
      {
        "main.py": CATCHES.replace("jobs", "middle"),
        "middle.py": "import jobs\n\n\nasync def both():\n    return await jobs.both()\n",
      },
    ],
    [
      "where a test looks for an error",
      {
        "main.py": RUNS,
        "test_jobs.py":
          "import pytest\nfrom jobs import both\n\n\nasync def test_both():\n    with pytest.raises(ValueError):\n        await both()\n",
      },
    ],
    [
      "where a caller may handle what it hands on to a framework",
      {
        "main.py": "from web import route\nfrom jobs import both\n\n\n@route\nasync def handle():\n    await both()\n",
      },
    ],
    ["where it is handed on", { "main.py": RUNS.replace("await both()", "await asyncio.create_task(both())") }],
    ["where it is a value", { "main.py": `${RUNS}\nHANDLERS = [both]\n` }],
    ["where its name stands in a string", { "main.py": RUNS, "settings.py": "START = 'jobs:both'\n" }],
    ["where a star may bring it", { "main.py": RUNS, "other.py": CATCHES.replace("import both", "import *") }],
    ["where nobody is known to call it", {}],
    ["where others install the project and its functions are public", { "main.py": RUNS, "setup.py": "" }],
    [
      "where a pyproject.toml says how it is built",
      { "main.py": RUNS, "pyproject.toml": "[build-system]\nrequires = ['hatchling']\n" },
    ],
    ["where a pyproject.toml can't be read", { "main.py": RUNS, "pyproject.toml": "[project\n" }],
    [
      "where a private function is used by another file that catches",
      { "main.py": CATCHES.replaceAll("both", "_both") },
      { jobs: `${PRIVATE}\n\nasync def _run():\n    print(await _both())\n\n\nasyncio.run(_run())\n` },
    ],
    [
      "where a base may call a method",
      { "main.py": RUNS.replace("from jobs import both", "from jobs import Jobs").replace("both()", "Jobs().both()") },
      {
        jobs: JOBS.replace(
          "async def both():\n    return",
          "from web import View\n\n\nclass Jobs(View):\n    async def both(self):\n        return",
        ),
      },
    ],
    [
      "where an object that nobody knows has the method, under a handler",
      {
        "main.py": RUNS.replace("from jobs import both", "from jobs import Jobs").replace("both()", "Jobs().both()"),
        "other.py":
          "async def other(jobs):\n    try:\n        await jobs.both()\n    except ValueError:\n        pass\n",
      },
      { jobs: JOBS.replace("async def both():\n    return", "class Jobs:\n    async def both(self):\n        return") },
    ],
    [
      "where there are more files than can be looked through",
      { "main.py": RUNS },
      { host: { pythonFiles: () => undefined } },
    ],
    ["where the other files are not looked at", { "main.py": RUNS }, { alone: true }],
  ])("%s", (_what, others, options) => {
    const found = offered(others, options);
    expect(found).not.toHaveLength(0);
    expect(found.filter((one) => one !== "unsafe")).toEqual([]);
  });
});

it("looks at no other file before a fix is asked for", () => {
  const files = new Map([
    ["jobs.py", JOBS],
    ["main.py", RUNS],
  ]);
  let asked = 0;
  const imports = { ...workspaceOf(files).importsOf(pathOf("jobs.py")), callersTell: () => (asked++, undefined) };
  const analyzer = new Analyzer(open(JOBS), RULES, DEFAULT_SETTINGS, undefined, imports);
  expect(analyzer.diagnostics().map(({ rule }) => rule)).toEqual(["gather-without-task-group"]);
  expect(asked).toBe(0);
});

it("answers by the text that a file has now", () => {
  const files = new Map([
    ["jobs.py", "old = 1\n"],
    ["main.py", RUNS],
  ]);
  expect(new ProjectCallers(hostOf(files), open).tell(pathOf("jobs.py"), "both", JOBS)).toBe("nobody");
});

it("answers anew by texts that have changed, and looks for no word that nearly every file says which may mean it", () => {
  const files = new Map([
    ["jobs.py", JOBS],
    ["main.py", RUNS],
  ]);
  const callers = new ProjectCallers(hostOf(files), open);
  const tells = (): unknown => callers.tell(pathOf("jobs.py"), "both", JOBS);
  expect(tells()).toBe("nobody");
  files.set("main.py", CATCHES);
  callers.changed([pathOf("main.py")]);
  expect(tells()).toBe("somebody");
  const among = (text: string): unknown => {
    const others = Array.from({ length: 60 }, (_, i) => [`m${i}.py`, text] as const);
    const many = new Map([...others, ["jobs.py", JOBS], ["main.py", RUNS]]);
    return new ProjectCallers(hostOf(many), open).tell(pathOf("jobs.py"), "both", JOBS);
  };
  expect(among("both = 1\n")).toBe("nobody");
  expect(among("import jobs\n\nboth = 1\n")).toBe("unknown");
});
