/**
 * What goes to a thread goes there as the file sends things there already, be it by a function of the project's own.
 */
import { expect, it } from "vitest";
import { Analyzer } from "../../server/src/analysis/analyzer";
import { DEFAULT_SETTINGS } from "../../server/src/config/settings";
import { RULES } from "../../server/src/rules/index";
import { open } from "../support/engine";
import { pathOf, workspaceOf } from "./in-memory";

const PLAIN =
  "import asyncio\n\n\nasync def in_thread(f, *args, **kwargs):\n    return await asyncio.to_thread(f, *args, **kwargs)\n";

function main(importing: string, run: string): string {
  return `import os\nimport subprocess\n\n${importing}\n\n\nasync def build():\n    await ${run}(os.mkdir, "build")\n    subprocess.run(["make"], timeout=60)\n`;
}

/** A way into a thread that is given a pool first. */
const WITH_POOL =
  "import asyncio\nimport contextvars\n\n\nasync def in_thread(pool, f, *args, **kwargs):\n    context = contextvars.copy_context()\n\n    def run():\n        return context.run(f, *args, **kwargs)\n\n    return await asyncio.get_running_loop().run_in_executor(pool, run)\n";

function leading(importing: string, lead: string, other: string): string {
  return `import os\nimport subprocess\n\n${importing}\nfrom app.tools import in_thread\n\n\nasync def build():\n    await in_thread(${lead}, os.mkdir, "build")\n    subprocess.run(["make"], timeout=60)\n    print(${other})\n`;
}

/** What the fix that runs the call in a thread writes in the place of it, and what it says of itself. */
function written(text: string, beside: string): string {
  const files = new Map([
    ["main.py", text],
    ["app/__init__.py", ""],
    ["app/tools.py", beside],
  ]);
  const analyzer = new Analyzer(
    open(text),
    RULES,
    DEFAULT_SETTINGS,
    undefined,
    workspaceOf(files).importsOf(pathOf("main.py")),
  );
  const fixes = analyzer.diagnostics().flatMap((diagnostic) => analyzer.offers(diagnostic));
  const fix = fixes.find(({ title }) => title === "Run in a thread");
  if (fix?.kind !== "fix") return "not offered";
  const [edit] = fix.edits;
  return [
    edit?.text,
    fix.needs.map(({ module, name }) => (name === undefined ? module : `${module}.${name}`)).join(" "),
    fix.annotation,
  ]
    .filter((part) => part !== "" && part !== undefined)
    .join(" | ");
}

