import { spawnSync } from "node:child_process";

/** Debian's own interpreter; another python3 may stand first on PATH. */
export const PYTHON = process.env["ASYNC_SKILL_PYTHON"] ?? "/usr/bin/python3";

const COMPILE = `
import ast, json, sys, warnings
warnings.simplefilter("ignore")
out = []
for text in json.load(sys.stdin):
    try:
        compile(text, "<case>", "exec", dont_inherit=True)
        out.append(None)
    except (SyntaxError, ValueError) as error:
        out.append(f"{error}")
json.dump(out, sys.stdout)
`;

/** What CPython says against each text; null for one that compiles. One process for all. */
export function compileErrors(texts: readonly string[]): readonly (string | null)[] {
  if (texts.length === 0) return [];
  const result = spawnSync(PYTHON, ["-c", COMPILE], { input: JSON.stringify(texts), encoding: "utf8", maxBuffer: 1 << 28 });
  if (result.status !== 0) throw new Error(`${PYTHON} failed: ${result.error?.message ?? result.stderr}`);
  return JSON.parse(result.stdout) as (string | null)[];
}
