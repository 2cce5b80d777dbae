import { describe, expect, it } from "vitest";
import { beginSection, ignoreRule, sectionStart } from "../../server/src/config/change-section";
import { readPyProject } from "../../server/src/config/pyproject";
import { applyEdits } from "../../server/src/fixes/apply";

const RULE = "missing-timeout";

describe("a rule is ignored in", () => {
  it.each([
    ["an empty file", "", '[tool.async-skill]\nignore = ["missing-timeout"]\n'],
    [
      "a file without the section",
      "[project]\nname = 'x'\n",
      "[project]\nname = 'x'\n\n[tool.async-skill]\nignore = [\"missing-timeout\"]\n",
    ],
    [
      "a file without a last line break",
      "[project]",
      '[project]\n\n[tool.async-skill]\nignore = ["missing-timeout"]\n',
    ],
    ["CR LF", "[project]\r\n", '[project]\r\n\r\n[tool.async-skill]\r\nignore = ["missing-timeout"]\r\n'],
    [
      "a section without the setting",
      "[tool.async-skill]\ndefault-timeout = 5 # s\n\n[tool.ruff]\n",
      '[tool.async-skill]\ndefault-timeout = 5 # s\nignore = ["missing-timeout"]\n\n[tool.ruff]\n',
    ],
    [
      "a list",
      "[tool.async-skill]\nignore = ['blocking-sleep'] # why\n",
      "[tool.async-skill]\nignore = ['blocking-sleep', 'missing-timeout'] # why\n",
    ],
    [
      "a list of lines",
      '[tool.async-skill]\nignore = [\n  "blocking-sleep", # a\n  "unnecessary-async", # b\n]\n',
      '[tool.async-skill]\nignore = [\n  "blocking-sleep", # a\n  "missing-timeout",\n  "unnecessary-async", # b\n]\n',
    ],
    [
      "a file that has but a table of the section",
      '[tool.async-skill.severity]\nblocking-sleep = "error"\n',
      '[tool.async-skill.severity]\nblocking-sleep = "error"\n\n[tool.async-skill]\nignore = ["missing-timeout"]\n',
    ],
    ["a dotted list", "[tool]\nasync-skill.ignore = []\n", '[tool]\nasync-skill.ignore = ["missing-timeout"]\n'],
  ])("%s", (_, before, after) => {
    const edits = ignoreRule(before, RULE);
    expect(applyEdits(before, edits ?? [])).toBe(after);
    const { problem, configuration } = readPyProject(after);
    expect(problem).toBeUndefined();
    expect(configuration?.ignore).toContain(RULE);
    expect(ignoreRule(after, RULE)).toEqual([]);
  });

  it.each([
    ["a file that can't be read", "[project\n"],
    ["a section in one line", "[tool]\nasync-skill = { default-timeout = 5 }\n"],
    ["a setting that is no list", '[tool.async-skill]\nignore = "blocking-sleep"\n'],
  ])("not in %s", (_, text) => {
    expect(ignoreRule(text, RULE)).toBeUndefined();
  });
});

describe("a section is begun", () => {
  const defaults = { defaultTimeout: 10, httpClients: ["httpx", "aiohttp"] };

  it("with settings that change nothing", () => {
    const before = "[project]\nname = 'x'\n";
    const after = applyEdits(before, beginSection(before, defaults) ?? []);
    expect(after.slice(sectionStart(after))).toMatch(/^\[tool\.async-skill\]\n/);
    const { configuration, configurationProblems } = readPyProject(after);
    expect(configurationProblems).toEqual([]);
    expect(configuration).toEqual({ ignore: [], exclude: [], defaultTimeout: 10, httpClient: "auto" });
  });

  it("where there is none", () => {
    for (const text of ["[tool.async-skill]\n", "[tool.async-skill.severity]\n", "[tool]\nasync-skill = {}\n"])
      expect(beginSection(text, defaults)).toEqual([]);
    expect(beginSection("[project\n", defaults)).toBeUndefined();
  });
});
