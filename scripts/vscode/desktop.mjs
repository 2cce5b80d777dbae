// The user's own VS Code, with a profile that is not the user's.
import * as fs from "node:fs";
import * as path from "node:path";
import { exit, output, pause, startTree, stopTree } from "../process.mjs";
import { cleanEnvironment } from "./profile.mjs";

const OLDEST = [1, 100];

/** Whether `code` is on PATH, new enough, and can show a window from here. */
export function hasDesktop() {
  // In a remote terminal `code` talks to a window elsewhere, which takes no profile from us.
  if (process.env["VSCODE_IPC_HOOK_CLI"] !== undefined) return false;
  const needsDisplay = process.platform === "linux";
  if (needsDisplay && !process.env["DISPLAY"] && !process.env["WAYLAND_DISPLAY"]) return false;
  try {
    const [major = 0, minor = 0] = output("code", ["--version", ...asRoot()], { env: cleanEnvironment() })
      .split(".")
      .map(Number);
    const [oldestMajor = 0, oldestMinor = 0] = OLDEST;
    return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  } catch {
    return false;
  }
}

/**
 * Opens a window; `ended` comes when the user closes it.
 * @param {object} options
 * @param {import('./profile.mjs').Profile} options.profile
 * @param {string} options.vsix
 * @param {string} options.folder
 * @param {string | undefined} options.file
 */
export function openDesktop({ profile, vsix, folder, file }) {
  const env = cleanEnvironment();
  const base = ["--user-data-dir", profile.data, "--extensions-dir", profile.extensions, ...asRoot()];
  output("code", [...base, "--install-extension", vsix, "--force"], { env });
  const shown = file === undefined ? [folder] : [folder, "--goto", file];
  const child = startTree("code", [...base, "--new-window", "--disable-workspace-trust", "--wait", ...shown], env);
  return {
    ended: exit(child),
    stop: async () => {
      // The command line only talks to the editor, which is nobody's child. Its main process writes its id there.
      const lock = path.join(profile.data, "code.lock");
      const pid = fs.existsSync(lock) ? Number(fs.readFileSync(lock, "utf8")) : 0;
      await stopTree(child);
      if (pid > 0) await end(pid);
    },
  };
}

/** @param {number} pid */
async function end(pid) {
  for (let waited = 0; waited < 5000; waited += 100) {
    try {
      process.kill(pid, waited === 0 ? "SIGTERM" : 0);
    } catch {
      return;
    }
    await pause(100);
  }
}

/** As root VS Code starts only without its sandbox. */
function asRoot() {
  return process.getuid?.() === 0 ? ["--no-sandbox"] : [];
}
