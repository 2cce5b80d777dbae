// npm run screenshots: uses the workbench as a user would, with keyboard and mouse, and takes a picture of every step.
// They go to test-results/screens/; --readme also renews the README's.
import * as fs from "node:fs";
import * as path from "node:path";
import { packageExtension } from "./package.mjs";
import { examples, firstExample, results, root } from "./paths.mjs";
import { withWorkbench } from "./vscode/workbench.mjs";

const screens = path.join(results, "screens");
const readmePicture = path.join(root, "docs", "images", "lightbulb.png");

/** A place to put the cursor, the lightbulb's entry to pick, and a text that shows it was done. */
const steps = [
  { name: "httpx", at: "requests.get(FORECAST", pick: /httpx/, shows: "client.get(" },
  { name: "timeout", at: 'requests.get(f"http', pick: /timeout/i, shows: 'reading", timeout=' },
  { name: "taskgroup", at: "asyncio.gather", pick: /TaskGroup/, shows: "group.create_task" },
];

const settings = {
  "workbench.colorTheme": "Default Dark Modern",
  "editor.minimap.enabled": false,
  "editor.fontSize": 13,
  "editor.stickyScroll.enabled": false,
};

await packageExtension();
fs.rmSync(screens, { recursive: true, force: true });
fs.mkdirSync(screens, { recursive: true });
const text = fs.readFileSync(path.join(examples, firstExample), "utf8");

await withWorkbench({ settings, scale: 2, size: { width: 1100, height: 760 } }, async ({ page, server, folder }) => {
  const shoot = async (/** @type {string} */ name) => {
    await page.waitForTimeout(400);
    await page.screenshot({ path: path.join(screens, `${name}.png`) });
    console.log(`  ${name}.png`);
  };
  const command = async (/** @type {string} */ title) => {
    await page.keyboard.press("F1");
    await page.keyboard.type(title);
    await page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().click();
  };
  /** The menu closes again when the editor asks for actions anew just then, as it does while extensions start. */
  const openMenu = async (/** @type {RegExp} */ pick) => {
    const entry = page.locator(".action-widget .monaco-list-row.action", { hasText: pick }).first();
    for (let attempt = 0; attempt < 5; attempt++) {
      await page.keyboard.press("Control+.");
      const shown = await entry.waitFor({ timeout: 3000 }).then(
        () => true,
        () => false,
      );
      if (shown) return entry;
      await page.keyboard.press("Escape");
    }
    throw new Error(`the lightbulb offers nothing like ${pick}`);
  };
  const go = async (/** @type {string} */ to) => {
    const before = text.slice(0, text.indexOf(to)).split("\n");
    await page.keyboard.press("Control+g");
    await page.keyboard.type(`${before.length}:${(before.at(-1) ?? "").length + 1}`);
    await page.keyboard.press("Enter");
  };

  await page.goto(server.address(folder, [["openFile", server.remote(path.join(folder, firstExample))]]));
  await page.locator(".squiggly-warning").first().waitFor({ timeout: 60_000 });
  await page.locator(".editor-instance .view-lines").click();
  await page.keyboard.press("Control+b"); // the side bar takes room from the code
  await go('"""');
  await shoot("0-findings");

  for (const [index, step] of steps.entries()) {
    const name = `${index + 1}-${step.name}`;
    await go(step.at);
    await page.locator(".squiggly-warning").first().waitFor();
    const entry = await openMenu(step.pick);
    await entry.hover();
    await shoot(`${name}-menu`);
    if (index === 0 && process.argv.includes("--readme"))
      await page.screenshot({ path: readmePicture, clip: { x: 0, y: 36, width: 1100, height: 580 } });
    await entry.click();
    await page.locator(".view-lines", { hasText: step.shows }).waitFor();
    await shoot(`${name}-fixed`);
    await command("File: Revert File");
    await page.locator(".view-lines", { hasText: step.shows }).waitFor({ state: "detached" });
  }
});
