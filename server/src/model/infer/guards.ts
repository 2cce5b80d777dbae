import type { Node } from "../../syntax/tree";
import type { Inference } from "./inference";

/**
 * What a module asks to find out where it runs: of the imports in such a condition's branches, any one stands for all.
 */
const ENVIRONMENT: ReadonlySet<string> = new Set([
  "sys.version_info",
  "sys.version",
  "sys.platform",
  "os.name",
  "sys.implementation",
  "sys.implementation.name",
  "platform.system",
]);

/** Whether the branches of an `if` are for different versions or platforms. */
export function asksForEnvironment(guard: Node, inference: Inference): boolean {
  for (const part of guard.child("condition")?.subtree() ?? []) {
    if ((part.kind === "attribute" || part.kind === "identifier") && ENVIRONMENT.has(inference.name(part) ?? ""))
      return true;
  }
  return false;
}
