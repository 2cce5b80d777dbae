// Gets a real VS Code from npm: code-server holds VS Code's server, its web workbench and its extension host.
import * as fs from "node:fs";
import * as path from "node:path";
import { root } from "../paths.mjs";
import { outputMeanwhile } from "../process.mjs";

/**
 * Versions of code-server with the Node that each is made for: the newest, and the oldest VS Code that the extension
 * supports (`engines.vscode`).
 */
const VERSIONS = {
  "4.139.1": "24.21.0", // VS Code 1.139.1
  "4.100.3": "20.20.2", // VS Code 1.100.3
};

/** @typedef {keyof typeof VERSIONS} Version */

/** @type {Version} */
export const NEWEST = "4.139.1";

const platform = process.platform === "win32" ? "win" : process.platform;

/**
 * @typedef {object} CodeServer
 * @property {string} node what runs it
 * @property {string} entry
 */

/**
 * @param {string} name
 * @returns {Version}
 */
export function knownVersion(name) {
  const version = versions.find((one) => one === name);
  if (version === undefined)
    throw new Error(`there is no code-server ${name} here; there are ${versions.join(" and ")}`);
  return version;
}

const versions = /** @type {Version[]} */ (Object.keys(VERSIONS));

/**
 * Installs it where it is missing or of another version.
 * @param {Version} version
 * @returns {Promise<CodeServer>}
 */
export async function installCodeServer(version = NEWEST) {
  const wantedNode = VERSIONS[version];
  // Git-ignored, about 780 MB. The oldest, which is rarely wanted, lies beside the newest.
  const home = path.join(root, version === NEWEST ? ".vscode-web" : `.vscode-web-${version}`);
  const stamp = path.join(home, "ready.json");
  const codeServer = path.join(home, "node_modules", "code-server");
  const ownNode = process.versions.node.split(".")[0] === wantedNode.split(".")[0];
  const nodePackage = `node-${platform}-${process.arch}`;
  const nodeHome = ownNode
    ? path.dirname(path.dirname(process.execPath))
    : path.join(home, "node_modules", nodePackage);
  const node = ownNode
    ? process.execPath
    : path.join(nodeHome, "bin", process.platform === "win32" ? "node.exe" : "node");
  const server = path.join(codeServer, "lib", "vscode");
  // VS Code's own server, as code-server has patched it: what code-server puts before it (passwords, proxies) nobody
  // needs here.
  const installed = { node, entry: path.join(server, "out", "server-main.js") };
  const wanted = JSON.stringify({ codeServer: version, node: ownNode ? "own" : wantedNode });
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === wanted) return installed;

  const started = Date.now();
  const say = (/** @type {string} */ text) =>
    console.log(`[vscode] ${Math.round((Date.now() - started) / 1000)}s ${text}`);
  const npm = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

  fs.rmSync(home, { recursive: true, force: true });
  fs.mkdirSync(home, { recursive: true });
  const dependencies = { "code-server": version, ...(ownNode ? {} : { [nodePackage]: wantedNode }) };
  fs.writeFileSync(
    path.join(home, "package.json"),
    JSON.stringify({ name: "vscode-web", private: true, dependencies }),
  );
  say(
    `installing code-server ${version} (once, one to three minutes and 780 MB in ${path.relative(root, home)}${path.sep})`,
  );
  const still = () => say("still at it");
  await outputMeanwhile("npm", ["install", ...npm], { cwd: home, still });
  say("installing its VS Code server's modules");
  await outputMeanwhile("npm", ["install", "--omit=dev", ...npm], { cwd: server, still });
  const env = {
    ...process.env,
    PATH: `${path.dirname(node)}${path.delimiter}${process.env["PATH"] ?? ""}`,
    npm_config_nodedir: nodeHome,
  };
  await buildNativeModules(server, env, say, still);
  fs.writeFileSync(stamp, wanted);
  say("ready");
  return installed;
}

/**
 * Without spdlog VS Code writes no log files, without the watchdog it warns; both must be built
 * against the headers of the Node that runs it. A machine without a compiler can do without.
 * @param {string} server
 * @param {NodeJS.ProcessEnv} env
 * @param {(text: string) => void} say
 * @param {() => void} still
 */
async function buildNativeModules(server, env, say, still) {
  say("building spdlog and native-watchdog");
  try {
    await outputMeanwhile("npm", ["rebuild", "--ignore-scripts=false", "@vscode/spdlog", "@vscode/native-watchdog"], {
      cwd: server,
      env,
      still,
    });
  } catch (error) {
    say(`no C++ compiler? going on without log files: ${String(error).split("\n")[0]}`);
  }
}