it.each([
  [
    "by its name",
    main("from app.tools import in_thread", "in_thread"),
    PLAIN,
    'await in_thread(subprocess.run, ["make"], timeout=60)',
  ],
  [
    "by its module",
    main("import app.tools", "app.tools.in_thread"),
    PLAIN,
    'await app.tools.in_thread(subprocess.run, ["make"], timeout=60)',
  ],
  [
    "an executor, by a partial",
    main("from app import tools", "tools.in_thread"),
    "import asyncio\nfrom functools import partial\n\n\nasync def in_thread(f, *args, **kwargs):\n    work = partial(f, *args, **kwargs)\n    loop = asyncio.get_running_loop()\n    return await loop.run_in_executor(None, work)\n",
    'await tools.in_thread(subprocess.run, ["make"], timeout=60)',
  ],
  [
    "a plain function that gives back what is awaited",
    main("from app import tools", "tools.in_thread"),
    "import asyncio\nimport functools\n\n\ndef in_thread(f, *args, **kwargs):\n    return asyncio.get_event_loop().run_in_executor(None, functools.partial(f, *args, **kwargs))\n",
    'await tools.in_thread(subprocess.run, ["make"], timeout=60)',
  ],
  [
    "a plain function that may do without",
    main("from app import tools", "tools.in_thread"),
    "import asyncio\n\n\ndef in_thread(f, *args):\n    if args:\n        return None\n    return asyncio.get_event_loop().run_in_executor(None, f, *args)\n",
    'await asyncio.to_thread(subprocess.run, ["make"], timeout=60) | asyncio',
  ],
  [
    "positions alone",
    main("from app.tools import in_thread", "in_thread"),
    "import anyio.to_thread\n\n\nasync def in_thread(f, *args):\n    return await anyio.to_thread.run_sync(f, *args)\n",
    'await in_thread(functools.partial(subprocess.run, ["make"], timeout=60)) | functools',
  ],
  [
    "one that does more",
    main("from app.tools import in_thread", "in_thread"),
    "from nicegui import run\n\nstopping = []\n\n\nasync def in_thread(f, *args, **kwargs):\n    if stopping:\n        return None\n    return await run.io_bound(f, *args, **kwargs)\n",
    'await in_thread(subprocess.run, ["make"], timeout=60) | What comes of it is for in_thread() to say',
  ],
  [
    "processes",
    main("from app.tools import in_thread", "in_thread"),
    "import asyncio\n\nfrom concurrent.futures import ProcessPoolExecutor\n\npool = ProcessPoolExecutor()\n\n\nasync def in_thread(f, *args):\n    return await asyncio.get_running_loop().run_in_executor(pool, f, *args)\n",
    'await asyncio.to_thread(subprocess.run, ["make"], timeout=60) | asyncio',
  ],
  [
    "a pool of threads, which isn't waited for where the caller says so",
    main("from app.tools import in_thread", "in_thread"),
    "from concurrent.futures import ThreadPoolExecutor\nfrom functools import partial\n\nfrom app import loop\n\nPOOL = ThreadPoolExecutor()\n\n\nasync def in_thread(f, *args, wait=True, **kwargs):\n    future = loop.run_in_executor(POOL, partial(f, *args, **kwargs))\n    return await future if wait else future\n",
    'await in_thread(subprocess.run, ["make"], timeout=60)',
  ],
  [
    "one that isn't waited for as a rule",
    main("from app.tools import in_thread", "in_thread"),
    "import asyncio\n\n\nasync def in_thread(f, *args, wait=False, **kwargs):\n    task = asyncio.to_thread(f, *args, **kwargs)\n    return await task if wait else task\n",
    'await asyncio.to_thread(subprocess.run, ["make"], timeout=60) | asyncio',
  ],
  [
    "one that keeps a keyword for itself",
    main("from app.tools import in_thread", "in_thread"),
    "import asyncio\n\n\nasync def in_thread(f, *args, timeout=None, **kwargs):\n    return await asyncio.wait_for(asyncio.to_thread(f, *args, **kwargs), timeout)\n",
    'await asyncio.to_thread(subprocess.run, ["make"], timeout=60) | asyncio',
  ],
  [
    "one that has a keyword for itself",
    main("from app.tools import in_thread", "in_thread"),
    "import asyncio\n\n\nasync def in_thread(f, *args, timeout=None, **kwargs):\n    return await asyncio.to_thread(f, *args, **kwargs)\n",
    'await in_thread(functools.partial(subprocess.run, ["make"], timeout=60)) | functools',
  ],
  [
    "of a module that the file has at hand, though it took no thread yet",
    'import subprocess\n\nfrom app import tools\n\n\nasync def build():\n    subprocess.run(["make"], timeout=60)\n    tools.tell("built")\n',
    `${PLAIN}\n\ndef tell(text):\n    print(text)\n`,
    'await tools.in_thread(subprocess.run, ["make"], timeout=60)',
  ],
  [
    "not of a module at hand where the file takes another way",
    'import asyncio\nimport os\nimport subprocess\n\nfrom app import tools\n\n\nasync def build():\n    await asyncio.to_thread(os.mkdir, "build")\n    subprocess.run(["make"], timeout=60)\n    tools.tell("built")\n',
    `${PLAIN}\n\ndef tell(text):\n    print(text)\n`,
    'await asyncio.to_thread(subprocess.run, ["make"], timeout=60)',
  ],
  [
    "by a module that hands on what asyncio has, of which the file took something",
    'import subprocess\n\nfrom app import tools\n\n\nasync def build():\n    await tools.sleep(1)\n    subprocess.run(["make"], timeout=60)\n',
    "from asyncio import sleep, to_thread  # noqa: F401\n",
    'await tools.to_thread(subprocess.run, ["make"], timeout=60)',
  ],
  [
    "by a name that such a module hands on",
    'import subprocess\n\nfrom app.tools import to_thread\n\n\nasync def build():\n    subprocess.run(["make"], timeout=60)\n',
    "from asyncio import sleep, to_thread  # noqa: F401\n",
    'await to_thread(subprocess.run, ["make"], timeout=60)',
  ],
  [
    "not by a module that imports it for itself",
    'import subprocess\n\nfrom app import tools\n\n\nasync def build():\n    subprocess.run(["make"], timeout=60)\n    tools.tell("built")\n',
    "from asyncio import to_thread\n\n\nasync def tell(text):\n    return await to_thread(print, text)\n",
    'await asyncio.to_thread(subprocess.run, ["make"], timeout=60) | asyncio',
  ],
  [
    "a method of a class elsewhere",
    'import os\nimport subprocess\n\nfrom app.tools import Base\n\n\nclass Site(Base):\n    async def clean(self):\n        await self.in_thread(os.mkdir, "build")\n\n    async def build(self):\n        subprocess.run(["make"], timeout=60)\n',
    "import asyncio\n\n\nclass Base:\n    async def in_thread(self, f, *args, **kwargs):\n        return await asyncio.to_thread(f, *args, **kwargs)\n",
    'await self.in_thread(subprocess.run, ["make"], timeout=60)',
  ],
  [
    "what merely gives it on",
    main("from app.tools import in_thread", "in_thread"),
    "async def in_thread(f, *args):\n    return f(*args)\n",
    'await asyncio.to_thread(subprocess.run, ["make"], timeout=60) | asyncio',
  ],
  [
    "one that stands beside what the file imports",
    'import subprocess\n\nfrom app.tools import tell\n\n\nasync def build():\n    subprocess.run(["make"], timeout=60)\n    tell("built")\n',
    `${PLAIN}\n\ndef tell(text):\n    print(text)\n`,
    'await in_thread(subprocess.run, ["make"], timeout=60) | app.tools.in_thread',
  ],
  [
    "not one that its module keeps to itself",
    'import subprocess\n\nfrom app.tools import tell\n\n\nasync def build():\n    subprocess.run(["make"], timeout=60)\n    tell("built")\n',
    `${PLAIN.replace("in_thread", "_in_thread")}\n\ndef tell(text):\n    print(text)\n`,
    'await asyncio.to_thread(subprocess.run, ["make"], timeout=60) | asyncio',
  ],
  [
    "not beside what the module itself has imported, which may be there before that",
    'import subprocess\n\nfrom app.tools import partial\n\n\nasync def build():\n    subprocess.run(["make"], timeout=60)\n    partial(print)\n',
    `from functools import partial\n${PLAIN}`,
    'await asyncio.to_thread(subprocess.run, ["make"], timeout=60) | asyncio',
  ],
  [
    "one that is given more before the function, which the module has",
    leading("import app", "app.settings", "app.settings"),
    WITH_POOL,
    'await in_thread(app.settings, subprocess.run, ["make"], timeout=60)',
  ],
  [
    "not one that is given what a function has alone",
    leading("import app", "pool", "app.settings").replace("build():", "build(pool):"),
    WITH_POOL,
    'await asyncio.to_thread(subprocess.run, ["make"], timeout=60) | asyncio',
  ],
  [
    "one whose own parameter is called like a keyword",
    leading("import app", "app.settings", "app.settings").replace("timeout=60", "pool=60"),
    WITH_POOL,
    'await in_thread(app.settings, functools.partial(subprocess.run, ["make"], pool=60)) | functools',
  ],
  [
    "one that hands on to another",
    main("from app.tools import in_thread", "in_thread"),
    `${WITH_POOL.replace("in_thread", "with_pool")}\n\nasync def in_thread(f, *args, **kwargs):\n    return await with_pool(None, f, *args, **kwargs)\n`,
    'await in_thread(subprocess.run, ["make"], timeout=60)',
  ],
  [
    "not one that hands on to what calls it there and then",
    main("from app.tools import in_thread", "in_thread"),
    "async def at_once(pool, f, *args, **kwargs):\n    return f(*args, **kwargs)\n\n\nasync def in_thread(f, *args, **kwargs):\n    return await at_once(None, f, *args, **kwargs)\n",
    'await asyncio.to_thread(subprocess.run, ["make"], timeout=60) | asyncio',
  ],
])("%s", (_, text, beside, expected) => {
  expect(written(text, beside)).toBe(expected);
});
