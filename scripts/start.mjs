// npm start: a real VS Code with the extension, on a copy of the example project. npm start -- PATH opens PATH itself;
// --browser takes the editor in the browser also where VS Code is installed.
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { installDependencies } from "./dependencies.mjs";
import { examples, firstExample } from "./paths.mjs";
import { once, onInterrupt } from "./process.mjs";
import { hasDesktop, openDesktop } from "./vscode/desktop.mjs";
import { createProfile, removeProfile } from "./vscode/profile.mjs";

const inBrowser = process.argv.includes("--browser");
const target = process.argv.slice(2).find((argument) => !argument.startsWith("--"));
if (target !== undefined && !fs.existsSync(target)) {
  console.error(`${target} does not exist`);
  process.exit(2);
}

await installDependencies();
// Only now are there packages to import.
const { packageExtension } = await import("./package.mjs");
const vsix = await packageExtension();

const profile = createProfile();
/** @type {() => Promise<void>} */
let stopEditor = async () => {};
const cleanUp = once(async () => {
  await stopEditor();
  removeProfile(profile);
});
onInterrupt(cleanUp);
try {
  const editor = inBrowser || !hasDesktop() ? await browser() : desktop();
  stopEditor = editor.stop;
  await editor.ended;
} finally {
  await cleanUp();
}

function desktop() {
  const { folder, file } = shown();
  console.log(`VS Code with the extension opens ${folder}. Close its window, or press Ctrl+C here, to end.`);
  return openDesktop({ profile, vsix, folder, file });
}

async function browser() {
  const [{ installCodeServer }, { serve }] = await Promise.all([
    import("./vscode/install.mjs"),
    import("./vscode/serve.mjs"),
  ]);
  const codeServer = await installCodeServer();
  const { folder, file } = shown();
  const server = await serve({ codeServer, profile, vsix, port: Number(process.env["PORT"] ?? 0) });
  const url = server.address(folder, file === undefined ? [] : [["openFile", server.remote(file)]]);
  console.log(`\nVS Code with the extension, on ${folder}:\n\n  ${url}\n\nCtrl+C ends it.`);
  showInBrowser(url);
  return server;
}

/** @returns {{ folder: string, file: string | undefined }} */
function shown() {
  if (target === undefined) {
    const folder = path.join(profile.home, "weather-digest");
    fs.cpSync(examples, folder, { recursive: true });
    return { folder, file: path.join(folder, firstExample) };
  }
  const whole = path.resolve(target);
  return fs.statSync(whole).isDirectory()
    ? { folder: whole, file: undefined }
    : { folder: path.dirname(whole), file: whole };
}

/** @param {string} url */
function showInBrowser(url) {
  if (process.env["NO_OPEN"] !== undefined) return;
  const [command, ...args] =
    process.platform === "darwin"
      ? ["open", url]
      : process.platform === "win32"
        ? ["cmd", "/c", "start", "", url.replaceAll("&", "^&")]
        : ["xdg-open", url];
  // Where there is no browser, the address has been printed.
  spawn(command, args, { stdio: "ignore", detached: true })
    .on("error", () => {})
    .unref();
}
