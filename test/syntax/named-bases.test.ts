/** What a document says of its classes' bases is said by its parts, so that an edit reads those alone that it changes. */
import { describe, expect, it } from "vitest";
import type { PythonDocument } from "../../server/src/syntax/document";
import { isAlike, namedBases, namedBasesIn } from "../../server/src/syntax/named-bases";
import { open } from "../support/engine";
import { realFiles } from "../support/files";

const TEXT = `import jobs as work
from app.base import (
    Base,
    Other as Another,
)

Alias = work.Job


class Report(Base, Generic[T]):
    class Row(Another):
        pass

    def make(self):
        from app import Late as Later

        class Local(
            Later,
        ):
            pass


Last = Alias
`;

function expectAlike(document: PythonDocument): void {
  const [parts, whole] = [namedBasesIn(document), namedBases(document.text)];
  expect(isAlike(parts, whole), JSON.stringify([[...parts.words], [...parts.otherNames]])).toBe(true);
}

describe("the words of classes' headers", () => {
  it("are told by a document's parts as by its text", () => {
    const { words, otherNames } = namedBasesIn(open(TEXT));
    expect([...words].sort()).toEqual(["Another", "Base", "Generic", "Later", "T"]);
    expect(Object.fromEntries(otherNames)).toEqual({
      jobs: ["work"],
      Other: ["Another"],
      Late: ["Later"],
      Job: ["Alias"],
      Alias: ["Last"],
    });
    expectAlike(open(TEXT));
  });

  it("follow edits", () => {
    const document = open(TEXT);
    namedBasesIn(document);
    for (const [said, now] of [
      ["Base, Generic[T]", "Fresh"],
      ["Alias = work.Job", "Alias = work.Task"],
      ["import jobs as work", "import tasks as work"],
    ] as const) {
      const start = document.text.indexOf(said);
      document.edit(start, start + said.length, now, 1);
      expectAlike(document);
    }
    expect([...namedBasesIn(document).words].sort()).toEqual(["Another", "Fresh", "Later"]);
  });

  it.each(realFiles(60))("are told alike of $file", ({ text }) => expectAlike(open(text)));
});
