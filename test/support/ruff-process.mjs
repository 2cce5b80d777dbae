// Ruff in a process of its own, which ends at once: a thread that holds it can be kept from its end by compilers at
// work.
import { readFileSync } from "node:fs";
import { PositionEncoding, Workspace } from "@astral-sh/ruff-wasm-nodejs";

/** @type {readonly import('./ruff').RuffRun[]} */
const runs = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(runs.map((run) => found(run) ?? null)));

/**
 * What it finds in each text; undefined where it knows no rule by such a code.
 * @param {import('./ruff').RuffRun} run
 * @returns {readonly unknown[] | undefined}
 */
function found({ select, preview, texts }) {
  try {
    const workspace = new Workspace(
      { preview, "target-version": "py314", lint: { preview, select } },
      PositionEncoding.Utf16,
    );
    return texts.map((text) => workspace.check(text));
  } catch (error) {
    if (String(error).includes("Unknown rule selector")) return undefined;
    throw error;
  }
}
