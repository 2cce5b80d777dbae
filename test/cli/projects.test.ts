import * as path from "node:path";
import { expect, it } from "vitest";
import { Projects } from "../../server/src/cli/files/projects";
import { project } from "./cli";

const silent = { onFound: () => undefined, onUnreadable: () => undefined };

it("gives all files of a project the very same settings, so that what is worked out for settings is worked out once", () => {
  const top = project({
    "pyproject.toml": "[tool.async-skill]\ndefault-timeout = 3\n",
    "a/b/x.py": "",
    "c/pyproject.toml": "[tool.ruff]\nline-length = 70\n",
  });
  const projects = new Projects([], silent);
  const settings = projects.settings(path.join(top, "x.py"));
  expect(projects.settings(path.join(top, "a", "b", "x.py"))).toBe(settings);
  expect(projects.settings(path.join(top, "a", "x.py"))).toBe(settings);
  expect(projects.settings(path.join(top, "tests", "x.py"))).toBe(
    projects.settings(path.join(top, "a", "tests", "y.py")),
  );
  expect(settings).toMatchObject({ defaultTimeout: 3, lineLength: 88 });
  expect(projects.settings(path.join(top, "c", "x.py"))).toMatchObject({ defaultTimeout: 3, lineLength: 70 });
});

it("asks the files beside a pyproject.toml, or in its place, for what it doesn't say", () => {
  const top = project({
    "pyproject.toml": "[tool.black]\nline-length = 70\n",
    "setup.py": "from setuptools import setup\n\nsetup(name='x', python_requires='>=3.9')\n",
    "ruff.toml": "line-length = 120\n",
    "said/pyproject.toml": "[project]\nrequires-python = '>=3.12'\n",
    "said/setup.cfg": "[options]\npython_requires = >=3.8\n",
    "older/setup.cfg": "[options]\npython_requires = >=3.8\n",
  });
  const projects = new Projects([], silent);
  const settings = (folder: string): unknown => projects.settings(path.join(top, folder, "x.py"));
  expect(settings("")).toMatchObject({ python: [3, 9], lineLength: 120 });
  expect(settings("said")).toMatchObject({ python: [3, 12], lineLength: 120 });
  expect(settings("older")).toMatchObject({ python: [3, 8], lineLength: 120 });
});

it("takes the oldest Python that the project's files name, where none is required", () => {
  const top = project({
    "pyproject.toml": "[tool.black]\ntarget-version = ['py310', 'py39']\n",
    "run.py": "import sys\n\nif sys.version_info < (3, 8):\n    sys.exit('too old')\n",
    "bot/main.py": "import sys\n\nif sys.version_info >= (3, 11):\n    import tomllib\n",
    "said/pyproject.toml": "[project]\nrequires-python = '>=3.12'\n",
  });
  const projects = new Projects([], silent);
  const settings = (folder: string): unknown => projects.settings(path.join(top, folder, "x.py"));
  expect(settings("")).toMatchObject({ python: [3, 8], isPythonBySigns: true });
  expect(settings("bot")).toMatchObject({ python: [3, 8], isPythonBySigns: true });
  expect(settings("said")).toMatchObject({ python: [3, 12], isPythonBySigns: false });
});

it("gives files without a project the very same settings", () => {
  const projects = new Projects([], silent);
  expect(projects.settings(path.join(project({ "a.py": "" }), "a.py"))).toBe(
    projects.settings(path.join(project({ "b.py": "" }), "b.py")),
  );
});
