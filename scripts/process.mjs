// Child processes: run to the end, or keep until stopped, and never leave any behind.
import { spawn, spawnSync } from "node:child_process";

/** @typedef {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, import('node:stream').Readable>} Tree */

const windows = process.platform === "win32";

/** @type {Set<Tree>} */
const running = new Set();

/**
 * npm and code are .cmd files on Windows, which only a shell starts.
 * @param {string} command
 * @param {readonly string[]} args
 */
function shellSafe(command, args) {
  if (!windows || command.endsWith(".exe")) return { command, args: [...args], shell: false };
  const quote = (/** @type {string} */ text) => (/[\s"&|<>^]/.test(text) ? `"${text}"` : text);
  return { command: quote(command), args: args.map(quote), shell: true };
}

/**
 * Runs a command to its end in the terminal of the user; gives its exit code.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} [options]
 */
export function run(command, args, options = {}) {
  const safe = shellSafe(command, args);
  const result = spawnSync(safe.command, safe.args, { stdio: "inherit", shell: safe.shell, ...options });
  if (result.error) console.error(`${command}: ${result.error.message}`);
  return result.status ?? 1;
}

/**
 * Runs a command silently and gives what it printed; throws with the end of its output when it fails.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 */
export function output(command, args, options = {}) {
  const safe = shellSafe(command, args);
  const result = spawnSync(safe.command, safe.args, {
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
    maxBuffer: 1 << 28,
    shell: safe.shell,
    ...options,
  });
  if (result.status !== 0) {
    const said = `${result.stdout ?? ""}${result.stderr ?? ""}`.slice(-4000);
    throw new Error(`${command} ${args.join(" ")} failed (${result.status ?? result.error?.message})\n${said}`);
  }
  return result.stdout;
}

/**
 * Starts a command as the head of a process group of its own, so that Ctrl+C reaches this process
 * alone and stopTree() reaches everything that the command has started in turn.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Tree}
 */
export function startTree(command, args, env) {
  const safe = shellSafe(command, args);
  const child = spawn(safe.command, safe.args, {
    stdio: ["ignore", "pipe", "pipe"],
    env,
    detached: !windows,
    shell: safe.shell,
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

/**
 * @param {Tree} child
 * @returns {Promise<void>} when it has ended
 */
export function exit(child) {
  return new Promise((resolve) => void child.once("exit", () => resolve()));
}

/**
 * Ends a process that startTree() began, with all its descendants.
 * @param {import('node:child_process').ChildProcess} child
 */
export async function stopTree(child) {
  const pid = child.pid;
  if (pid === undefined) return;
  if (windows) {
    spawnSync("taskkill", ["/pid", String(pid), "/T", "/F"]);
    return;
  }
  signalGroup(pid, "SIGTERM");
  for (let waited = 0; waited < 5000 && signalGroup(pid, 0); waited += 50) await pause(50);
  signalGroup(pid, "SIGKILL");
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals | 0} signal
 * @returns {boolean} whether the group still has a member
 */
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

/**
 * Work that several ends of a program ask for, done once; all of them wait for it.
 * @param {() => Promise<void>} work
 * @returns {() => Promise<void>}
 */
export function once(work) {
  /** @type {Promise<void> | undefined} */
  let done;
  return () => (done ??= work());
}

/** @param {number} ms */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Ctrl+C, a closed terminal and `kill` end the program through here.
 * @param {() => Promise<void>} cleanUp
 */
export function onInterrupt(cleanUp) {
  const end = once(async () => {
    // Also one that is still starting, which nobody holds yet.
    await Promise.all([...running].map(stopTree));
    await cleanUp();
    process.exit(0);
  });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, () => void end());
}
