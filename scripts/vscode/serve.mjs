// Starts code-server on 127.0.0.1 with a profile of its own, the extension installed from its .vsix.
import { exit, output, startTree, stopTree } from "../process.mjs";
import { cleanEnvironment } from "./profile.mjs";

/**
 * @typedef {object} Served
 * @property {string} url
 * @property {(folder: string, payload?: readonly (readonly [string, string])[]) => string} address of the workbench on
 * a folder
 * @property {(file: string) => string} remote the URI by which the workbench names a file
 * @property {() => string} log
 * @property {Promise<void>} ended
 * @property {() => Promise<void>} stop
 */

/**
 * @param {object} options
 * @param {import('./install.mjs').CodeServer} options.codeServer
 * @param {import('./profile.mjs').Profile} options.profile
 * @param {string} options.vsix
 * @param {number} [options.port] 0 for any free one
 * @param {boolean} [options.testing] lets the address name a test suite to run
 * @returns {Promise<Served>}
 */
export async function serve({ codeServer: { node, entry }, profile, vsix, port = 0, testing = false }) {
  const env = {
    ...cleanEnvironment(),
    TMPDIR: profile.temporary,
    EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: "", itemUrl: "" }),
  };
  const base = [
    entry,
    "--accept-server-license-terms",
    "--server-data-dir",
    profile.data,
    "--user-data-dir",
    profile.data,
    "--extensions-dir",
    profile.extensions,
  ];
  output(node, [...base, "--install-extension", vsix, "--force"], { env });

  const child = startTree(
    node,
    [
      ...base,
      "--host=127.0.0.1",
      `--port=${port}`,
      "--without-connection-token",
      "--telemetry-level=off",
      "--disable-workspace-trust",
      ...(testing ? ["--enable-smoke-test-driver"] : []),
    ],
    env,
  );
  let log = "";
  child.stdout.on("data", (data) => (log += data));
  child.stderr.on("data", (data) => (log += data));
  const ended = exit(child);
  const stop = () => stopTree(child);
  const url = await listening(child, () => log).catch(async (error) => {
    await stop();
    throw error;
  });
  const remote = (/** @type {string} */ file) => `vscode-remote://${new URL(url).host}${file}`;
  const address = (/** @type {string} */ folder, /** @type {readonly (readonly [string, string])[]} */ payload = []) =>
    `${url}/?folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  return { url, address, remote, log: () => log, ended, stop };
}

/**
 * @param {import('../process.mjs').Tree} child
 * @param {() => string} log
 * @returns {Promise<string>}
 */
function listening(child, log) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`code-server did not start\n${log()}`)), 60_000);
    child.stdout.on("data", () => {
      const found = /^Web UI available at (http:\/\/localhost:\d+)/m.exec(log());
      if (found?.[1] === undefined) return;
      clearTimeout(timer);
      resolve(found[1].replace("localhost", "127.0.0.1"));
    });
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`code-server ended with ${code}\n${log()}`));
    });
  });
}
