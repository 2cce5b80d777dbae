import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { homeFolder } from "./home-folder";
import { statOf } from "./stat";

/** The folder that caches of this user go to; undefined for one who has none, as in many containers. */
export function cacheFolder(): string | undefined {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (XDG_CACHE_HOME !== undefined && path.isAbsolute(XDG_CACHE_HOME)) return path.join(XDG_CACHE_HOME, "async-skill");
  if (process.platform === "win32" && LOCALAPPDATA !== undefined)
    return path.join(LOCALAPPDATA, "async-skill", "Cache");
  const home = homeFolder();
  if (home === undefined) return undefined;
  return process.platform === "darwin"
    ? path.join(home, "Library", "Caches", "async-skill")
    : path.join(home, ".cache", "async-skill");
}

/** What runs code of ours in Node. */
const BUNDLES = ["cli.js", "cli.engine.js", "server.js"] as const;

/**
 * Another for each build of this program, as what is kept was made by its code.
 *
 * @param bundle the address of one of its bundles, which the others lie beside
 */
export function buildBeside(bundle: string): string {
  return BUNDLES.map((name) => {
    const stat = statOf(fileURLToPath(new URL(name, bundle)));
    return stat === undefined ? "absent" : `${stat.mtimeMs} ${stat.size}`;
  }).join(" ");
}
