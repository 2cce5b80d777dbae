// npm test: everything, from a fresh clone. The last line says how it went; a part that cannot run here is skipped
// aloud.
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { installDependencies } from "./dependencies.mjs";
import { results, root } from "./paths.mjs";
import { run } from "./process.mjs";
import { installSystemPackages } from "./system-packages.mjs";

/** @typedef {import('./vscode/suite.mjs').Counts} Counts */
/** @typedef {{ readonly status: string, readonly fullName: string, readonly failureMessages: readonly string[] }} TestResult */
/** @typedef {{ readonly name: string, readonly status: string, readonly message: string, readonly assertionResults: readonly TestResult[] }} FileResult */
/**
 * @typedef {object} VitestReport
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {readonly FileResult[]} testResults
 */

/** @type {Counts} */
const total = { passed: 0, failed: 0, skipped: 0 };
const started = Date.now();
/**
 * The tests that failed, named again below the totals: what stands thousands of lines above is overlooked, and cut off.
 * @type {string[]}
 */
const failures = [];

await installDependencies();
installSystemPackages();

await part("npm run check", () => succeeded(run("npm", ["run", "--silent", "check"], { cwd: root })));
const packaged = await part("package", async () => {
  const { packageExtension } = await import("./package.mjs");
  const first = hash(await packageExtension());
  const second = hash(await packageExtension());
  if (first !== second) console.error("packaged twice, the same files gave other bytes");
  return succeeded(first === second ? 0 : 1);
});
await part("npm audit", async () => {
  const { audit } = await import("./audit.mjs");
  const { is, text } = audit();
  if (is === "skipped") return skipped(text);
  console.log(text);
  return succeeded(is === "clean" ? 0 : 1);
});
await part("unit, page and protocol tests", vitest);
for (const host of /** @type {const} */ (["node", "web"])) {
  await part(`editor tests (${host} extension host)`, () => editor(host));
}

console.log(`\n${Math.round((Date.now() - started) / 1000)} s`);
for (const failure of failures) console.log(`failed: ${failure}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 ? 0 : 1);

/**
 * Runs a part, and goes on after it whatever happens.
 * @param {string} name
 * @param {() => Counts | Promise<Counts>} work
 * @returns {Promise<boolean>} whether nothing failed
 */
async function part(name, work) {
  const begun = Date.now();
  console.log(`\n== ${name}`);
  /** @type {Counts} */
  let counts;
  try {
    counts = await work();
  } catch (error) {
    console.error(error);
    counts = { passed: 0, failed: 1, skipped: 0 };
  }
  if (counts.failed > 0) failures.push(`${name}: ${counts.failed}`);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  const seconds = ((Date.now() - begun) / 1000).toFixed(1);
  console.log(
    `== ${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped in ${seconds} s`,
  );
  return counts.failed === 0;
}

/** @param {string} file */
function hash(file) {
  return createHash("sha256").update(fs.readFileSync(file)).digest("hex");
}

/**
 * @param {number} code
 * @returns {Counts}
 */
function succeeded(code) {
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/**
 * @param {string} why
 * @returns {Counts}
 */
function skipped(why) {
  console.log(`skipped: ${why}`);
  return { passed: 0, failed: 0, skipped: 1 };
}

/** @returns {Counts} */
function vitest() {
  const report = path.join(results, "vitest.json");
  fs.rmSync(report, { force: true });
  const arguments_ = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const code = run(process.execPath, [path.join(root, "node_modules", "vitest", "vitest.mjs"), ...arguments_], {
    cwd: root,
  });
  if (!fs.existsSync(report)) return succeeded(1);
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = /** @type {VitestReport} */ (
    JSON.parse(fs.readFileSync(report, "utf8"))
  );
  failures.push(...testResults.flatMap(failedIn));
  return {
    passed: numPassedTests,
    // A file that does not load has no tests that could fail.
    failed: Math.max(numFailedTests, code === 0 ? 0 : 1),
    skipped: numPendingTests + numTodoTests,
  };
}

/**
 * The failed tests of a file, each with the first line of its reason; the file itself where it did not load.
 * @param {FileResult} file
 * @returns {readonly string[]}
 */
function failedIn({ name, status, message, assertionResults }) {
  const where = path.relative(root, name);
  const failed = assertionResults.filter((test) => test.status === "failed");
  if (failed.length === 0) return status === "failed" ? [`${where}: ${firstLine(message)}`] : [];
  return failed.map(({ fullName, failureMessages }) => `${where}: ${fullName}: ${firstLine(failureMessages[0] ?? "")}`);
}

/** @param {string} text */
function firstLine(text) {
  return (text.split("\n", 1)[0] ?? "").slice(0, 300);
}

/**
 * @param {'node' | 'web'} host
 * @returns {Promise<Counts>}
 */
async function editor(host) {
  if (!packaged) return skipped("there is no package to test");
  const [{ findChromium }, { installCodeServer }, { testEditor }] = await Promise.all([
    import("./vscode/chromium.mjs"),
    import("./vscode/install.mjs"),
    import("./test-editor.mjs"),
  ]);
  if (findChromium() === undefined)
    return skipped("no Chromium here, and it could not be installed; CHROMIUM may name one");
  try {
    await installCodeServer();
  } catch (error) {
    return skipped(`VS Code (code-server) could not be installed: ${String(error)}`);
  }
  return testEditor(host);
}
