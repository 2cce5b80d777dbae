// The editor suite of test/editor/: bundling it, and understanding what it says.
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { build } from "esbuild";
import { cache, dist, examples, root } from "../paths.mjs";
import { output } from "../process.mjs";

const source = path.join(root, "test", "editor");

/**
 * Bundles the suite, and makes the extension beside which VS Code runs it: in a browser it can be no more than one.
 * Where Node runs it, that is what stands in for the Python extension, and starts Pyright's server; a web extension
 * host starts no programs, and there it holds no code.
 * @param {'node' | 'web'} host
 * @param {string} [only] words in the titles of the tests that are run; all are when left out
 * @returns {Promise<{ driver: string, suite: string }>}
 */
export async function buildSuite(host, only = "") {
  const driver = path.join(cache, `editor-${host}`);
  const suite = path.join(driver, "suite.js");
  fs.rmSync(driver, { recursive: true, force: true });
  fs.cpSync(
    path.join(source, host === "node" ? "python" : "driver", "package.json"),
    path.join(driver, "package.json"),
  );
  if (host === "node") await buildPython(path.join(driver, "extension.js"));
  await build({
    entryPoints: [path.join(source, "run.ts")],
    outfile: suite,
    bundle: true,
    format: "cjs",
    // The second is asked for in Node's extension host alone.
    external: ["vscode", "node:child_process"],
    sourcemap: "inline",
    logLevel: "warning",
    platform: "browser",
    target: "es2022",
    define: {
      EXPECTED_HOST: JSON.stringify(host),
      ONLY: JSON.stringify(only),
      COMMAND_LINE_FINDINGS: JSON.stringify(commandLineFindings()),
      RUFF_FINDINGS: JSON.stringify(await ruffFindings()),
    },
  });
  return { driver, suite };
}

/**
 * @param {string} outfile
 */
async function buildPython(outfile) {
  const server = createRequire(import.meta.url).resolve("basedpyright/langserver.index.js");
  const entryPoints = [path.join(source, "python", "extension.ts")];
  const define = { PYRIGHT: JSON.stringify(server) };
  await build({
    entryPoints,
    outfile,
    bundle: true,
    format: "cjs",
    external: ["vscode"],
    logLevel: "warning",
    platform: "node",
    target: "node20",
    define,
  });
}

/**
 * What the built command line finds in the example project, as the suite compares it: "line:column rule", by file.
 * @returns {Record<string, string[]>}
 */
function commandLineFindings() {
  const text = output(process.execPath, [
    path.join(dist, "cli.js"),
    "check",
    "--no-cache",
    "--exit-zero",
    "--output-format",
    "json",
    examples,
  ]);
  /** @type {readonly { filename: string, code: string, location: { row: number, column: number } }[]} */
  const all = JSON.parse(text);
  /** @type {Record<string, string[]>} */
  const byFile = {};
  for (const { filename, code, location } of all) {
    const file = path.relative(examples, filename).split(path.sep).join("/");
    (byFile[file] ??= []).push(`${location.row}:${location.column} ${code}`);
  }
  return byFile;
}

/**
 * What Ruff itself says of the example project, as its language server would, by file: by its rules' codes, and by
 * their names in preview.
 * @returns {Promise<Record<'stable' | 'preview', Record<string, unknown>>>}
 */
async function ruffFindings() {
  const { PositionEncoding, Workspace } = await import("@astral-sh/ruff-wasm-nodejs");
  const names = fs.readdirSync(examples, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".py"));
  const found = (/** @type {boolean} */ preview) => {
    const options = {
      preview,
      "target-version": "py314",
      lint: { preview, select: ["ASYNC", "S113", "RUF", "F", "E"] },
    };
    const ruff = new Workspace(options, PositionEncoding.Utf16);
    return Object.fromEntries(
      names.map((name) => [
        name.split(path.sep).join("/"),
        ruff.check(fs.readFileSync(path.join(examples, name), "utf8")),
      ]),
    );
  };
  return { stable: found(false), preview: found(true) };
}

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/** Reads results out of the lines of the extension host's console, prints them, and counts. */
export class Results {
  /** @type {Counts} */
  counts = { passed: 0, failed: 0, skipped: 0 };

  /** @param {string} text what the extension host has written, whole lines */
  read(text) {
    for (const [, json = ""] of text.matchAll(/async-skill-test (\{.*\})/g)) {
      /** @type {import('../../test/editor/result').TestResult} */
      const result = JSON.parse(json);
      if (result.state !== "note") this.counts[result.state] += 1;
      print(result);
    }
  }
}

/** @param {import('../../test/editor/result').TestResult} result */
function print(result) {
  if (result.state === "passed") console.log(`  ok    ${result.title} (${result.ms} ms)`);
  if (result.state === "note") console.log(`        ${result.title}`);
  if (result.state === "skipped") console.log(`  skip  ${result.title}`);
  if (result.state === "failed") console.log(`  FAIL  ${result.title}\n${result.error.replace(/^/gm, "        ")}`);
}
