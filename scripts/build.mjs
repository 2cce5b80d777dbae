// npm run build: bundles client, server and command line into dist/, and lays the two .wasm files and the rules' pages
// beside them.
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { build as esbuild } from "esbuild";
import { dist, root } from "./paths.mjs";
import { readerPage } from "./reader-page.mjs";

const require = createRequire(import.meta.url);
const nodeTarget = "node20";

/**
 * Where a bundle lies, and so what lies beside it, is read from import.meta.url, which CommonJS has not.
 * @type {import('esbuild').BuildOptions}
 */
const ownUrl = {
  banner: { js: 'const __ownUrl = require("node:url").pathToFileURL(__filename).href;' },
  define: { "import.meta.url": "__ownUrl" },
};

/**
 * What looks at code is a bundle of its own, which the command line loads only when it has to: a run that finds all
 * results kept needs none of it.
 * @type {import('esbuild').Plugin}
 */
const engineApart = {
  name: "engine apart",
  setup: (bundle) =>
    bundle.onResolve({ filter: /\/engine$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "./cli.engine.js", external: true } : undefined,
    ),
};

/** @type {readonly import('esbuild').BuildOptions[]} */
const bundles = [
  {
    entryPoints: { client: "client/src/node.ts" },
    platform: "node",
    format: "cjs",
    target: nodeTarget,
    external: ["vscode"],
  },
  {
    entryPoints: { "client.browser": "client/src/browser.ts" },
    platform: "browser",
    format: "cjs",
    target: "es2022",
    external: ["vscode"],
  },
  {
    entryPoints: { server: "server/src/node.ts", "server.watchdog": "server/src/limits/watchdog.ts" },
    platform: "node",
    format: "cjs",
    target: nodeTarget,
    ...ownUrl,
  },
  {
    entryPoints: { "server.browser": "server/src/browser.ts" },
    platform: "browser",
    format: "iife",
    target: "es2022",
  },
  {
    entryPoints: { cli: "server/src/cli/main.ts" },
    platform: "node",
    format: "cjs",
    target: nodeTarget,
    ...ownUrl,
    banner: { js: `#!/usr/bin/env node\n${ownUrl.banner?.["js"] ?? ""}` },
    plugins: [engineApart],
    // Node's loader of ES modules needs longer than the bundle that it would load.
    supported: { "dynamic-import": false },
  },
  {
    entryPoints: { "cli.engine": "server/src/cli/engine.ts" },
    platform: "node",
    format: "cjs",
    target: nodeTarget,
    ...ownUrl,
  },
];

/**
 * @param {object} [options]
 * @param {boolean} [options.production] minified, without source maps
 * @param {string} [options.into] tests that build for themselves stay out of dist/
 * @param {readonly string[]} [options.only] names of bundles, such as "cli"
 */
export async function build({ production = false, into = dist, only } = {}) {
  fs.rmSync(into, { recursive: true, force: true });
  const wanted = bundles.filter(
    ({ entryPoints = {} }) => only === undefined || Object.keys(entryPoints).some((name) => only.includes(name)),
  );
  await Promise.all(
    wanted.map((bundle) =>
      esbuild({
        absWorkingDir: root,
        outdir: into,
        bundle: true,
        // A crash report of a user should still name functions. To have their names put back at run time (keepNames)
        // costs a tenth of a scan.
        minifySyntax: production,
        minifyWhitespace: production,
        sourcemap: production ? false : "linked",
        sourcesContent: false,
        legalComments: "none",
        logLevel: "warning",
        ...bundle,
      }),
    ),
  );
  fs.copyFileSync(require.resolve("web-tree-sitter/web-tree-sitter.wasm"), path.join(into, "web-tree-sitter.wasm"));
  fs.copyFileSync(
    path.join(path.dirname(require.resolve("tree-sitter-python/package.json")), "tree-sitter-python.wasm"),
    path.join(into, "tree-sitter-python.wasm"),
  );
  layPages(path.join(into, "rules"));
  if (wanted.some(({ entryPoints = {} }) => "cli" in entryPoints)) fs.chmodSync(path.join(into, "cli.js"), 0o755);
}

/**
 * The pages of the rules, for readers: what a finding's code leads to.
 * @param {string} into
 */
function layPages(into) {
  const from = path.join(root, "server", "src", "rules");
  fs.mkdirSync(into, { recursive: true });
  for (const name of fs.readdirSync(from).filter((one) => one.endsWith(".md"))) {
    fs.writeFileSync(path.join(into, name), readerPage(fs.readFileSync(path.join(from, name), "utf8")));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await build({ production: process.argv.includes("--production") });
}
