// npm run package: one universal .vsix that holds only what runs.
import * as fs from "node:fs";
import { pathToFileURL } from "node:url";
import { createVSIX } from "@vscode/vsce";
import { build } from "./build.mjs";
import { root, vsix } from "./paths.mjs";

const LIMIT = 2_000_000; // bytes: an extension that is installed while one waits

export async function packageExtension() {
  await build({ production: true });
  // The same files give the same bytes: everything in the archive has this time, and its place by its name.
  process.env["SOURCE_DATE_EPOCH"] ??= String(Date.UTC(2020, 0, 1) / 1000);
  await createVSIX({
    cwd: root,
    packagePath: vsix,
    dependencies: false,
    allowMissingRepository: true,
    // Links of the README stay as they are written.
    rewriteRelativeLinks: false,
  });
  const { size } = fs.statSync(vsix);
  if (size > LIMIT) throw new Error(`${vsix} has ${size} bytes, more than ${LIMIT}`);
  return vsix;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await packageExtension();
