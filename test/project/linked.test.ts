/**
 * What is installed for a project, and lies elsewhere to be worked on there, is read as what lies in the environment:
 * by all the ways in which tools write down where it lies.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Analyzer } from "../../server/src/analysis/analyzer";
import { ProjectOnDisk } from "../../server/src/cli/check/project";
import { DEFAULT_SETTINGS } from "../../server/src/config/settings";
import { RULES } from "../../server/src/rules/index";
import { open } from "../support/engine";

const made: string[] = [];
afterAll(() => {
  for (const folder of made) fs.rmSync(folder, { recursive: true });
});

const SITE = "app/.venv/lib/python3.12/site-packages";

/** An SDK that is worked on beside the application, which has an environment. */
const BESIDE: Readonly<Record<string, string>> = {
  "app/pyproject.toml": "",
  "app/.venv/pyvenv.cfg": "",
  "app/main.py": "import sdk\n\n\nasync def main():\n    sdk.wait()\n",
  [`${SITE}/retries.py`]: "import time\n\n\ndef rest():\n    time.sleep(1)\n",
  "work/sdk/pyproject.toml": "",
  "work/sdk/src/sdk/__init__.py": "from ._wait import wait\n",
  "work/sdk/src/sdk/_wait.py": "from ._deep import deep\n\n\ndef wait():\n    deep()\n",
  "work/sdk/src/sdk/_deep.py": "from retries import rest\n\n\ndef deep():\n    rest()\n",
};

/** What main.py finds, and what that rests on; TOP stands for the folder above all. */
function found(files: Readonly<Record<string, string>>): { readonly told: readonly string[]; readonly stamps: string } {
  const top = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-linked-")));
  made.push(top);
  for (const [name, text] of Object.entries({ ...BESIDE, ...files })) {
    fs.mkdirSync(path.dirname(path.join(top, name)), { recursive: true });
    fs.writeFileSync(path.join(top, name), text.replaceAll("TOP", top));
  }
  const project = new ProjectOnDisk(open, { environment: { kind: "found", active: [] }, kept: undefined });
  const file = path.join(top, "app/main.py");
  const text = fs.readFileSync(file, "utf8");
  const analyzer = new Analyzer(
    open(text),
    RULES,
    DEFAULT_SETTINGS,
    undefined,
    project.importsOf(file, text, () => {}),
  );
  const told = analyzer
    .diagnostics()
    .map(({ message, elsewhere }) =>
      [message, ...elsewhere.map(({ uri, range }) => `${path.relative(top, uri)}:${range.start.line + 1}`)].join(
        " <- ",
      ),
    );
  return { told, stamps: Object.keys(project.stamps).join("\n") };
}

const TOLD = `wait() stalls the event loop: it comes to time.sleep() in retries <- work/sdk/src/sdk/_wait.py:5 <- work/sdk/src/sdk/_deep.py:5 <- ${SITE}/retries.py:5`;

describe("a package that lies elsewhere", () => {
  it.each([
    ["a list of paths", { [`${SITE}/__editable__.sdk-1.0.pth`]: "TOP/work/sdk/src\n" }],
    [
      "a list with other lines",
      { [`${SITE}/_sdk.pth`]: "# of sdk\nimport os; os.getcwd()\n\n  TOP/nowhere\nTOP/work/sdk/src/\r\n" },
    ],
    ["a path from the folder that holds the list", { [`${SITE}/easy-install.pth`]: "./../../../../../work/sdk/src\n" }],
    ["a link of setuptools", { [`${SITE}/sdk.egg-link`]: "TOP/work/sdk/src\n../\n" }],
    [
      "what finds its modules",
      {
        [`${SITE}/__editable__.sdk-1.0.pth`]:
          "import __editable___sdk_1_0_finder; __editable___sdk_1_0_finder.install()\n",
        [`${SITE}/__editable___sdk_1_0_finder.py`]:
          "MAPPING: dict[str, str] = {'sdk': 'TOP/work/sdk/src/sdk'}\nNAMESPACES = {}\n",
      },
    ],
    [
      "what pip writes down",
      {
        [`${SITE}/sdk-1.0.dist-info/direct_url.json`]: '{"dir_info": {"editable": true}, "url": "file://TOP/work/sdk"}',
      },
    ],
  ])("is found by %s, with what it imports", (_what, files) => {
    const { told, stamps } = found(files);
    expect(told).toEqual([TOLD]);
    for (const name of Object.keys(files)) expect(stamps).toContain(path.basename(name));
  });

  it.each([
    ["nothing says so", {}],
    [
      "it was installed as a copy",
      { [`${SITE}/sdk-1.0.dist-info/direct_url.json`]: '{"dir_info": {}, "url": "file://TOP/work/sdk"}' },
    ],
    [
      "that can't be read",
      { [`${SITE}/sdk-1.0.dist-info/direct_url.json`]: '{"dir_info": {"editable": true}, "url": 1' },
    ],
    [
      "it comes from elsewhere",
      {
        [`${SITE}/sdk-1.0.dist-info/direct_url.json`]:
          '{"dir_info": {"editable": true}, "url": "https://x/TOP/work/sdk"}',
      },
    ],
    ["its folder is gone", { [`${SITE}/sdk.pth`]: "TOP/work/gone\n" }],
    ["a file that runs names it", { [`${SITE}/sdk.pth`]: "import sys; sys.path.append('TOP/work/sdk/src')\n" }],
  ])("is not known where %s", (_what, files) => {
    expect(found(files).told).toEqual([]);
  });

  it("counts no file that is read there, as of every package", () => {
    const files = {
      [`${SITE}/sdk.pth`]: "TOP/work/sdk/src\n",
      "work/sdk/src/sdk/_deep.py": "def deep():\n    open('x').read()\n",
    };
    expect(found(files).told).toEqual([]);
  });

  it("is of the project where it lies in that", () => {
    const files = {
      [`${SITE}/sdk.pth`]: "TOP/app/libs\n",
      "app/libs/sdk/__init__.py": "import time\n\n\ndef wait():\n    time.sleep(1)\n",
    };
    expect(found(files).told).toEqual([]);
  });

  it("has a stub beside it, which gives what its modules take from others", () => {
    const files = {
      [`${SITE}/sdk.pth`]: "TOP/work/sdk/src\n",
      "work/sdk/src/sdk/__init__.py":
        "import lazy\n\n__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)\n",
      "work/sdk/src/sdk/__init__.pyi": "from ._wait import wait as wait\n",
    };
    expect(found(files).told).toEqual([TOLD]);
  });
});

it("follows no more lists and folders than an environment has", () => {
  const lists = Object.fromEntries(
    Array.from({ length: 300 }, (_, i) => [`${SITE}/a${i}.pth`, `TOP/work/nowhere${i}\n`] as const),
  );
  expect(found({ ...lists, [`${SITE}/zz.pth`]: "TOP/work/sdk/src\n" }).told).toEqual([]);
});
