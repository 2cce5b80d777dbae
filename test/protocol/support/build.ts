import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll } from "vitest";

interface BuildOptions {
  readonly into: string;
  readonly only: readonly string[];
}

/** Builds bundles as `npm run build` does, into a folder that is gone after the test file. */
export function builtFor(...bundles: readonly string[]): (file: string) => string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-protocol-"));
  beforeAll(async () => {
    // The script has no declarations, and tests import nothing else of scripts/ that is no TypeScript.
    const script = path.resolve(import.meta.dirname, "../../../scripts/build.mjs");
    const { build } = (await import(script)) as { readonly build: (options: BuildOptions) => Promise<void> };
    await build({ into: folder, only: bundles });
  });
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  return (file) => path.join(folder, file);
}
