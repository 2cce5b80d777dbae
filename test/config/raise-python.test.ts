/** Raising the oldest Python keeps the way in which the file writes it. */
import { describe, expect, it } from "vitest";
import { applyEdits } from "../../server/src/fixes/apply";
import { raisePython } from "../../server/src/config/raise-python";

const raised = (text: string): string | undefined => {
  const edits = raisePython(text, [3, 11]);
  return edits === undefined ? undefined : applyEdits(text, edits);
};

describe("raising the oldest Python", () => {
  it.each([
    ['[project]\nrequires-python = ">=3.9"\n', '[project]\nrequires-python = ">=3.11"\n'],
    [
      "[project]\nrequires-python = '>= 3.8.1, < 4'  # for now\n",
      "[project]\nrequires-python = '>= 3.11, < 4'  # for now\n",
    ],
    ['[tool.poetry.dependencies]\npython = "^3.10"\n', '[tool.poetry.dependencies]\npython = "^3.11"\n'],
    ['[project]\nrequires-python = "~=3.9"\n', '[project]\nrequires-python = "~=3.11"\n'],
  ])("%j", (before, after) => {
    expect(raised(before)).toBe(after);
  });

  it("leaves alone what is new enough", () => {
    expect(raisePython('[project]\nrequires-python = ">=3.12"\n', [3, 11])).toEqual([]);
  });

  it.each([
    '[project]\nname = "x"\n',
    '[project]\nrequires-python = "==3.9.*"\n',
    '[tool.poetry.dependencies]\npython = "^3.8 || ^3.9"\n',
    "[project\n",
  ])("says that it can't: %j", (text) => {
    expect(raisePython(text, [3, 11])).toBeUndefined();
  });
});
