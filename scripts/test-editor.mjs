// npm run test:editor: the suite of test/editor/ against the packaged .vsix, in a real VS Code (code-server) in
// Chromium. npm run test:web: the same with the web extension host. With -- --vscode 4.100.3 in the oldest VS Code that
// is supported, with -- --only WORDS those tests alone whose titles hold the words.
import * as fs from "node:fs";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { format, parseArgs } from "node:util";
import { packageExtension } from "./package.mjs";
import { results } from "./paths.mjs";
import { knownVersion } from "./vscode/install.mjs";
import { buildSuite, Results } from "./vscode/suite.mjs";
import { withWorkbench } from "./vscode/workbench.mjs";

/** Sends the extension, and the driver beside it, to the web extension host, as an editor without a server would. */
const onlyWeb = {
  "remote.extensionKind": {
    "python-async-skill.python-async-skill": ["web"],
    "python-async-skill-tests.driver": ["web"],
  },
};

/** So long nothing may come from an editor that is at work. */
const PATIENCE = 600_000;

/**
 * @param {'node' | 'web'} host
 * @param {object} [options]
 * @param {import('./vscode/install.mjs').Version | undefined} [options.version]
 * @param {string | undefined} [options.only] words in the titles of the tests that are run
 * @returns {Promise<import('./vscode/suite.mjs').Counts>}
 */
export async function testEditor(host, { version, only } = {}) {
  const { driver, suite } = await buildSuite(host, only);
  return withWorkbench(
    { ...(version === undefined ? {} : { version }), testing: true, settings: host === "web" ? onlyWeb : {} },
    async ({ page, server, folder }) => {
      const found = new Results();
      /** @type {string[]} */
      const log = [];
      /** @type {(code: unknown) => void} */
      let end = () => {};
      const ended = new Promise((resolve) => (end = resolve));
      const silence = untilSilence();
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await page.exposeFunction("codeAutomationExit", (/** @type {unknown} */ code) => end(code));
      await page.exposeFunction("codeAutomationLog", (/** @type {string} */ _type, /** @type {unknown[]} */ args) => {
        const line = format(...args);
        log.push(line);
        found.read(line);
        silence.broken();
      });
      await page.goto(
        server.address(folder, [
          ["extensionDevelopmentPath", server.remote(driver)],
          ["extensionTestsPath", server.remote(suite)],
          ["skipWelcome", "true"],
        ]),
        // What the workbench loads afterwards is nobody's business but the suite's, which says when it has ended.
        { timeout: PATIENCE, waitUntil: "commit" },
      );
      const code = await Promise.race([ended, silence.fallen]);
      silence.end();
      const good = code === 0 && found.counts.passed > 0;
      if (!good) {
        fs.mkdirSync(results, { recursive: true });
        await page.screenshot({ path: path.join(results, `editor-${host}.png`) });
        fs.writeFileSync(path.join(results, `editor-${host}.log`), `${log.join("\n")}\n${server.log()}`);
        console.log(`  the editor ended with ${code}; see test-results/editor-${host}.log and .png`);
      }
      // A suite that breaks off has failed, also when every test that ran had passed.
      return { ...found.counts, failed: Math.max(found.counts.failed, good ? 0 : 1) };
    },
  );
}

/**
 * Fulfilled when nothing has been heard for too long: a busy machine takes its time for the whole, and still says
 * something.
 */
function untilSilence() {
  /** @type {(words: string) => void} */
  let fall = () => {};
  /** @type {Promise<string>} */
  const fallen = new Promise((resolve) => (fall = resolve));
  const timer = setTimeout(() => fall("nothing more said"), PATIENCE).unref();
  return { fallen, broken: () => timer.refresh(), end: () => clearTimeout(timer) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { values } = parseArgs({
    options: { web: { type: "boolean" }, vscode: { type: "string" }, only: { type: "string" } },
  });
  const version = values.vscode === undefined ? undefined : knownVersion(values.vscode);
  await packageExtension();
  const counts = await testEditor(values.web === true ? "web" : "node", { version, only: values.only });
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  process.exit(counts.failed === 0 ? 0 : 1);
}
