// Child processes: run to the end, or keep until stopped, and never leave any behind.
import { spawn, spawnSync } from "node:child_process";

/** @typedef {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, import('node:stream').Readable>} Tree */

const windows = process.platform === "win32";

/** @type {Set<Tree>} */
const running = new Set();
/** @type {Set<import('node:child_process').ChildProcess>} */
const besides = new Set();

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

/** How often what takes long says that it is still at it, in milliseconds. */
const STILL_AFTER = 10_000;

/**
 * As `output`, for what takes long: says so again and again meanwhile, and ends with this program.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, still: () => void, every?: number }} options
 * @returns {Promise<string>}
 */
export async function outputMeanwhile(command, args, { cwd, env = process.env, still, every = STILL_AFTER }) {
  const safe = shellSafe(command, args);
  // In the group of this program, so that Ctrl+C reaches it also where nobody listens for it yet.
  const child = spawn(safe.command, safe.args, { stdio: ["ignore", "pipe", "pipe"], env, cwd, shell: safe.shell });
  besides.add(child);
  const said = { out: "", all: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => ((said.out += text), (said.all += text)));
  child.stderr.setEncoding("utf8").on("data", (text) => (said.all += text));
  const timer = setInterval(still, every);
  /** @type {number | string | null} */
  const status = await new Promise(
    (resolve) => void child.once("close", resolve).once("error", (error) => resolve(error.message)),
  );
  clearInterval(timer);
  besides.delete(child);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed (${status})\n${said.all.slice(-4000)}`);
  return said.out;
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
 * npm's process where one has started this program: a signal to npm alone ends npm, and tells nobody else.
 * @returns {number | undefined}
 */
function npmAbove() {
  if (windows || process.env["npm_lifecycle_event"] === undefined) return undefined;
  const ask = (/** @type {string} */ what, /** @type {number} */ pid) =>
    spawnSync("ps", ["-o", `${what}=`, "-p", String(pid)], { encoding: "utf8" }).stdout?.trim() ?? "";
  // Between npm and this program there may be the shell that npm runs scripts with.
  const pid = /(?:^|\/)(?:ba|da|z)?sh$/.test(ask("comm", process.ppid))
    ? Number(ask("ppid", process.ppid))
    : process.ppid;
  return pid > 1 ? pid : undefined;
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Ctrl+C, a closed terminal and `kill`, be it of npm alone, end the program through here.
 * @param {() => Promise<void>} cleanUp
 */
export function onInterrupt(cleanUp) {
  const end = once(async () => {
    for (const child of besides) child.kill();
    // Also one that is still starting, which nobody holds yet.
    await Promise.all([...running].map(stopTree));
    await cleanUp();
    process.exit(0);
  });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, () => void end());
  const npm = npmAbove();
  if (npm === undefined) return;
  const watch = setInterval(() => {
    if (isAlive(npm)) return;
    clearInterval(watch);
    void end();
  }, 500);
  watch.unref();
}
