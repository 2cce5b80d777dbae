// npm run test:node-versions: the built command line and server under each Node that is supported. One that can't be
// had here is skipped aloud.
import * as fs from "node:fs";
import * as path from "node:path";
import { cache, root } from "./paths.mjs";
import { output, run } from "./process.mjs";

const MAJORS = [20, 22, 24];
/**
 * What a version of Node could break first: starting, files, streams, pipes, signals, and what ends work without end;
 * --all runs every suite of the two.
 */
const SMOKE = [
  "test/cli/commands.test.ts",
  "test/cli/write.test.ts",
  "test/protocol/transports.test.ts",
  "test/limits",
];
const suites = process.argv.includes("--all") ? ["test/cli", "test/protocol"] : SMOKE;

const results = MAJORS.map((major) => {
  const node = nodeOf(major);
  if (node === undefined) return { major, said: "skipped", failed: false };
  const version = output(node, ["--version"]).trim();
  console.log(`== Node ${version}`);
  const env = { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env["PATH"] ?? ""}` };
  const code = run(
    node,
    [path.join(root, "node_modules", "vitest", "vitest.mjs"), "run", "--maxWorkers=1", ...suites],
    { cwd: root, env },
  );
  return { major, said: `${version}: ${code === 0 ? "passed" : "failed"}`, failed: code !== 0 };
});
for (const { major, said } of results) console.log(`Node ${major}: ${said}`);
process.exitCode = results.some(({ failed }) => failed) ? 1 : 0;

/**
 * The program of a version: this one, one named by NODE_22 and the like, or npm's package of it, which is installed
 * once.
 * @param {number} major
 */
function nodeOf(major) {
  if (process.versions.node.split(".")[0] === String(major)) return process.execPath;
  const named = process.env[`NODE_${major}`];
  if (named !== undefined) return named;
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const folder = path.join(cache, `node-${major}`);
  const node = path.join(folder, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (fs.existsSync(node)) return node;
  try {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, "package.json"), '{ "private": true }');
    output("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", `${name}@${major}`], {
      cwd: folder,
    });
    return node;
  } catch (error) {
    console.log(
      `skipped: Node ${major} is not here (NODE_${major} may name one), and can't be installed: ${String(error).split("\n")[0]}`,
    );
    return undefined;
  }
}
