import { describe, expect, it } from "vitest";
import { settingsFor } from "../../server/src/analysis/settings";
import { nearest } from "../../server/src/project/nearest";
import { projectFacts, readPyProject } from "../../server/src/project/pyproject";
import { oldestPython } from "../../server/src/project/requirements";

describe("the oldest Python", () => {
  it.each([
    [">=3.9,<4", [3, 9]],
    ["^3.10", [3, 10]],
    [">3.8", [3, 8]],
    ["~=3.11", [3, 11]],
    ["==3.11.*", [3, 11]],
    ["3.12", [3, 12]],
    [">= 3.7, !=3.8.*", [3, 7]],
    [">= 3.9, < 4", [3, 9]],
    ["^3.11 || ^3.9", [3, 9]],
    [">=3", [3, 0]],
    ["<4", undefined],
    ["", undefined],
    ["!=3.0.*", undefined],
  ])("of %j", (specifier, version) => {
    expect(oldestPython(specifier)).toEqual(version);
  });
});

describe("dependencies", () => {
  const names = (text: string): readonly string[] | undefined => readPyProject(text).requirements?.map(({ name }) => name);

  it("of every kind, by their normalized names", () => {
    const text = `
[project]
dependencies = ["Requests[security]>=2 ; python_version > '3.8'", "zope.interface", 3]
optional-dependencies.web = ["aiohttp==3"]
[dependency-groups]
dev = ["pytest", { include-group = "docs" }]
[tool.poetry.dependencies]
python = "^3.11"
Flask_Cors = { version = "1", extras = ["x"] }
[tool.poetry.group.test.dependencies]
trio = "*"
[tool.uv]
dev-dependencies = ["httpx @ https://example.org/httpx.whl"]
`;
    expect(names(text)?.toSorted()).toEqual(["aiohttp", "flask-cors", "httpx", "pytest", "requests", "trio", "zope-interface"]);
  });

  it("are unknown where something else declares them", () => {
    expect(names('[project]\ndynamic = ["version", "dependencies"]\n')).toBeUndefined();
    expect(names("[tool.black]\n")).toBeUndefined();
    expect(names("[project]\nname = 'x'\n")).toEqual([]);
  });

  it("know their places", () => {
    const text = '[project]\ndependencies = ["requests>=2"]\n';
    const [found] = readPyProject(text).requirements ?? [];
    expect(text.slice(found?.start, found?.end)).toBe('"requests>=2"');
  });
});

describe("a file that can't be read", () => {
  it.each(["[a", "a = ", "a = 1\na = 2\n", "\uFEFF[x]\ny = 'é", "a = \u0000", `x = ${"[".repeat(100_000)}`])("%j tells why, and nothing else", (text) => {
    const project = readPyProject(text);
    expect(project.problem?.message).toBeTruthy();
    expect(project.configuration).toBeUndefined();
  });

  it("but a byte order mark is none", () => {
    expect(readPyProject("\uFEFF[tool.ruff]\nline-length = 100\n").lineLength).toBe(100);
  });
});

describe("settings", () => {
  const rules = ["one", "two", "three"];
  const facts = (...texts: readonly string[]): ReturnType<typeof projectFacts> => projectFacts(texts.map(readPyProject));

  it("take each part from the nearest file that speaks of it", () => {
    const inner = "[project]\nrequires-python = '>=3.11'\n";
    const outer = "[project]\nrequires-python = '>=3.9'\ndependencies = ['httpx']\n[tool.black]\nline-length = 100\n[tool.async-skill]\ndefault-timeout = 3\n";
    expect(settingsFor(facts(inner, outer), [], rules)).toMatchObject({ python: [3, 11], dependencies: [], lineLength: 100, defaultTimeout: 3 });
  });

  it("let the last word come last", () => {
    const project = facts("[tool.async-skill]\nignore = ['one']\nseverity = { two = 'error', three = 'off' }\nline-length = 120\n");
    expect(settingsFor(project, [], rules)).toMatchObject({ severity: { one: "off", two: "error", three: "off" }, lineLength: 120 });
    expect(settingsFor(project, [{ select: ["one", "two"] }], rules).severity).toEqual({ two: "error", three: "off" });
    expect(settingsFor(project, [{ select: ["one", "two"] }, { ignore: ["two"] }], rules).severity).toEqual({ two: "off", three: "off" });
  });
});

describe("the nearest name", () => {
  const names = ["blocking-sleep", "blocking-helper-call", "blocking-file-io", "missing-timeout", "dangling-task"];
  it.each([
    ["bloking-sleep", "blocking-sleep"],
    ["blocking_sleep", "blocking-sleep"],
    ["sleep", "blocking-sleep"],
    ["blocking-helper", "blocking-helper-call"],
    ["mising-timeuot", "missing-timeout"],
    ["Dangling-Task", "dangling-task"],
    ["blocking", undefined],
    ["E501", undefined],
    ["", undefined],
  ])("to %j is %j", (name, expected) => {
    expect(nearest(name, names)).toBe(expected);
  });
});
