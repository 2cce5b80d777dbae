// Gets a real VS Code from npm: code-server holds VS Code's server, its web workbench and its extension host.
import * as fs from "node:fs";
import * as path from "node:path";
import { root } from "../paths.mjs";
import { output } from "../process.mjs";

const CODE_SERVER = "4.139.1"; // VS Code 1.139.1, made for Node 24
const NODE = "24.21.0";

const home = path.join(root, ".vscode-web"); // git-ignored, about 780 MB
const stamp = path.join(home, "ready.json");
const ownNode = process.versions.node.split(".")[0] === NODE.split(".")[0];
const platform = process.platform === "win32" ? "win" : process.platform;
const nodePackage = `node-${platform}-${process.arch}`;
const nodeHome = ownNode ? path.dirname(path.dirname(process.execPath)) : path.join(home, "node_modules", nodePackage);
const codeServer = path.join(home, "node_modules", "code-server");
const server = path.join(codeServer, "lib", "vscode");

export const node = ownNode ? process.execPath : path.join(nodeHome, "bin", process.platform === "win32" ? "node.exe" : "node");
export const entry = path.join(codeServer, "out", "node", "entry.js");

/** Installs it where it is missing or of another version; otherwise does nothing. */
export function installCodeServer() {
  const wanted = JSON.stringify({ codeServer: CODE_SERVER, node: ownNode ? "own" : NODE });
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === wanted) return;

  const started = Date.now();
  const say = (/** @type {string} */ text) => console.log(`[vscode] ${Math.round((Date.now() - started) / 1000)}s ${text}`);
  const npm = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

  fs.rmSync(home, { recursive: true, force: true });
  fs.mkdirSync(home, { recursive: true });
  const dependencies = { "code-server": CODE_SERVER, ...(ownNode ? {} : { [nodePackage]: NODE }) };
  fs.writeFileSync(path.join(home, "package.json"), JSON.stringify({ name: "vscode-web", private: true, dependencies }));
  say(`installing code-server ${CODE_SERVER} (once, about a minute and 780 MB in .vscode-web/)`);
  output("npm", ["install", ...npm], { cwd: home });
  say("installing its VS Code server's modules");
  output("npm", ["install", "--omit=dev", ...npm], { cwd: server });
  buildNativeModules(say);
  fs.writeFileSync(stamp, wanted);
  say("ready");
}

/**
 * Without spdlog VS Code writes no log files, without the watchdog it warns; both must be built
 * against the headers of the Node that runs it. A machine without a compiler can do without.
 * @param {(text: string) => void} say
 */
function buildNativeModules(say) {
  say("building spdlog and native-watchdog");
  const env = { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env["PATH"] ?? ""}`, npm_config_nodedir: nodeHome };
  try {
    output("npm", ["rebuild", "--ignore-scripts=false", "@vscode/spdlog", "@vscode/native-watchdog"], { cwd: server, env });
  } catch (error) {
    say(`no C++ compiler? going on without log files: ${String(error).split("\n")[0]}`);
  }
}
