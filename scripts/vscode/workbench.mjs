// The whole thing at work: a profile, code-server with the .vsix, Chromium on its workbench; and all of it gone
// afterwards.
import * as fs from "node:fs";
import * as path from "node:path";
import { chromium } from "playwright-core";
import { examples, results, vsix } from "../paths.mjs";
import { once, onInterrupt } from "../process.mjs";
import { chromiumFlags, findChromium } from "./chromium.mjs";
import { installCodeServer } from "./install.mjs";
import { createProfile, removeProfile } from "./profile.mjs";
import { serve } from "./serve.mjs";

/**
 * @typedef {object} Workbench
 * @property {import('playwright-core').Page} page
 * @property {import('./serve.mjs').Served} server
 * @property {string} folder a copy of the example project
 */

/**
 * @template T
 * @param {object} options
 * @param {import('./install.mjs').Version} [options.version] the newest when left out
 * @param {boolean} [options.testing] see serve()
 * @param {Readonly<Record<string, unknown>>} [options.settings]
 * @param {{ readonly width: number, readonly height: number }} [options.size]
 * @param {number} [options.scale] device pixels to a pixel
 * @param {(workbench: Workbench) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withWorkbench(
  { version, testing = false, settings = {}, size = { width: 1280, height: 800 }, scale = 1 },
  use,
) {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("no Chromium: install it, or set CHROMIUM to its path");
  const codeServer = await installCodeServer(version);
  const profile = createProfile(settings);
  /** @type {(() => void | Promise<void>)[]} */
  const cleanUps = [() => removeProfile(profile)];
  const cleanUp = once(async () => {
    for (const next of cleanUps.toReversed()) await next();
  });
  onInterrupt(cleanUp);
  try {
    const folder = path.join(profile.home, "weather-digest");
    fs.cpSync(examples, folder, { recursive: true });
    const server = await serve({ codeServer, profile, vsix, testing });
    cleanUps.push(server.stop);
    const browser = await chromium.launch({
      executablePath,
      args: chromiumFlags,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    cleanUps.push(() => browser.close());
    const page = await browser.newPage({ viewport: size, deviceScaleFactor: scale });
    try {
      return await use({ page, server, folder });
    } catch (error) {
      fs.mkdirSync(results, { recursive: true });
      await page.screenshot({ path: path.join(results, "failure.png") });
      throw error;
    }
  } finally {
    await cleanUp();
  }
}
