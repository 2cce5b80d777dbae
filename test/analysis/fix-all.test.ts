/** "Fix all" comes to an end, and says when it had to give up. */
import { describe, expect, it } from "vitest";
import { Analyzer } from "../../server/src/analysis/analyzer";
import { fixAll, unfinished } from "../../server/src/analysis/fix-all";
import type { Rule } from "../../server/src/rules/contract";
import { DEFAULT_SETTINGS } from "../../server/src/config/settings";
import { FixBuilder } from "../../server/src/fixes/builder";
import { analyze, open } from "../support/engine";

/** Borrows a real rule's page. */
const NAME = "blocking-sleep";

/** Finds integers below a limit and offers to count them up. */
function counting(limit: number): Rule {
  return {
    name: NAME,
    kinds: ["integer"],
    needs: [],
    check(node, context) {
      if (Number(node.text) >= limit) return undefined;
      const more = String(Number(node.text) + 1);
      return {
        at: node,
        message: "too low",
        fixes: () => [new FixBuilder(context).replace(node, more).build({ title: "Add one", applicability: "safe" })],
      };
    },
  };
}

function fixed(limit: number): ReturnType<typeof fixAll> {
  return fixAll(new Analyzer(open("x = 0\n"), [counting(limit)], DEFAULT_SETTINGS), open, { unsafe: false });
}

describe("fix all", () => {
  it("follows fixes that uncover others, and has nothing to say", () => {
    expect(fixed(3)).toMatchObject({ text: "x = 3\n", rounds: 3, converged: true });
    expect(unfinished(fixed(3))).toBeUndefined();
  });

  it("gives up where fixes never end, and says so", () => {
    expect(fixed(Infinity)).toMatchObject({ text: "x = 10\n", rounds: 10, converged: false });
    expect(unfinished(fixed(Infinity))).toBe(
      "after 10 rounds of fixing there was still something to fix; please report this",
    );
  });

  it("imports what several fixes need in one statement", () => {
    const text = `import httpx


class Feed:
    async def entries(self, response: httpx.Response) -> list[str]:
        entries = []
        async for line in response.aiter_lines():
            entries.append(line.title())
        return entries


def rows(path: str) -> list[str]:
    result = []
    with open(path) as file:
        for line in file:
            result.append(line)
    return result


async def show(feed: Feed, response: httpx.Response) -> None:
    for entry in await feed.entries(response):
        print(entry)


def show_rows(path: str) -> None:
    for row in rows(path):
        print(row)
`;
    expect(fixAll(analyze(text), open, { unsafe: true }).text.split("\n")[0]).toBe(
      "from collections.abc import AsyncIterator, Iterator",
    );
  });
});
