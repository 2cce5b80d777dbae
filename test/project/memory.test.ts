/**
 * What was answered outlives the text that asked: it must not keep it in memory, which V8 does for whatever is cut out
 * of it.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { libraryRow } from "../../server/src/model/library/index";
import { Workspace } from "../../server/src/workspace/workspace";
import { open } from "../support/engine";
import { hostOf, pathOf } from "./in-memory";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const TEXTS = 20;
const COMMENT = "# Nothing is said here.\n".repeat(50_000);

/** How many texts more are in memory for what was done. */
function textsKept(work: () => unknown): number {
  const used = (): number => {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const before = used();
  const held = work();
  const after = used();
  expect(held).toBeDefined();
  return Math.round((after - before) / COMMENT.length);
}

describe("what is kept of a text that has asked", () => {
  it("is nothing by answers about other files", () => {
    const workspace = new Workspace(hostOf(new Map()), open);
    const imports = workspace.importsOf(pathOf("main.py"));
    const kept = textsKept(() => {
      for (let index = 0; index < TEXTS; index++) {
        const name = `${COMMENT}somewhere.with_a_long_name_${index}`.slice(COMMENT.length);
        for (const reference of [name, `${name}.inside`])
          expect(imports.value(reference)).toEqual({ kind: "name", name: reference });
      }
      return workspace;
    });
    expect(kept).toBeLessThan(TEXTS / 4);
  });

  it("is nothing by what the table of libraries has answered", () => {
    const kept = textsKept(() => {
      for (let index = 0; index < TEXTS; index++)
        expect(libraryRow(`${COMMENT}nobody.knows_this_name_${index}`.slice(COMMENT.length))).toBeUndefined();
      return libraryRow;
    });
    expect(kept).toBeLessThan(TEXTS / 4);
  });
});
