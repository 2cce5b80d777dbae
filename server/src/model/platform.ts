import type { Node } from "../syntax/tree";
import { type Platform, platformAsked } from "./asked-platform";
import { decisionsOn } from "./conditions";

/**
 * The one platform on which a place of a function is reached: `if sys.platform == "win32":`; undefined where it is
 * reached on others.
 */
export function platformOf(node: Node, function_: Node): Platform | undefined {
  for (const { condition, met } of decisionsOn(node, function_)) {
    const platform = platformAsked(condition, met);
    if (platform !== undefined) return platform;
  }
  return undefined;
}
