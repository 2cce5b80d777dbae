// npm run test:desktop: the editor suite on a desktop VS Code. VSCODE names its executable; without it one is
// downloaded.
import * as fs from "node:fs";
import * as path from "node:path";
import { runTests } from "@vscode/test-electron";
import { build } from "./build.mjs";
import { examples, root } from "./paths.mjs";
import { createProfile, removeProfile } from "./vscode/profile.mjs";
import { buildSuite } from "./vscode/suite.mjs";

await build({ production: true });
const { driver, suite } = await buildSuite("node");
const profile = createProfile();
const workspace = path.join(profile.home, "workspace");
fs.cpSync(examples, workspace, { recursive: true });
const executable = process.env["VSCODE"];
try {
  await runTests({
    ...(executable === undefined ? {} : { vscodeExecutablePath: executable }),
    extensionDevelopmentPath: [root, driver],
    extensionTestsPath: suite,
    launchArgs: [
      workspace,
      "--disable-workspace-trust",
      `--user-data-dir=${profile.data}`,
      `--extensions-dir=${profile.extensions}`,
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });
} finally {
  removeProfile(profile);
}
