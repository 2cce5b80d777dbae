/**
 * npm run generate: writes what is generated from the rules' pages and the grammar. `--check` writes nothing and fails
 * where a file would differ. Either fails where a page still says what `npm run new-rule` wrote for its author.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { generatedFiles, readPages, root } from "./generated";
import { PLACEHOLDERS } from "./rule-template";

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
for (const { file } of readPages()) {
  const page = fs.readFileSync(file, "utf8");
  for (const placeholder of PLACEHOLDERS.filter((one) => page.includes(one))) {
    console.error(`${path.relative(root, file)} still says “${placeholder}”: write it`);
    process.exitCode = 1;
  }
}
if (stale > 0) {
  console.error("Run npm run generate.");
  process.exitCode = 1;
}
