/**
 * npm run generate: writes what is generated from the rules' pages and the grammar. `--check` writes nothing and fails where a file
 * would differ.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { generatedFiles, root } from "./generated";

const check = process.argv.includes("--check");
let stale = 0;
for (const [file, text] of generatedFiles()) {
  const target = path.join(root, file);
  const before = fs.existsSync(target) ? fs.readFileSync(target, "utf8") : "";
  if (before === text) continue;
  if (check) {
    console.error(`out of date: ${file}`);
    stale++;
    continue;
  }
  fs.writeFileSync(target, text);
  console.log(`wrote ${file}`);
}
if (stale > 0) {
  console.error("Run npm run generate.");
  process.exitCode = 1;
}
