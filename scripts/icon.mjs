// Draws docs/images/icon.png from icon.svg beside it: VS Code shows no SVG. Run by hand after a change.
import * as fs from "node:fs";
import * as path from "node:path";
import { chromium } from "playwright-core";
import { root } from "./paths.mjs";
import { chromiumFlags, findChromium } from "./vscode/chromium.mjs";

const images = path.join(root, "docs", "images");
const executablePath = findChromium();
if (executablePath === undefined) throw new Error("no Chromium: install it, or set CHROMIUM to its path");
const browser = await chromium.launch({ executablePath, args: chromiumFlags });
const page = await browser.newPage({ viewport: { width: 128, height: 128 } });
await page.setContent(`<style>body { margin: 0 }</style>${fs.readFileSync(path.join(images, "icon.svg"), "utf8")}`);
await page.screenshot({ path: path.join(images, "icon.png"), omitBackground: true });
await browser.close();
