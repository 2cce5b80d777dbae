/**
 * Packages of one repository, each built by itself, see each other as they would once installed: by their names,
 * wherever they lie.
 */
import { expect, it } from "vitest";
import { foundIn, type ProjectFiles, stallsIn, workspaceOf } from "./in-memory";
import { projectFix, withFix } from "./project-fixes";

const SLEEPY = "import time\n\n\ndef pause():\n    time.sleep(1)\n";
const main = (imports: string, ...body: readonly string[]): string =>
  [imports, "", "", "async def main():", ...body.map((line) => `    ${line}`), ""].join("\n");
const MARKED = '[project]\nname = "one"\n';

function found(name: string, files: ProjectFiles, rule = "blocking-helper-call"): readonly string[] {
  const all = new Map(Object.entries(files));
  return foundIn(name, rule, all, workspaceOf(all));
}

it.each<readonly [string, ProjectFiles]>([
  [
    "with a folder for sources",
    {
      "pyproject.toml": MARKED,
      "packages/web/pyproject.toml": MARKED,
      "packages/web/src/web/app.py": main("from core.helpers import pause", "pause()"),
      "packages/web/src/web/__init__.py": "",
      "packages/core/pyproject.toml": MARKED,
      "packages/core/src/core/__init__.py": "",
      "packages/core/src/core/helpers.py": SLEEPY,
    },
  ],
  [
    "beside its settings, in a folder of the same name",
    {
      "packages/web/pyproject.toml": MARKED,
      "packages/web/src/web/app.py": main("from core.helpers import pause", "pause()"),
      "packages/core/setup.py": "",
      "packages/core/core/__init__.py": "",
      "packages/core/core/helpers.py": SLEEPY,
    },
  ],
  [
    "three folders deep, from the tests of all",
    {
      "tests/web/app.py": main("import core.helpers as h", "h.pause()"),
      "libs/inner/core/pyproject.toml": MARKED,
      "libs/inner/core/src/core/__init__.py": "",
      "libs/inner/core/src/core/helpers.py": SLEEPY,
    },
  ],
])("a package that lies %s", (_name, files) => {
  const name = Object.keys(files).find((file) => file.endsWith("app.py"))!;
  const helpers = Object.keys(files).find((file) => file.endsWith("helpers.py"))!;
  expect(found(name, files)).toEqual([expect.stringMatching(new RegExp(`pause\\(\\) stalls .* <- ${helpers}:5$`))]);
});

it("packages that share a name which none of them defines", () => {
  const files = {
    "web/pyproject.toml": MARKED,
    "web/src/acme/web/__init__.py": "",
    "web/src/acme/web/app.py": main(
      "from acme.core.helpers import pause\nfrom acme.web.own import rest",
      "pause()",
      "rest()",
    ),
    "web/src/acme/web/own.py": "import time\n\n\ndef rest():\n    time.sleep(2)\n",
    "core/pyproject.toml": MARKED,
    "core/src/acme/core/__init__.py": "",
    "core/src/acme/core/helpers.py": SLEEPY,
  };
  expect(found("web/src/acme/web/app.py", files)).toEqual([
    "6: pause() stalls the event loop: it calls time.sleep() <- core/src/acme/core/helpers.py:5",
    "7: rest() stalls the event loop: it calls time.sleep() <- web/src/acme/web/own.py:5",
  ]);
});

it("nothing is known of a name that two packages give to other code, nor of what is no part of a package that is installed", () => {
  const files = {
    "web/pyproject.toml": MARKED,
    "web/src/web/app.py": main(
      "from core import pause\nfrom tests.helpers import pause as rest\nimport conftest",
      "pause()",
      "rest()",
      "conftest.pause()",
    ),
    "core/pyproject.toml": MARKED,
    "core/src/core/__init__.py": SLEEPY,
    "core/tests/__init__.py": "",
    "core/tests/helpers.py": SLEEPY,
    "core/conftest.py": SLEEPY,
    "old/pyproject.toml": MARKED,
    "old/src/core/__init__.py": SLEEPY,
  };
  expect(found("web/src/web/app.py", files)).toEqual([]);
});

it("a library that the table knows is what others install, whatever a package beside is called", () => {
  const files = {
    "web/pyproject.toml": MARKED,
    "web/src/web/app.py": main("import requests", 'requests.get("https://example.org", timeout=5)'),
    "mocks/pyproject.toml": MARKED,
    "mocks/src/requests/__init__.py": "def get(url, timeout):\n    return 1\n",
  };
  expect(found("web/src/web/app.py", files, "blocking-http-call")).toHaveLength(1);
});

it("its own modules come before those of other packages", () => {
  const files = {
    "web/pyproject.toml": MARKED,
    "web/src/web/app.py": main("from helpers import pause", "pause()"),
    "web/src/helpers.py": "def pause():\n    pass\n",
    "core/pyproject.toml": MARKED,
    "core/src/helpers.py": SLEEPY,
  };
  expect(found("web/src/web/app.py", files)).toEqual([]);
});

it("a fix changes the callers in other packages", () => {
  const files = new Map(
    Object.entries({
      "core/pyproject.toml": MARKED,
      "core/src/core/__init__.py": "",
      "core/src/core/helpers.py": "import requests\n\n\ndef load(url):\n    return requests.get(url, timeout=5).text\n",
      "web/pyproject.toml": MARKED,
      "web/src/web/app.py": main("from core.helpers import load", 'return load("https://example.org")'),
      "jobs/pyproject.toml": MARKED,
      "jobs/src/jobs/run.py": main("from core import helpers", 'return helpers.load("https://example.com")'),
    }),
  );
  const fix = projectFix("web/src/web/app.py", files, { httpClient: "httpx", dependencies: ["httpx"] });
  if (fix.kind !== "fix") throw new Error(fix.reason);
  const after = withFix("web/src/web/app.py", fix, files);
  expect(after.get("jobs/src/jobs/run.py")).toContain('return await helpers.load("https://example.com")');
  expect(after.get("core/src/core/helpers.py")).toContain("async def load(url):");
  expect(stallsIn("web/src/web/app.py", after, workspaceOf(after))).toEqual([]);
});
