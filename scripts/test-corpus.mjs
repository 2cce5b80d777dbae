// npm run test:corpus [-- ARGUMENTS OF VITEST]: rules, fixes and refactorings over all packages; npm test takes a part
// of them.
import { root } from "./paths.mjs";
import { run } from "./process.mjs";

const args = ["--no-install", "vitest", "run", "test/corpus", ...process.argv.slice(2)];
process.exitCode = run("npx", args, { cwd: root, env: { ...process.env, CORPUS: "all" } });
