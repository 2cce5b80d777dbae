/** What a program of another file runs while nothing else is on its loop keeps nobody waiting; all else does. */
import { describe, expect, it } from "vitest";
import { findingsIn, type ProjectFiles, workspaceOf } from "./in-memory";

const JOB = "import time\n\n\nasync def prepare():\n    time.sleep(1)\n";
const CLASS =
  "import time\n\n\nclass Job:\n    def __init__(self):\n        self.name = 1\n\n    async def prepare(self):\n        time.sleep(1)\n";
const START = '\n\nif __name__ == "__main__":\n    asyncio.run(main())\n';

/** A program whose `main()` has this body. */
const program = (imports: string, ...body: readonly string[]): string =>
  `import asyncio\n${imports}\n\n\nasync def main():\n${body.map((line) => `    ${line}\n`).join("")}${START}`;

function findings(files: ProjectFiles): readonly string[] {
  const known = new Map(Object.entries(files));
  return findingsIn("app/job.py", known, workspaceOf(known));
}

describe("a coroutine function of another file", () => {
  it.each<[string, ProjectFiles]>([
    [
      "is run itself",
      { "main.py": "import asyncio\nfrom app.job import prepare\n\nasyncio.run(prepare())\n", "app/job.py": JOB },
    ],
    [
      "is awaited by the program",
      { "main.py": program("from app.job import prepare", "await prepare()"), "app/job.py": JOB },
    ],
    [
      "is a method of an object",
      { "main.py": program("from app.job import Job", "job = Job()", "await job.prepare()"), "app/job.py": CLASS },
    ],
    [
      "is awaited by a third file",
      {
        "app/__main__.py": program("from app.core import start", "await start()"),
        "app/core.py": "from .job import prepare\n\n\nasync def start():\n    await prepare()\n",
        "app/job.py": JOB,
      },
    ],
    [
      "is awaited by a command of its package",
      {
        "app/cli.py":
          "import typer\nfrom app.job import prepare\n\napp = typer.Typer()\n\n\n@app.command()\nasync def work():\n    await prepare()\n",
        "app/job.py": JOB,
      },
    ],
    [
      "is awaited as an application starts",
      {
        "app/main.py":
          "from fastapi import FastAPI\nfrom app.job import prepare\n\n\nasync def lifespan(app):\n    await prepare()\n    yield\n\n\napp = FastAPI(lifespan=lifespan)\n",
        "app/job.py": JOB,
      },
    ],
    [
      "is awaited by a function that another file has its application run first",
      {
        "server.py":
          "from aiohttp import web\nfrom app.core import start\n\napp = web.Application()\napp.on_startup.append(start)\n",
        "app/core.py": "from .job import prepare\n\n\nasync def start(app):\n    await prepare()\n",
        "app/job.py": JOB,
      },
    ],
  ])("is not told where it %s", (_what, files) => {
    expect(findings(files)).toEqual([]);
  });

  it.each<[string, ProjectFiles]>([
    ["nothing runs it", { "main.py": program("from app.job import other", "await other()"), "app/job.py": JOB }],
    [
      "no program is known",
      { "tools.py": program("from app.job import prepare", "await prepare()"), "app/job.py": JOB },
    ],
    [
      "a task was started before",
      {
        "main.py": program(
          "from app.job import prepare",
          "task = asyncio.create_task(work())",
          "await prepare()",
          "await task",
        ),
        "app/job.py": JOB,
      },
    ],
    [
      "another file started a task before",
      {
        "main.py": program(
          "from app.job import prepare\nfrom app.pulse import prime",
          "await prime()",
          "await prepare()",
        ),
        "app/pulse.py":
          "import asyncio\n\n\nasync def prime():\n    global task\n    task = asyncio.create_task(asyncio.sleep(1))\n",
        "app/job.py": JOB,
      },
    ],
    [
      "what comes later in the loop starts one",
      {
        "main.py": program(
          "from app.job import prepare\nfrom app.pulse import prime",
          "while True:",
          "    await prepare()",
          "    await prime()",
        ),
        "app/pulse.py":
          "import asyncio\n\n\nasync def prime():\n    global task\n    task = asyncio.create_task(asyncio.sleep(1))\n",
        "app/job.py": JOB,
      },
    ],
    [
      "it is awaited as an application ends",
      {
        "app/main.py":
          "from fastapi import FastAPI\nfrom app.job import prepare\n\n\nasync def lifespan(app):\n    yield\n    await prepare()\n\n\napp = FastAPI(lifespan=lifespan)\n",
        "app/job.py": JOB,
      },
    ],
    [
      "it is one of several",
      {
        "main.py": program("from app.job import prepare", "await asyncio.gather(prepare(), prepare())"),
        "app/job.py": JOB,
      },
    ],
    [
      "somebody else calls it too",
      {
        "main.py": `import asyncio\nfrom app.job import prepare\n\n\nasync def handle(request):\n    await prepare()\n\n\n${program("", "await prepare()")}`,
        "app/job.py": JOB,
      },
    ],
    [
      "it calls itself by another's hand",
      {
        "main.py": program("from app.job import prepare", "await prepare()"),
        "app/job.py": `${JOB}\n\nasync def again():\n    await prepare()\n`,
      },
    ],
  ])("is told where %s", (_what, files) => {
    expect(findings(files)).toEqual(["blocking-sleep warning"]);
  });

  it("is told again when the program starts something before", () => {
    const files = new Map(
      Object.entries({ "main.py": program("from app.job import prepare", "await prepare()"), "app/job.py": JOB }),
    );
    const workspace = workspaceOf(files);
    expect(findingsIn("app/job.py", files, workspace)).toEqual([]);
    files.set(
      "main.py",
      program("from app.job import prepare", "task = asyncio.create_task(work())", "await prepare()"),
    );
    expect(workspace.take("/project/main.py", files.get("main.py"))).toBe(true);
    expect(findingsIn("app/job.py", files, workspace)).toEqual(["blocking-sleep warning"]);
  });
});
