import { describe, expect, it } from "vitest";
import { NOTHING_BESIDE } from "../../server/src/config/beside";
import { settingsFor } from "../../server/src/config/settings";
import { nearest } from "../../server/src/config/nearest";
import { projectFacts, readPyProject } from "../../server/src/config/pyproject";
import { configurationTroubles } from "../../server/src/config/troubles";
import { oldestPython } from "../../server/src/config/requirements";

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
  const names = (text: string): readonly string[] | undefined =>
    readPyProject(text).requirements?.map(({ name }) => name);

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
    expect(names(text)?.toSorted()).toEqual([
      "aiohttp",
      "flask-cors",
      "httpx",
      "pytest",
      "requests",
      "trio",
      "zope-interface",
    ]);
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
  it.each(["[a", "a = ", "a = 1\na = 2\n", "\uFEFF[x]\ny = 'é", "a = \u0000", `x = ${"[".repeat(100_000)}`, "\f"])(
    "%j tells why, and nothing else",
    (text) => {
      const project = readPyProject(text);
      expect(project.problem?.message).toBeTruthy();
      expect(project.configuration).toBeUndefined();
    },
  );

  const nested = {
    inline: `a = ${"{ a = ".repeat(5000)}1${" }".repeat(5000)}`,
    lists: `a = ${"[".repeat(5000)}${"]".repeat(5000)}`,
  };
  const dotted = { table: `[${"a.".repeat(5000)}a]`, key: `${"a . ".repeat(5000)}a = 1` };
  it.each(Object.entries({ ...nested, ...dotted }))("nested 5000 deep (%s) says that", (_, text) => {
    expect(readPyProject(text).problem?.message).toBe("it is nested more than 100 deep");
  });

  it("but brackets in strings and comments nest nothing, however many, nor do those side by side", () => {
    const many = "[".repeat(500);
    const text = `# ${many}\na = "${many}\\"${many}"\nb = '${many}'\nc = """\n"${many}\n"""\nd = '''\n'${many}\n'''\ne = [${"[1], ".repeat(500)}]\n`;
    expect(readPyProject(text).problem).toBeUndefined();
    expect(readPyProject(`${text}f = ${many}`).problem?.offset).toBe(text.length + "f = ".length + 100);
  });

  it("is larger than any that a person writes", () => {
    const project = readPyProject(`[tool.async-skill]\n# ${"x".repeat(600_000)}`);
    expect(project.problem?.message).toBe("it has more than 512 KB");
    expect(project.configuration).toBeUndefined();
  });

  it("but a byte order mark is none", () => {
    expect(readPyProject("\uFEFF[tool.ruff]\nline-length = 100\n").lineLength).toBe(100);
  });
});

describe("the line length", () => {
  const lengthOf = (text: string): number | undefined => readPyProject(text).lineLength;

  it("is that of the formatter", () => {
    const ruff = "[tool.ruff]\nline-length = 160\n";
    expect(lengthOf(ruff)).toBe(160);
    expect(lengthOf(`[dependency-groups]\ndev = ["pytest", "black==26.3.1"]\n${ruff}`)).toBe(88);
    expect(lengthOf(`[dependency-groups]\ndev = ["blacken-docs"]\n${ruff}`)).toBe(160);
    expect(lengthOf(`[tool.poetry.group.dev.dependencies]\nblack = "^24"\n${ruff}`)).toBe(88);
    expect(lengthOf(`[tool.black]\nline-length = 100\n${ruff}`)).toBe(100);
    expect(lengthOf(`[tool.black]\ntarget-version = ["py312"]\n${ruff}`)).toBe(88);
    expect(lengthOf(`[tool.ruff.format]\nquote-style = "single"\n[tool.black]\nline-length = 100\n${ruff}`)).toBe(160);
  });
});

describe("settings", () => {
  const rules = { names: ["one", "two", "three"], always: [] };
  const facts = (...texts: readonly string[]): ReturnType<typeof projectFacts> =>
    projectFacts(texts.map((text) => ({ project: readPyProject(text), beside: NOTHING_BESIDE })));

  it("take each part from the nearest file that speaks of it", () => {
    const inner = "[project]\nrequires-python = '>=3.11'\n";
    const outer =
      "[project]\nrequires-python = '>=3.9'\ndependencies = ['httpx']\n[tool.black]\nline-length = 100\n[tool.async-skill]\ndefault-timeout = 3\n";
    expect(settingsFor(facts(inner, outer), [], rules)).toMatchObject({
      python: [3, 11],
      dependencies: [],
      lineLength: 100,
      defaultTimeout: 3,
    });
  });

  it("let the last word come last", () => {
    const project = facts(
      "[tool.async-skill]\nignore = ['one']\nseverity = { two = 'error', three = 'off' }\nline-length = 120\n",
    );
    expect(settingsFor(project, [], rules)).toMatchObject({
      severity: { one: "off", two: "error", three: "off" },
      lineLength: 120,
    });
    expect(settingsFor(project, [{ select: ["one", "two"] }], rules).severity).toEqual({ two: "error", three: "off" });
    expect(settingsFor(project, [{ select: ["one", "two"] }, { ignore: ["two"] }], rules).severity).toEqual({
      two: "off",
      three: "off",
    });
  });

  it.each(["[]", "['on']", "[1]", "'one'", "{}", "[['one']]"])(
    "select = %s names no rule, and counts as not there",
    (select) => {
      expect(
        settingsFor(facts(`[tool.async-skill]\nselect = ${select}\nignore = ['two']\n`), [], rules).severity,
      ).toEqual({ two: "off" });
    },
  );

  it("drop the names of a select that are no rules, and keep the others", () => {
    expect(settingsFor(facts("[tool.async-skill]\nselect = ['on', 'one', 2]\n"), [], rules).severity).toEqual({
      two: "off",
      three: "off",
    });
  });

  it("let no select switch off what always runs, only its name", () => {
    const always = { ...rules, always: ["three"] };
    const project = facts("[tool.async-skill]\nselect = ['one']\n");
    expect(settingsFor(project, [], always).severity).toEqual({ two: "off" });
    expect(settingsFor(project, [{ ignore: ["three"] }], always).severity).toEqual({ two: "off", three: "off" });
    expect(settingsFor(project, [{ severity: { three: "off" } }], always).severity).toEqual({
      two: "off",
      three: "off",
    });
  });

  it("hold the rules that there are, however many others are named", () => {
    const severity = Array.from({ length: 5000 }, (_, i) => `rule-${i} = "off"`).join("\n");
    const project = readPyProject(`[tool.async-skill.severity]\none = "error"\n${severity}\n`);
    expect(settingsFor(projectFacts([{ project, beside: NOTHING_BESIDE }]), [], rules).severity).toEqual({
      one: "error",
    });
    const troubles = configurationTroubles(project, rules.names);
    expect(troubles).toHaveLength(100);
    expect(troubles.at(-1)?.message).toBe(
      "There is no rule rule-99: this has no effect; 4900 more like this are not told",
    );
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
