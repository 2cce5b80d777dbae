import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import type { Reported } from "../../server/src/cli/check/report";
import { ResultCache } from "../../server/src/cli/files/cache";
import { readStored } from "../../server/src/cli/files/cached";
import { project, SLEEPY } from "./cli";

const FINDING: Reported = {
  rule: "blocking-sleep",
  severity: "warning",
  message: "m",
  start: 3,
  end: 9,
  elsewhere: [],
  related: [{ start: 1, message: "r" }],
  fixes: [{ title: "t", applicability: "safe", annotation: undefined, edits: [{ start: 3, end: 9, text: "x" }] }],
  refusals: [{ title: "t", reason: "r" }],
};
const STORED = {
  settings: ["{}"],
  stamps: {},
  files: { "/a.py": { time: 1.5, size: 20, settings: 0, findings: [FINDING] } },
};

/** Every value of JSON, with where it stands and what puts another in its place. */
function* places(
  value: unknown,
  at = "",
): Iterable<{ readonly at: string; readonly replace: (other: unknown) => unknown }> {
  yield { at, replace: (other) => other };
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    for (const place of places(inner, `${at}/${key}`)) {
      const replace = (other: unknown): unknown => {
        const copy = structuredClone(value) as Record<string, unknown>;
        const replaced = place.replace(other);
        if (replaced !== undefined) copy[key] = replaced;
        else if (Array.isArray(copy)) copy[key] = null;
        else delete copy[key];
        return copy;
      };
      yield { at: place.at, replace };
    }
  }
}

describe("a cache of another shape", () => {
  const good = JSON.parse(JSON.stringify(STORED)) as unknown;

  it("is none of ours; ours is", () => {
    expect(readStored(good)).toEqual({
      settings: ["{}"],
      files: new Map([["/a.py", STORED.files["/a.py"]]]),
      stamps: {},
    });
  });

  it.each([...places(good)].slice(1).map(({ at, replace }) => [at, replace] as const))(
    "%s: whatever else stands there, nothing of it is taken",
    (at, replace) => {
      const kept = [null, true, -1, 1e300, "x", "", [], {}, [[]], { length: 1 }, undefined].filter(
        (other) => readStored(replace(other)) !== undefined,
      );
      // What any text, any time, or the lack of it is right for.
      const texts = ["x", ""];
      const right: readonly (readonly [RegExp, readonly unknown[]])[] = [
        [/\/(?:rule|message|title|reason|text|settings\/0)$/, texts],
        [/\/time$/, [-1, 1e300]],
        [/^\/settings$/, [[]]],
        [/^\/(?:files|stamps)$/, [{}]],
        [/\/a\.py$/, [undefined]],
        [/\/findings$/, [[], undefined]],
        [/\/(?:related|elsewhere|fixes|refusals|edits)$/, [[]]],
      ];
      expect(kept).toEqual(right.find(([where]) => where.test(at))?.[1] ?? []);
    },
  );

  it("with places behind the end of the file is not taken", () => {
    const behind = structuredClone(good) as typeof STORED;
    Object.assign(behind.files["/a.py"].findings[0]!, { end: 21 });
    expect(readStored(behind)).toBeUndefined();
  });

  it.each([
    "",
    "null",
    "[]",
    "{",
    '{"settings":[],"files":[]}',
    '{"settings":{},"files":{}}',
    '{"settings":["{}"],"files":{"/a.py":7}}',
    "\0",
  ])("%j as a file: nothing is known, and the next run writes it anew", (text) => {
    const cwd = project({ "a.py": SLEEPY });
    const file = path.join(cwd, "a.py");
    const open = (): ResultCache => new ResultCache(path.join(cwd, "cache"), "build", ["."], () => "");
    const fill = (): void => {
      const cache = open();
      expect(cache.find(file, "{}")).toBeUndefined();
      cache.add(file, fs.statSync(file), "{}", [FINDING], false);
      cache.save();
    };
    fill();
    const [name = ""] = fs.readdirSync(path.join(cwd, "cache"));
    fs.writeFileSync(path.join(cwd, "cache", name), text);
    fill();
    expect(open().find(file, "{}")).toHaveLength(1);
  });
});
