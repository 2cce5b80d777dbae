// What the tests want from the system: a browser, another editor, and the libraries whose use the rules check and
// rewrite.
import * as fs from "node:fs";
import { spawnSync } from "node:child_process";
import { run } from "./process.mjs";
import { findChromium } from "./vscode/chromium.mjs";

const python = ["httpx", "requests", "aiofiles", "anyio", "trio", "pydantic", "aiohttp"];

/** Installs what is missing where that is possible; elsewhere says what will be skipped for want of it. */
export function installSystemPackages() {
  const missing = [
    ...(findChromium() === undefined ? ["chromium"] : []),
    ...(spawnSync("nvim", ["--version"]).status === 0 ? [] : ["neovim"]),
    ...missingPython().map((module) => `python3-${module}`),
  ];
  if (missing.length === 0) return;
  const debian = fs.existsSync("/etc/debian_version");
  if (!debian || process.getuid?.() !== 0) {
    console.log(`missing here, so tests that need them are skipped: ${missing.join(" ")}`);
    return;
  }
  console.log(`installing ${missing.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = () => run("apt-get", ["install", "-qq", "-y", "--no-install-recommends", ...missing], { env });
  if (install() === 0) return;
  run("apt-get", ["update", "-qq"], { env });
  if (install() !== 0) console.log("not all could be installed; tests that need them are skipped");
}

/** @returns {readonly string[]} */
function missingPython() {
  const program = "import importlib.util, sys; print(*(m for m in sys.argv[1:] if not importlib.util.find_spec(m)))";
  const asked = spawnSync("/usr/bin/python3", ["-c", program, ...python], { encoding: "utf8" });
  return asked.status === 0 ? asked.stdout.split(/\s+/).filter(Boolean) : python;
}
