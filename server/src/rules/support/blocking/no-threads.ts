import type { RuleContext } from "../../contract";

/** What code says that is written for MicroPython, whether it runs there alone or not. */
const OF_MICROPYTHON = ["uasyncio", "micropython"] as const;

/** Whether a file is written for a Python that may have no threads: there is no other place to wait. */
export function mayLackThreads({ infer, module }: RuleContext): boolean {
  return (
    OF_MICROPYTHON.some((name) => infer.isSaid(name)) ||
    (infer.isSaid("implementation") && module.document.text.includes("micropython"))
  );
}
