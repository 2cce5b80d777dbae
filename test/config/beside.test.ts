import { expect, it } from "vitest";
import { type FileBeside, isBeside, readBeside } from "../../server/src/config/beside";

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
