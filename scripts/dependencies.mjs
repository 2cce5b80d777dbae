// What has to be there before anything else: this project's own packages. Node's built-ins only.
import * as fs from "node:fs";
import * as path from "node:path";
import { root } from "./paths.mjs";
import { outputMeanwhile, run } from "./process.mjs";

/** Installs node_modules where it is missing or older than the lockfile. */
export async function installDependencies() {
  const [major = 0] = process.versions.node.split(".").map(Number);
  if (major < 20) {
    console.error(`Node 20 or newer is needed; this is ${process.versions.node}`);
    process.exit(1);
  }
  const installed = modified(path.join(root, "node_modules", ".package-lock.json"));
  if (installed >= modified(path.join(root, "package-lock.json")) && installed > 0) return;
  const started = Date.now();
  const say = (/** @type {string} */ text) =>
    console.log(`[packages] ${Math.round((Date.now() - started) / 1000)}s ${text}`);
  say("installing packages (once, half a minute to two minutes)");
  const done = await outputMeanwhile("npm", ["ci", "--loglevel=error"], {
    cwd: root,
    still: () => say("still at it"),
  }).then(
    () => true,
    (error) => {
      console.error(String(error));
      return false;
    },
  );
  if (done) return;
  console.log("npm ci does not take the lockfile here; trying npm install, which leaves it as it is");
  const code = run("npm", ["install", "--no-save", "--loglevel=error"], { cwd: root });
  if (code !== 0) process.exit(code);
}

/** @param {string} file */
function modified(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
