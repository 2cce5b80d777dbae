import { buildBeside, cacheFolder } from "../../files/cache-folder";
import type { CheckOptions } from "../options";

/** Where a run finds what earlier ones have worked out. */
export interface KeptPlace {
  readonly folder: string;
  /** Another for each build of this program. */
  readonly build: string;
}

/** Undefined where nothing is to be kept, or can be. */
export function keptPlace({ cache, cacheFolder: asked }: CheckOptions): KeptPlace | undefined {
  const folder = cache ? (asked ?? cacheFolder()) : undefined;
  return folder === undefined ? undefined : { folder, build: buildBeside(import.meta.url) };
}
