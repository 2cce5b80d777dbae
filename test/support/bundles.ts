import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { build } from "../../scripts/build.mjs";

/** What the test files of a run share: they run in threads of one process. */
const SHARED = path.join(os.tmpdir(), `async-skill-bundles-${process.pid}`);
const BUILT = path.join(SHARED, "built");
const POLL_MS = 50;

/** The version that the command line reads beside its folder. */
export const VERSION = "1.2.3";

/**
 * The folder of the bundles as `npm run build` makes them, built by the first test file of a run that asks for them.
 * @throws in every file, where they can't be built
 */
export async function bundles(): Promise<string> {
  const dist = path.join(SHARED, "dist");
  if (isFirst()) {
    // Some runs are those of another user.
    fs.chmodSync(SHARED, 0o755);
    fs.writeFileSync(path.join(SHARED, "package.json"), JSON.stringify({ version: VERSION }));
    const outcome = await build({ into: dist }).then(
      () => "",
      (error: unknown) => String(error),
    );
    fs.writeFileSync(`${BUILT}.part`, outcome);
    fs.renameSync(`${BUILT}.part`, BUILT);
  }
  while (!fs.existsSync(BUILT)) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  const problem = fs.readFileSync(BUILT, "utf8");
  if (problem !== "") throw new Error(problem);
  return dist;
}

function isFirst(): boolean {
  try {
    fs.mkdirSync(SHARED);
    return true;
  } catch {
    return false;
  }
}

/** For the end of a run. */
export function removeBundles(): void {
  fs.rmSync(SHARED, { recursive: true, force: true });
}
