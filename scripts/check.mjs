// npm run check: every check runs, also behind one that fails, so that one run tells all there is to do.
import { root } from "./paths.mjs";
import { run } from "./process.mjs";

/** @type {readonly (readonly [what: string, ...command: readonly [string, ...string[]]])[]} */
const checks = [
  ["types", "tsc", "-b"],
  ["lint", "oxlint"],
  ["format", "oxfmt", "--list-different"],
  ["dead code", "knip"],
  ["generated files", "tsx", "scripts/generate.ts", "--check"],
];

const failed = checks.filter(([what, command, ...args]) => {
  console.log(`== ${what}`);
  return run("npx", ["--no-install", command, ...args], { cwd: root }) !== 0;
});
console.log(failed.length === 0 ? "== all clean" : `== not clean: ${failed.map(([what]) => what).join(", ")}`);
process.exitCode = failed.length === 0 ? 0 : 1;
