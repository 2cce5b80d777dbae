import { describe, expect, it } from "vitest";
import type { Settings } from "../../server/src/config/settings";
import { roleOfPath } from "../../server/src/config/roles";
import { analyze, diagnose } from "../support/engine";

const RUNS = "import os\n\n\nasync def load():\n    return os.system('x')\n";

function severities(text: string, settings: Partial<Settings> = {}): readonly string[] {
  return diagnose(text, settings)
    .filter(({ rule }) => rule === "blocking-subprocess")
    .map(({ severity }) => severity);
}

const at = (path: string): Partial<Settings> => ({ role: roleOfPath(`/p/${path}`, "/p", []) });

describe("the role of a file, by its imports", () => {
  it.each([
    "import pytest",
    "from unittest.mock import AsyncMock",
    "import unittest.mock as m",
    "try:\n    import pytest\nexcept ImportError:\n    pass",
  ])("is test with %j", (line) => {
    expect(severities(`${line}\n\n${RUNS}`)).toEqual([]);
  });

  it("is script where it builds a project", () => {
    expect(severities(`from setuptools import setup\n\n${RUNS}`)).toEqual(["hint"]);
  });

  it.each([
    "from app import mock",
    "mock = 1",
    '"""\nimport pytest\n"""',
    "import pytester",
    "def f():\n    import pytest",
    "async def test_load():\n    pass\n\n\nclass TestLoad:\n    pass",
  ])("is application with %j", (line) => {
    expect(severities(`${line}\n\n\n${RUNS}`)).toEqual(["warning"]);
  });

  it("goes behind what the path says, but for a test that is called so alone", () => {
    const program = `${RUNS}\n\nif __name__ == "__main__":\n    load()\n`;
    expect(severities(`import pytest\n${RUNS}`, { role: { role: "application", by: "setting" } })).toEqual(["warning"]);
    expect(severities(RUNS, at("load_test.py"))).toEqual([]);
    expect(severities(program, at("load_test.py"))).toEqual(["hint"]);
    expect(severities(`import pytest\n\n${program}`, at("load_test.py"))).toEqual([]);
    expect(severities(program, at("tests/load.py"))).toEqual([]);
  });

  it("follows what is typed", () => {
    const analyzer = analyze(`import os\n\n\n${RUNS}`);
    const { document } = analyzer;
    const found = (): readonly string[] => {
      analyzer.update();
      const now = analyzer.diagnostics();
      expect(now).toEqual(diagnose(document.text));
      return now.map(({ severity }) => severity);
    };
    const replace = (from: number, to: number, text: string): void => {
      document.apply(
        [{ range: { start: { line: 0, character: from }, end: { line: 0, character: to } }, text }],
        document.version + 1,
      );
    };
    expect(found()).toEqual(["warning"]);
    replace(7, 9, "pytest");
    expect(found()).toEqual([]);
    replace(13, 13, "s");
    expect(found()).toEqual(["warning"]);
    replace(7, 14, "nox");
    expect(found()).toEqual(["hint"]);
  });
});

describe("what is not told in a role", () => {
  it("leaves a comment of use that speaks of it", () => {
    const rules = (text: string): readonly string[] => diagnose(text).map(({ rule }) => rule);
    const kept = RUNS.replace("('x')\n", "('x')  # async-skill: ignore[blocking-subprocess]\n");
    expect(rules(`import pytest\n\n\n${kept}`)).toEqual([]);
    expect(rules(`# async-skill: ignore-file[blocking-subprocess]\nimport pytest\n\n\n${RUNS}`)).toEqual([]);
    expect(rules(`import pytest\n\n\n${kept.replace("os.system('x')", "1")}`)).toEqual(["unused-suppression"]);
  });

  it("outdoes nothing that is", () => {
    const text = "import subprocess\n\n\nasync def run():\n    asyncio.run(load())\n";
    expect(
      diagnose(`import asyncio\n${text}`, { role: { role: "test", by: "setting" } }).map(({ rule, severity }) => [
        rule,
        severity,
      ]),
    ).toEqual([["blocking-wait", "warning"]]);
  });
});
