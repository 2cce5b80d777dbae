/** Whatever a node is a part of, its statement stands in a list of statements, and is no clause or part of a head. */
import { describe, expect, it } from "vitest";
import { isSuite, statementOf, suiteAround } from "../../server/src/syntax/statements";
import type { Tree } from "../../server/src/syntax/tree";
import { parser } from "../support/engine";
import { realFiles } from "../support/files";

const HEADS = `@decorate(lambda: a)
async def f(a=b(), *, c: d = [e for e in g() if h()]) -> i:
    """Docs."""
    match await j():
        # The first.
        case int() | [str(), *_] if (k := await l()):
            await m()
        case {"n": o}: p()
    if q: r()
    elif await s():
        t()
    else:
        u()
    try: v()
    except (w, x) as y:
        z()
    else: pass
    finally:
        async with aa() as bb, (cc()) as dd:
            async for ee in ff(): gg()
            else: hh()
    while (ii := jj()): kk(); ll()
    try:
        pass
    except* mm: nn()

    @oo(await pp())
    class qq(rr, metaclass=ss()): tt = [uu async for uu in vv()]
`;

function partsOfHeads(tree: Tree): readonly string[] {
  const wrong: string[] = [];
  for (const node of tree.root.subtree()) {
    // A semicolon stands between statements.
    if (isSuite(node) || (!node.isNamed && isSuite(node.parent!))) continue;
    const statement = statementOf(node);
    const inSuite =
      statement.parent !== undefined && isSuite(statement.parent) && suiteAround(node) === statement.parent;
    if (!inSuite || (node.kind !== "comment" && !/_(?:statement|definition)$/.test(statement.kind)))
      wrong.push(`${node.kind} in ${statement.kind}: ${statement.text}`);
  }
  return wrong;
}

describe("the statement around a node", () => {
  it("is never a clause", () => {
    const tree = parser.parse(HEADS);
    expect(tree.broken).toBe(false);
    expect(partsOfHeads(tree)).toEqual([]);
  });

  it("is never a clause in real code", () => {
    const trees = realFiles(60).map(({ text }) => parser.parse(text));
    const whole = trees.filter((tree) => !tree.broken);
    expect(whole.length).toBeGreaterThan(30);
    expect(whole.flatMap((tree) => [...partsOfHeads(tree)])).toEqual([]);
  });
});
