import { removeBundles } from "./bundles";

/**
 * Of an earlier run that was killed, in a process of the same number, nothing is taken; what this run makes goes with
 * it.
 */
export default function setup(): () => void {
  removeBundles();
  return removeBundles;
}
