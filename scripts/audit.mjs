// npm run test:audit: whether a vulnerability is known in what we ship, or in what builds and tests it. Skipped aloud
// where no registry tells.
import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import { root } from "./paths.mjs";

/** @typedef {{ readonly is: "clean" | "vulnerable" | "skipped", readonly text: string }} Audit */

/**
 * What the answer of `npm audit --json` comes to.
 * @param {string} answer
 * @returns {Audit}
 */
export function readAudit(answer) {
  /** @type {{ readonly message?: string, readonly error?: { readonly summary?: string }, readonly metadata?: { readonly vulnerabilities?: Record<string, number> } }} */
  let report;
  try {
    report = JSON.parse(answer);
  } catch {
    return { is: "skipped", text: "npm audit gave no answer that can be read" };
  }
  const counts = report.metadata?.vulnerabilities;
  if (counts === undefined)
    return {
      is: "skipped",
      text: `no registry answers: ${report.message ?? report.error?.summary ?? "no reason was given"}`,
    };
  const found = Object.entries(counts).filter(([level, count]) => level !== "total" && count > 0);
  if (found.length === 0) return { is: "clean", text: "no known vulnerabilities" };
  return {
    is: "vulnerable",
    text: `known vulnerabilities: ${found.map(([level, count]) => `${count} ${level}`).join(", ")}; npm audit names them`,
  };
}

/** @returns {Audit} */
export function audit() {
  const args = ["audit", "--json", "--fetch-retries=0", "--fetch-timeout=30000"];
  const { stdout, error } = spawnSync("npm", args, {
    cwd: root,
    encoding: "utf8",
    shell: process.platform === "win32",
    timeout: 120_000,
  });
  return error === undefined ? readAudit(stdout) : { is: "skipped", text: error.message };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { is, text } = audit();
  console.log(is === "skipped" ? `skipped: ${text}` : text);
  process.exitCode = is === "vulnerable" ? 1 : 0;
}
