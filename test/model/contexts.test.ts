/** The table of context managers says what the installed libraries do. */
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { CONTEXT_NAMES } from "../../server/src/model/library/contexts";
import { PYTHON } from "../support/python";

const PROBE = `
import importlib, inspect, json, sys, types, warnings
warnings.simplefilter("ignore")

def find(name):
    parts = name.split(".")
    for end in range(len(parts) - 1, 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:end]))
        except ImportError:
            continue
        for part in parts[end:]:
            found = getattr(found, part, None)
        return found

out = {}
for name in json.load(sys.stdin):
    found = find(name)
    # Factories of locks are functions; what other functions give can't be known without a call.
    if name in ("threading.Lock", "threading.RLock"):
        found = type(found())
    if inspect.isclass(found):
        out[name] = [hasattr(found, "__enter__"), hasattr(found, "__aenter__")]
json.dump(out, sys.stdout)
`;

/** Have both, one of which only raises or is deprecated. */
const EXCEPTIONS: ReadonlySet<string> = new Set(["aiohttp.ClientSession", "anyio.CancelScope"]);

describe("context managers", () => {
  const result = spawnSync(PYTHON, ["-c", PROBE], {
    input: JSON.stringify([...CONTEXT_NAMES.keys()]),
    encoding: "utf8",
  });
  const known = JSON.parse(result.stdout) as Record<string, readonly [boolean, boolean]>;

  it("knows the standard library's classes", () => {
    expect(Object.keys(known).length).toBeGreaterThan(30);
  });

  it.each(Object.entries(known).filter(([name]) => !EXCEPTIONS.has(name)))("%s", (name, [enter, aenter]) => {
    expect({ enter, aenter }).toEqual(
      CONTEXT_NAMES.get(name) === "with" ? { enter: true, aenter: false } : { enter: false, aenter: true },
    );
  });
});
