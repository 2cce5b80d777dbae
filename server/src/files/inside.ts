import * as path from "node:path";

/** Whether `inner` is `outer`, or below it. */
export function isInside(outer: string, inner: string): boolean {
  const way = path.relative(outer, inner);
  return way === "" || (!/^\.\.(?:[\\/]|$)/.test(way) && !path.isAbsolute(way));
}
