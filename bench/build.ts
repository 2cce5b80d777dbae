import * as path from "node:path";
import { build as esbuild } from "esbuild";

const root = path.dirname(import.meta.dirname);

/** Builds what users run, into a folder of its own: dist/ may be in use. */
export async function buildProduct(into: string): Promise<void> {
  // The script has no declarations.
  const script = path.join(root, "scripts/build.mjs");
  const { build } = (await import(script)) as {
    readonly build: (options: { readonly production: boolean; readonly into: string }) => Promise<void>;
  };
  await build({ production: true, into });
}

/** A program of the bench as one file, since a loader of TypeScript would be measured with it. Returns its path. */
export async function bundle(entry: string, into: string): Promise<string> {
  const outfile = path.join(into, `${path.basename(entry, ".ts")}.cjs`);
  await esbuild({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    banner: { js: 'const __ownUrl = require("node:url").pathToFileURL(__filename).href;' },
    define: { "import.meta.url": "__ownUrl" },
    logLevel: "warning",
  });
  return outfile;
}
