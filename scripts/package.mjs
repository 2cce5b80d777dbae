// npm run package: one universal .vsix that holds only what runs.
import * as fs from "node:fs";
import { pathToFileURL } from "node:url";
import { createVSIX } from "@vscode/vsce";
import { build } from "./build.mjs";
import { galleryPage, writeGalleryPage } from "./gallery.mjs";
import { root, vsix } from "./paths.mjs";

/** In bytes: an extension that is installed while one waits. Half of it is the engine, once for Node and once for the web. */
const LIMIT = 2_200_000;

export async function packageExtension() {
  await build({ production: true });
  writeGalleryPage();
  // The same files give the same bytes: everything in the archive has this time, and its place by its name.
  process.env["SOURCE_DATE_EPOCH"] ??= String(Date.UTC(2020, 0, 1) / 1000);
  await withoutListing(() =>
    createVSIX({
      cwd: root,
      packagePath: vsix,
      dependencies: false,
      allowMissingRepository: true,
      readmePath: galleryPage,
      // They lead somewhere already.
      rewriteRelativeLinks: false,
    }),
  );
  const { size } = fs.statSync(vsix);
  if (size > LIMIT) throw new Error(`${vsix} has ${size} bytes, more than ${LIMIT}`);
  return vsix;
}

/**
 * vsce prints all files of the archive, which nobody has asked for; warnings and errors go another way.
 * @param {() => Promise<void>} work
 */
async function withoutListing(work) {
  const { log } = console;
  console.log = () => {};
  try {
    await work();
  } finally {
    console.log = log;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await packageExtension();
