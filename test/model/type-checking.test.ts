/** What is imported for type checkers alone is told by the branch that it stands in, not by a word in the condition. */
import { expect, it } from "vitest";
import { isRuntimeImport } from "../../server/src/fixes/imports";
import { Infer } from "../../server/src/model/infer";
import { Module } from "../../server/src/model/module";
import { open } from "../support/engine";
import { describeValue } from "../support/meaning";

const HEAD = "import typing\nfrom typing import TYPE_CHECKING\n";

/** Branches that import `a` for type checkers alone, and others. */
const ALONE: readonly string[] = [
  "if TYPE_CHECKING:\n    from a import x\nelse:\n    from b import x\n",
  "if typing.TYPE_CHECKING:\n    from a import x\nelse:\n    from b import x\n",
  "if (TYPE_CHECKING):\n    from a import x\nelse:\n    from b import x\n",
  "if TYPE_CHECKING and y:\n    from a import x\nelse:\n    from b import x\n",
  "if not TYPE_CHECKING:\n    from b import x\nelse:\n    from a import x\n",
  "if y:\n    pass\nelif TYPE_CHECKING:\n    from a import x\nelse:\n    from b import x\n",
  "if TYPE_CHECKING:\n    if y:\n        from a import x\nelse:\n    from b import x\n",
];

it.each(ALONE)("only what type checkers see is left out, and believed: %j", (text) => {
  const module = new Module(open(HEAD + text));
  const runtime = module.bindings("x").filter(isRuntimeImport);
  expect(runtime.map(({ source }) => source)).toEqual([{ kind: "import", name: "b.x" }]);
  expect(describeValue(new Infer(module).global("x"))).toBe("a.x");
});

it.each([
  "if TYPE_CHECKING or y:\n    import x\n",
  "if not TYPE_CHECKING:\n    import x\n",
  "if y(TYPE_CHECKING):\n    import x\n",
])("what also runs is a runtime import: %j", (text) => {
  const module = new Module(open(HEAD + text));
  expect(module.bindings("x").map(isRuntimeImport)).toEqual([true]);
});
