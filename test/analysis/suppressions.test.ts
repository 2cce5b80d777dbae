import { describe, expect, it } from "vitest";
import type { Settings } from "../../server/src/config/settings";
import { analyze } from "../support/engine";

const OFF: Partial<Settings> = { severity: { "blocking-sleep": "off" } };

function found(text: string, settings?: Partial<Settings>): readonly string[] {
  const ours = ["blocking-sleep", "unused-suppression"];
  return analyze(text, settings)
    .diagnostics()
    .filter(({ rule }) => ours.includes(rule))
    .map(({ rule, start, end }) => `${rule}: ${text.slice(start, end)}`);
}

function sleepy(comment: string, before = ""): string {
  return `${before}import time\n\n\nasync def poll():\n    time.sleep(1)${comment}\n`;
}

describe("an ignore comment", () => {
  it.each([
    ["for every rule", "  # async-skill: ignore"],
    ["for one", "  # async-skill: ignore[blocking-sleep]"],
    ["with a reason", "  # async-skill: ignore[blocking-sleep] the driver needs it"],
    ["among others", "  # noqa: E501  # async-skill: ignore[blocking-sleep]"],
    ["without blanks", "  #async-skill:ignore[blocking-sleep]"],
    ["of ruff", "  # noqa: ASYNC251"],
    ["of ruff alone, by its code", "  # ruff: ignore[ASYNC251]"],
    ["of ruff alone, by its name", "  # ruff: ignore[E501, blocking-sleep-in-async-function]"],
    ["of ruff for every rule", "  # noqa"],
  ])("%s keeps the finding away, and is of use", (_, comment) => {
    expect(found(sleepy(comment))).toEqual([]);
  });

  it.each([
    ["for another rule", "  # async-skill: ignore[missing-timeout]", "# async-skill: ignore[missing-timeout]"],
    ["misspelt", "  # async-skill: ignore[blocking_sleep]", "blocking_sleep"],
  ])("%s keeps nothing away, and is found", (_, comment, range) => {
    expect(found(sleepy(comment))).toEqual(["blocking-sleep: time.sleep(1)", `unused-suppression: ${range}`]);
  });

  it("of another tool for another thing keeps nothing away, and is no business of ours", () => {
    expect(found(sleepy("  # noqa: E501"))).toEqual(["blocking-sleep: time.sleep(1)"]);
    expect(found(sleepy("  # ruff: ignore[unused-import]"))).toEqual(["blocking-sleep: time.sleep(1)"]);
  });

  it("for the file keeps findings away wherever it stands", () => {
    expect(found(sleepy("", "# async-skill: ignore-file[blocking-sleep]\n"))).toEqual([]);
    expect(found(`${sleepy("")}\n\n# async-skill: ignore-file\n`)).toEqual([]);
  });

  it("with the same name twice has one too many", () => {
    expect(found(sleepy("  # async-skill: ignore[blocking-sleep, blocking-sleep]"))).toEqual([
      "unused-suppression: blocking-sleep",
    ]);
  });
});

describe("of rules that are switched off", () => {
  it("comments count as used where they would be", () => {
    expect(found(sleepy("  # async-skill: ignore[blocking-sleep]"), OFF)).toEqual([]);
    expect(found(sleepy("  # async-skill: ignore"), OFF)).toEqual([]);
    expect(found(sleepy("", "# async-skill: ignore-file[blocking-sleep]\n"), OFF)).toEqual([]);
  });

  it("comments are found where they would ignore nothing", () => {
    expect(found("x = 1  # async-skill: ignore[blocking-sleep]\n", OFF)).toEqual([
      "unused-suppression: # async-skill: ignore[blocking-sleep]",
    ]);
    expect(found("# async-skill: ignore-file[blocking-sleep]\nx = 1\n", OFF)).toEqual([
      "unused-suppression: # async-skill: ignore-file[blocking-sleep]",
    ]);
  });
});

describe("while typing", () => {
  it("nothing is said of comments as long as the file doesn't parse", () => {
    const unused = "x = 1  # async-skill: ignore[blocking-sleep]\n";
    expect(found(unused)).toHaveLength(1);
    expect(found(`${unused}\n\nimport = 2\n`)).toEqual([]);
    expect(found(`# async-skill: ignore-file[blocking-sleep]\n\n\nimport = 2\n`)).toEqual([]);
  });

  it("a comment for the file follows what stands elsewhere in it", () => {
    const text = `# async-skill: ignore-file[blocking-sleep]\nimport time\n\n\nasync def poll():\n    time.sleep(1)\n`;
    const analyzer = analyze(text);
    const { document } = analyzer;
    const rules = (): readonly string[] => analyzer.diagnostics().map(({ rule }) => rule);
    expect(rules()).toEqual([]);
    const start = document.positionAt(text.indexOf("time.sleep(1)"));
    document.apply(
      [
        {
          range: { start, end: { line: start.line, character: start.character + "time.sleep(1)".length } },
          text: "pass",
        },
      ],
      1,
    );
    analyzer.update();
    expect(rules()).toContain("unused-suppression");
    document.apply(
      [
        {
          range: { start, end: { line: start.line, character: start.character + "pass".length } },
          text: "time.sleep(1)",
        },
      ],
      2,
    );
    analyzer.update();
    expect(rules()).toEqual([]);
  });
});
