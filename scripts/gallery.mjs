// The extension's page in the editor and in a gallery: docs/GALLERY.md with links that lead somewhere from there.
import * as fs from "node:fs";
import * as path from "node:path";
import { dist, root } from "./paths.mjs";

/** Where the packaged page lies; from the root, as vsce wants it. */
export const galleryPage = path.join("dist", "gallery", "README.md");

/** Writes the page. What its links need is `repository` in package.json, which a release sets. */
export function writeGalleryPage() {
  /** @type {{ readonly repository?: { readonly url: string } }} */
  const { repository } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  const text = fs.readFileSync(path.join(root, "docs", "GALLERY.md"), "utf8");
  fs.mkdirSync(path.join(dist, "gallery"), { recursive: true });
  fs.writeFileSync(path.join(root, galleryPage), galleryText(text, repository?.url));
}

/**
 * Relative links and pictures lead into the repository; without one, links are plain text and pictures are left out:
 * the page is shown where no file of the extension can be reached.
 * @param {string} text
 * @param {string} [repository]
 */
export function galleryText(text, repository) {
  const base = repository?.replace(/^git\+/, "").replace(/\.git$/, "");
  return text
    .replaceAll(/(!?)\[([^\]]*)\]\((?!https:)([^)]*)\)(\n\n)?/g, (_, picture, label, link, gap = "") => {
      if (base === undefined) return picture === "!" ? "" : `${label}${gap}`;
      const file = path.posix.normalize(path.posix.join("docs", link));
      return `${picture}[${label}](${base}/${picture === "!" ? "raw" : "blob"}/HEAD/${file})${gap}`;
    })
    .trimEnd()
    .concat("\n");
}
