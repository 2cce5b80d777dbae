// A private place for one run of an editor: settings, extensions and sockets that no other run and no user sees.
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** A quiet editor: nothing on the screen that the user did not ask for, nothing fetched. */
const quiet = {
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  // As on a desktop; in a browser the default is to save at once.
  "files.autoSave": "off",
  "git.enabled": false,
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "window.restoreWindows": "none",
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
};

/**
 * @typedef {object} Profile
 * @property {string} home everything below; removing it leaves nothing behind
 * @property {string} data
 * @property {string} extensions
 * @property {string} temporary
 */

/**
 * @param {Readonly<Record<string, unknown>>} [settings]
 * @returns {Profile}
 */
export function createProfile(settings = {}) {
  // Sockets lie in it, whose paths may have some hundred characters: the user's own temporary folder can be too long.
  const base = process.platform === "win32" ? os.tmpdir() : "/tmp";
  const home = fs.mkdtempSync(path.join(base, "async-skill-"));
  const profile = {
    home,
    data: path.join(home, "data"),
    extensions: path.join(home, "extensions"),
    temporary: path.join(home, "tmp"),
  };
  fs.mkdirSync(path.join(profile.data, "User"), { recursive: true });
  fs.mkdirSync(profile.extensions);
  fs.mkdirSync(profile.temporary);
  fs.writeFileSync(
    path.join(profile.data, "User", "settings.json"),
    JSON.stringify({ ...quiet, ...settings }, null, 2),
  );
  return profile;
}

/** @param {Profile} profile */
export function removeProfile(profile) {
  fs.rmSync(profile.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/**
 * What npm, or an editor around us, has set would reach the editor that we start, and its extensions.
 * @returns {NodeJS.ProcessEnv}
 */
export function cleanEnvironment() {
  const foreign = /^(VSCODE_|ELECTRON_|npm_|PORT$|PASSWORD$|HASHED_PASSWORD$)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}
