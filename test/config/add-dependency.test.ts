import { describe, expect, it } from "vitest";
import { applyEdits } from "../../server/src/fixes/apply";
import { addDependency } from "../../server/src/config/add-dependency";
import { readPyProject } from "../../server/src/config/pyproject";

const cases: readonly (readonly [string, string, string])[] = [
  ["an empty list", "[project]\ndependencies = []\n", '[project]\ndependencies = ["httpx"]\n'],
  [
    "one line in order",
    '[project]\ndependencies = ["anyio", "pydantic>=2"] # x\n',
    '[project]\ndependencies = ["anyio", "httpx", "pydantic>=2"] # x\n',
  ],
  [
    "one line, before all others",
    '[project]\ndependencies = ["jinja2", "pydantic"]\n',
    '[project]\ndependencies = ["httpx", "jinja2", "pydantic"]\n',
  ],
  [
    "one line without order",
    "[project]\ndependencies = ['z', 'a',]\n",
    "[project]\ndependencies = ['z', 'a', 'httpx',]\n",
  ],
  [
    "lines with comments",
    '[project]\ndependencies = [\n    # core\n    "anyio", # why\n    # models\n    "pydantic>=2",\n]\n',
    '[project]\ndependencies = [\n    # core\n    "anyio", # why\n    "httpx",\n    # models\n    "pydantic>=2",\n]\n',
  ],
  [
    "lines, before all others",
    '[project]\ndependencies = [\n  "jinja2",\n  "pydantic"\n]\n',
    '[project]\ndependencies = [\n  "httpx",\n  "jinja2",\n  "pydantic"\n]\n',
  ],
  [
    "a last line without a comma",
    '[project]\ndependencies = [\n\t"z",\n\t"a" # last\n]\n',
    '[project]\ndependencies = [\n\t"z",\n\t"a", # last\n\t"httpx"\n]\n',
  ],
  [
    "CR LF",
    '[project]\r\ndependencies = [\r\n  "a",\r\n]\r\n',
    '[project]\r\ndependencies = [\r\n  "a",\r\n  "httpx",\r\n]\r\n',
  ],
  [
    "several on a line",
    '[project]\ndependencies = [\n  "a", "b",\n]\n',
    '[project]\ndependencies = [\n  "a", "b", "httpx",\n]\n',
  ],
  [
    "no list yet",
    '[project]\nname = "x" # mine\n\n[tool.ruff]\n',
    '[project]\nname = "x" # mine\ndependencies = ["httpx"]\n\n[tool.ruff]\n',
  ],
  [
    "Poetry",
    '[tool.poetry.dependencies]\npython = "^3.11"\n\n[build-system]\n',
    '[tool.poetry.dependencies]\npython = "^3.11"\nhttpx = "*"\n\n[build-system]\n',
  ],
  [
    "extras in brackets",
    '[project]\ndependencies = ["uvicorn[standard]"]\n',
    '[project]\ndependencies = ["uvicorn[standard]", "httpx"]\n',
  ],
];

describe("a dependency is added to", () => {
  it.each(cases)("%s", (_, before, after) => {
    const edits = addDependency(before, "httpx");
    expect(edits).toBeDefined();
    expect(applyEdits(before, edits ?? [])).toBe(after);
    const names = (text: string): readonly string[] => readPyProject(text).requirements?.map(({ name }) => name) ?? [];
    expect(names(after).toSorted()).toEqual([...names(before), "httpx"].toSorted());
  });
});

describe("no dependency is added", () => {
  it.each([
    ["that is there", '[project]\ndependencies = ["HTTPX[http2]>=0.27"]\n'],
    ["that is there for Poetry", '[tool.poetry.dependencies]\nhttpx = { version = "*" }\n'],
  ])("%s", (_, text) => {
    expect(addDependency(text, "httpx")).toEqual([]);
  });

  it.each([
    ["to a file that can't be read", "[project\n"],
    ["where another tool finds them out", '[project]\ndynamic = ["dependencies"]\n'],
    ["where no project is declared", "[tool.ruff]\nline-length = 100\n"],
  ])("%s", (_, text) => {
    expect(addDependency(text, "httpx")).toBeUndefined();
  });
});
