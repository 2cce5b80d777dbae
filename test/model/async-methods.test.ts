/** What the table says must be awaited is a coroutine in the libraries' own sources, where Debian has them. */
import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { asyncApiRows } from "../../server/src/model/library/async-apis";
import { asyncDatabaseRows } from "../../server/src/model/library/async-databases";
import { asyncFileRows } from "../../server/src/model/library/async-files";
import type { Row } from "../../server/src/model/library/row";
import { corpusOf } from "../corpus/download";
import { PYTHON } from "../support/python";

/** By the first part of a dotted name the package that holds it. */
const PACKAGES: Readonly<Record<string, string>> = {
  sqlalchemy: "python3-sqlalchemy",
  asyncpg: "python3-asyncpg",
  aiosqlite: "python3-aiosqlite",
  psycopg: "python3-psycopg",
  psycopg_pool: "python3-psycopg-pool",
  websockets: "python3-websockets",
  discord: "python3-discord",
};

/** What Debian's version doesn't have yet, or no longer. */
const OTHER_VERSIONS: ReadonlySet<string> = new Set([
  "sqlalchemy.ext.asyncio.AsyncSession.get_one",
  "sqlalchemy.ext.asyncio.AsyncSession.aclose",
  "sqlalchemy.ext.asyncio.AsyncSession.reset",
  "discord.abc.Messageable.trigger_typing",
]);

/** Classes that have another name in Debian's version. */
const OTHER_NAMES: Readonly<Record<string, string>> = { ClientConnection: "WebSocketCommonProtocol" };

/**
 * Prints of each class its own functions that are async, or that say that they give something to await, and its bases.
 */
const PROBE = `
import ast, json, pathlib, sys
found = {}
for file in json.load(sys.stdin):
    for node in ast.walk(ast.parse(pathlib.Path(file).read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ClassDef):
            continue
        names = [
            each.name
            for each in node.body
            if isinstance(each, ast.AsyncFunctionDef)
            or isinstance(each, ast.FunctionDef) and each.returns and ast.unparse(each.returns).startswith(("Coroutine", "Awaitable"))
        ]
        bases = [ast.unparse(base).split("[")[0].split(".")[-1] for base in node.bases]
        known = found.setdefault(node.name, {"names": [], "bases": []})
        known["names"] += names
        known["bases"] += bases
json.dump(found, sys.stdout)
`;

type Classes = Readonly<Record<string, { readonly names: readonly string[]; readonly bases: readonly string[] }>>;

const corpus = corpusOf([...new Set(Object.values(PACKAGES))]);
const rows: readonly Row[] = [asyncApiRows, asyncDatabaseRows, asyncFileRows]
  .flatMap((library) => library.rows)
  .filter((row) => row.use === "await");

function classesIn(files: readonly string[]): Classes {
  const result = spawnSync(PYTHON, ["-c", PROBE], {
    input: JSON.stringify(files),
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  return JSON.parse(result.stdout) as Classes;
}

/** Whether a class, or one that it is derived from, has a method that must be awaited. */
function awaits(classes: Classes, owner: string, method: string): boolean {
  const seen = [OTHER_NAMES[owner] ?? owner];
  for (let at = 0; at < seen.length; at++) {
    const known = classes[seen[at]!];
    if (known === undefined) continue;
    if (known.names.includes(method)) return true;
    seen.push(...known.bases.filter((base) => !seen.includes(base)));
  }
  return false;
}

describe("what must be awaited", () => {
  for (const [library, name] of Object.entries(PACKAGES)) {
    const here = corpus.get(name)!;
    it.skipIf(typeof here === "string")(`is a coroutine in ${name}`, () => {
      if (typeof here === "string") return;
      const classes = classesIn(here.files.map((file) => path.join(here.root, file)));
      // Functions of a module stand in no class.
      const methods = rows
        .filter((row) => row.name.startsWith(`${library}.`) && !OTHER_VERSIONS.has(row.name))
        .map((row) => row.name.split(".").slice(-2))
        .filter(([owner]) => owner !== library);
      expect(methods.length).toBeGreaterThan(3);
      expect(
        methods.filter(([owner, method]) => !awaits(classes, owner!, method!)).map((parts) => parts.join(".")),
      ).toEqual([]);
    });
  }
});
