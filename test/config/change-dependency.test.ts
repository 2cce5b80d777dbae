import { describe, expect, it } from "vitest";
import { changeDependency, type DependencyChange, hasComment } from "../../server/src/config/change-dependency";
import { type PyProject, readPyProject } from "../../server/src/config/pyproject";
import type { Requirement } from "../../server/src/config/requirements";
import { applyEdits } from "../../server/src/fixes/apply";

function requests(text: string): { readonly project: PyProject; readonly requirement: Requirement } {
  const project = readPyProject(text);
  const requirement = project.requirements?.find(({ name }) => name === "requests");
  if (requirement === undefined) throw new Error(`no requests in ${text}`);
  return { project, requirement };
}

function changed(text: string, change: DependencyChange): string | undefined {
  const { project, requirement } = requests(text);
  const edits = changeDependency(project.file, requirement, change);
  return edits === undefined ? undefined : applyEdits(text, edits);
}

const GROUP = '[dependency-groups]\nserver = ["rich", { include-group = "web" }]\nweb = ["requests"]\n';
const POETRY =
  '[tool.poetry.dependencies]\npython = "^3.11"\nrequests = { version = "^2", extras = ["socks"] } # why\nrich = "*"\n';

describe("beside a dependency another is declared", () => {
  it.each([
    ["in the group that it is in", GROUP, GROUP.replace('"requests"', '"requests", "httpx"')],
    [
      "in uv's list",
      "[project]\n[tool.uv]\ndev-dependencies = ['requests']\n",
      "[project]\n[tool.uv]\ndev-dependencies = ['requests', 'httpx']\n",
    ],
    [
      "in an extra",
      '[project]\noptional-dependencies = { web = ["requests"] }\n',
      '[project]\noptional-dependencies = { web = ["requests", "httpx"] }\n',
    ],
    ["on a line of its own for Poetry", POETRY, POETRY.replace("rich", 'httpx = "*"\nrich')],
    [
      "in a group of Poetry's",
      '[tool.poetry.group.web.dependencies]\nrequests = "^2"',
      '[tool.poetry.group.web.dependencies]\nrequests = "^2"\nhttpx = "*"',
    ],
  ])("%s", (_, before, after) => {
    expect(changed(before, { kind: "add", name: "httpx" })).toBe(after);
  });
});

describe("in a dependency's place another is declared", () => {
  it.each([
    [
      "in its quotes",
      "[project]\ndependencies = [\n  'requests[socks]>=2 ; python_version > \"3\"', # why\n]\n",
      "[project]\ndependencies = [\n  'httpx', # why\n]\n",
    ],
    ["for Poetry", POETRY, POETRY.replace('requests = { version = "^2", extras = ["socks"] }', 'httpx = "*"')],
  ])("%s", (_, before, after) => {
    expect(changed(before, { kind: "replace", name: "httpx" })).toBe(after);
  });
});

describe("a dependency goes", () => {
  it.each([
    [
      "with its line",
      '[project]\r\ndependencies = [\r\n  # http\r\n  "httpx",\r\n  "requests",\r\n]\r\n',
      '[project]\r\ndependencies = [\r\n  # http\r\n  "httpx",\r\n]\r\n',
    ],
    [
      "from the end of a line",
      '[project]\ndependencies = ["httpx", "requests"]\n',
      '[project]\ndependencies = ["httpx"]\n',
    ],
    [
      "from the start of a line",
      '[project]\ndependencies = ["requests", "rich"]\n',
      '[project]\ndependencies = ["rich"]\n',
    ],
    ["from a list of its own", '[project]\ndependencies = ["requests"]\n', "[project]\ndependencies = []\n"],
    [
      "from a last line without a comma",
      '[project]\ndependencies = [\n  "httpx",\n  "requests"\n]\n',
      '[project]\ndependencies = [\n  "httpx",\n]\n',
    ],
    ["from Poetry's table", POETRY, '[tool.poetry.dependencies]\npython = "^3.11"\nrich = "*"\n'],
    ["from the end of a file", '[tool.poetry.dependencies]\nrequests = "^2"', "[tool.poetry.dependencies]\n"],
  ])("%s", (_, before, after) => {
    expect(changed(before, { kind: "remove" })).toBe(after);
  });
});

it("nothing is changed in a table of one line, where others may stand beside it", () => {
  expect(
    changed('[tool.poetry]\ndependencies = { requests = "^2", rich = "*" }\n', { kind: "add", name: "httpx" }),
  ).toBeUndefined();
});

it.each([
  ["beside it", '[project]\ndependencies = [\n  "requests", # old\n]\n', true],
  ["above it", '[project]\ndependencies = [\n  # old\n  "requests",\n]\n', true],
  ["elsewhere", '[project]\n# ours\ndependencies = [\n  # web\n  "fastapi", # new\n  "requests",\n]\n', false],
])("a comment %s may be about it: %s", (_, text, expected) => {
  const { project, requirement } = requests(text);
  expect(hasComment(project.file, requirement)).toBe(expected);
});
