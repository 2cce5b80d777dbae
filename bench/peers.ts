/** The tools that we are compared with, where they can be found. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import type { ServerCommand } from "./lsp-client";

const cache = path.resolve(import.meta.dirname, "../.cache/bench");

/** A program that runs here, with what it calls its version; or why there is none. */
export type Peer = { readonly command: string; readonly version: string } | { readonly missing: string };

/** The rules of ruff that look for what we look for; some are in preview. */
const RUFF_RULES = ["ASYNC", "S113", "RUF006", "RUF029"];

/** `$RUFF`, ruff on PATH, or one of our own that is fetched once. */
export function findRuff(): Peer {
  const own = path.join(cache, "ruff/bin/ruff");
  for (const command of [process.env["RUFF"], "ruff", own]) {
    const version = command === undefined ? undefined : versionOf(command);
    if (command !== undefined && version !== undefined) return { command, version };
  }
  const problem = installRuff(path.join(cache, "ruff"));
  const version = versionOf(own);
  return version === undefined
    ? { missing: problem ?? "it was installed, and does not run" }
    : { command: own, version };
}

function installRuff(folder: string): string | undefined {
  if (!succeeds("python3", "-m", "venv", folder))
    return "not on PATH, $RUFF is not set, and python3 makes no venv here";
  // Where there is no index, this has to fail at once.
  const installed = succeeds(
    path.join(folder, "bin/pip"),
    "install",
    "--quiet",
    "--retries",
    "0",
    "--timeout",
    "5",
    "ruff",
  );
  return installed ? undefined : "not on PATH, $RUFF is not set, and pip could not install it";
}

/** A program that has to be there already. */
export function findInstalled(command: string): Peer {
  const version = versionOf(command);
  return version === undefined ? { missing: "not on PATH" } : { command, version };
}

const PYRIGHT = "1.1.414";

/** Pyright's program for node, fetched once. */
export function installPyright(): Peer {
  const folder = path.join(cache, "pyright");
  const command = path.join(folder, "node_modules/pyright/index.js");
  if (!fs.existsSync(command))
    succeeds(
      "npm",
      "install",
      "--prefix",
      folder,
      "--no-audit",
      "--no-fund",
      "--fetch-retries",
      "0",
      `pyright@${PYRIGHT}`,
    );
  return fs.existsSync(command) ? { command, version: PYRIGHT } : { missing: "npm could not install it" };
}

function versionOf(command: string): string | undefined {
  const { status, stdout } = spawnSync(command, ["--version"], { encoding: "utf8" });
  return status === 0 ? (/\d+(?:\.\d+)+/.exec(stdout)?.[0] ?? "of an unknown version") : undefined;
}

function succeeds(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

export function ruffServer(command: string): ServerCommand {
  const settings = { configurationPreference: "editorOnly", lint: { enable: true, preview: true, select: RUFF_RULES } };
  return { name: "ruff", command, args: ["server"], initializationOptions: { settings, globalSettings: settings } };
}

export function ruffCheck(options: readonly string[]): readonly string[] {
  return ["check", "--isolated", "--preview", "--select", RUFF_RULES.join(","), "--exit-zero", "--quiet", ...options];
}

export function ourServer(dist: string): ServerCommand {
  return { name: "ours", command: process.execPath, args: [path.join(dist, "server.js"), "--stdio"] };
}
