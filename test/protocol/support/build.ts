import * as fs from "node:fs";
import * as path from "node:path";
import { beforeAll } from "vitest";
import { bundles } from "../../support/bundles";

/**
 * The bundles as `npm run build` makes them, there once the test file's own setup begins. Gives the path of a file
 * among them.
 * @param needed the names of those that the test file runs, such as "server"
 * @throws in the setup, where one of them is not built
 */
export function builtFor(...needed: readonly string[]): (file: string) => string {
  let folder = "";
  beforeAll(async () => {
    folder = await bundles();
    const missing = needed.filter((name) => !fs.existsSync(path.join(folder, `${name}.js`)));
    if (missing.length > 0) throw new Error(`not built: ${missing.join(", ")}`);
  });
  return (file) => path.join(folder, file);
}
