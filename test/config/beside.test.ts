import { expect, it } from "vitest";
import { type FileBeside, isBeside, NOTHING_BESIDE, readBeside } from "../../server/src/config/beside";
import { projectFacts, readPyProject } from "../../server/src/config/pyproject";

const said = (texts: Partial<Record<FileBeside, string>>): ReturnType<typeof readBeside> =>
  readBeside((name) => texts[name]);

it.each([
  ["setup(python_requires='>=3.9')", [3, 9]],
  ['setuptools.setup(\n    name="x",\n    python_requires=">=3.10, <4",  # ours\n)\n', [3, 10]],
  ['setup(extras={"a": f(python_requires=">=3.7")}, python_requires=">=3.8")', [3, 8]],
  ['setup(python_requires=">=" + OLDEST)', undefined],
  ["setup(python_requires=OLDEST)", undefined],
  ['# setup(python_requires=">=3.9")\n"""setup(python_requires=\'>=3.9\')"""\nsetup(name="x")\n', undefined],
  ['def setup(python_requires=">=3.9"): ...\n', undefined],
  ['config = dict(python_requires=">=3.9")\nsetup(**config)\n', undefined],
  ["setup(", undefined],
])("reads the oldest Python of the setup.py %j", (text, version) => {
  expect(said({ "setup.py": text })?.python).toEqual(version);
});

it.each([
  ["[metadata]\nname = x\n[options]\npython_requires = >=3.9\n", [3, 9]],
  ["[options]\r\npython_requires =\r\n    >=3.8\r\n", [3, 8]],
  ["[options.extras_require]\npython_requires = >=3.9\n", undefined],
  ["[options]\n# python_requires = >=3.9\n", undefined],
])("reads the oldest Python of the setup.cfg %j", (text, version) => {
  expect(said({ "setup.cfg": text })?.python).toEqual(version);
});

it("takes setup.cfg's word before setup.py's, as setuptools does, and ruff's hidden file before the other", () => {
  const both = { "setup.cfg": "[options]\npython_requires = >=3.9\n", "setup.py": "setup(python_requires='>=3.6')" };
  expect(said(both)?.python).toEqual([3, 9]);
  expect(said({ "ruff.toml": "line-length = 100\n", ".ruff.toml": "line-length = 120\n" })?.lineLength).toBe(120);
  expect(said({ "ruff.toml": "[lint]\nline-length = 100\n" })?.lineLength).toBeUndefined();
  expect(said({ "ruff.toml": "line-length = [\n" })?.lineLength).toBeUndefined();
  expect(said({})).toBeUndefined();
});

it("knows its files by their names", () => {
  expect(["file:///a/setup.py", "file:///a/.ruff.toml"].every(isBeside)).toBe(true);
  expect(["file:///a/my_setup.py", "file:///a/pyproject.toml"].some(isBeside)).toBe(false);
});

it.each<[FileBeside, string, unknown]>([
  ["run.py", 'if sys.version_info < (3, 8):\n    log("old")\n\n    sys.exit(1)\nelse:\n    go()\n', [3, 8]],
  ["main.py", "def check():\n    if not sys.version_info >= (3, 9):\n        raise RuntimeError()\n", [3, 9]],
  ["main.py", "assert sys.version_info[:2] >= (3, 10), 'too old'\n", [3, 10]],
  ["main.py", "OLDEST = (3, 7)\nif sys.version_info < OLDEST:\n    sys.exit('too old')\n", [3, 7]],
  ["main.py", "if sys.version_info < OLDEST:\n    sys.exit('too old')\n", undefined],
  ["app.py", "if sys.version_info >= (3, 11):\n    import tomllib\nelse:\n    import tomli\n", [3, 10]],
  ["app.py", "if sys.version_info < (3, 11):\n    import tomli\nsys.exit(main())\n", [3, 10]],
  ["app.py", "# if sys.version_info < (3, 5): sys.exit()\n", undefined],
  ["tox.ini", "[tox]\nenvlist = py{39,310}, py3{8,12}-lint\n[testenv:py36]\n", [3, 8]],
  ["tox.ini", "[tox]\nenv_list =\n    py3.11\n    py310\ndeps = py36\n", [3, 10]],
  ["tox.ini", "[tox]\nenvlist = lint, pypy3\n", undefined],
  ["mypy.ini", "[mypy]\npython_version = 3.9\n", [3, 9]],
  ["Pipfile", '[requires]\npython_version = "3.9"\n', [3, 9]],
  ["Dockerfile", "FROM node:20\nFROM --platform=linux/amd64 docker.io/library/python:3.8-slim AS base\n", [3, 8]],
  [".python-version", "3.11.4\n", [3, 11]],
  ["runtime.txt", "python-3.10.2\n", [3, 10]],
  ["ruff.toml", 'target-version = "py38"\n', [3, 8]],
  [
    "setup.py",
    'setup(classifiers=["Programming Language :: Python :: 3.10", "Programming Language :: Python :: 3.9"])',
    [3, 9],
  ],
])("reads which Python %s names in passing: %j", (name, text, version) => {
  expect(said({ [name]: text })?.signs).toEqual(version);
});

it("reads a program's start once, and hears of changes to what sets things up", () => {
  expect(["file:///a/tox.ini", "file:///a/Dockerfile"].every(isBeside)).toBe(true);
  expect(isBeside("file:///a/main.py")).toBe(false);
});

it.each<[string, Partial<Record<FileBeside, string>>, readonly string[] | undefined]>([
  [
    "a list",
    { "setup.py": 'setup(name="x", install_requires=["Requests>=2", \'aio_pika\'])' },
    ["requests", "aio-pika"],
  ],
  ["no list", { "setup.py": "setup(install_requires=read())" }, undefined],
  ["a list of more than strings", { "setup.py": 'setup(install_requires=["a", *more])' }, undefined],
  [
    "lines",
    { "setup.cfg": "[options]\ninstall_requires =\n    httpx>=0.27\n    # not yet\n    redis\npackages = x\n" },
    ["httpx", "redis"],
  ],
  ["nothing", { "setup.cfg": "[metadata]\nname = x\n" }, undefined],
])("reads what is installed with a project: %s", (_, texts, names) => {
  expect(said(texts)?.dependencies).toEqual(names);
});

it.each<[string, string | undefined, string | undefined, boolean]>([
  ["pyproject.toml", '[project]\ndependencies = ["requests"]\n', undefined, true],
  ["setup.py", undefined, 'setup(install_requires=["requests"])', false],
  [
    "setup.py beside a pyproject.toml of tools",
    "[tool.black]\nline-length = 100\n",
    'setup(install_requires=["requests"])',
    false,
  ],
  ["nothing", undefined, undefined, false],
])("knows whether a fix can add to what the project needs: %s", (_, pyproject, setup, adds) => {
  const facts = projectFacts([
    {
      project: pyproject === undefined ? undefined : readPyProject(pyproject),
      beside: readBeside((name) => (name === "setup.py" ? setup : undefined)) ?? NOTHING_BESIDE,
    },
  ]);
  expect(facts.addsDependencies).toBe(adds);
});
