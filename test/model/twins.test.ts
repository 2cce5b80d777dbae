/** The async counterparts that the table names are there, in every library that is installed. */
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { allRows } from "../../server/src/model/library/index";
import { PYTHON } from "../support/python";

const PROBE = `
import importlib, json, sys, warnings
warnings.simplefilter("ignore")

def has(name):
    parts = name.split(".")
    try:
        importlib.import_module(parts[0])
    except Exception:
        return None
    for end in range(len(parts) - 1, 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:end]))
        except ImportError:
            continue
        for part in parts[end:]:
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
        return True
    return False

json.dump({name: has(name) for name in json.load(sys.stdin)}, sys.stdout)
`;

describe("async counterparts", () => {
  const names = [...new Set(allRows().flatMap((row) => row.twins ?? []))].sort();
  const result = spawnSync(PYTHON, ["-c", PROBE], { input: JSON.stringify(names), encoding: "utf8" });
  const there = JSON.parse(result.stdout) as Readonly<Record<string, boolean | null>>;
  const known = names.filter((name) => there[name] !== null);

  it("are known for some libraries at least", () => {
    expect(known.length).toBeGreaterThan(20);
  });

  for (const name of names) {
    it.skipIf(there[name] === null)(
      there[name] === null ? `${name} (skipped: its library is not installed here)` : name,
      () => {
        expect(there[name]).toBe(true);
      },
    );
  }
});
