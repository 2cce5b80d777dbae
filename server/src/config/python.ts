import type { PythonVersion } from "./requirements";

/** Whether code has to run on a Python older than one; where nothing says which it is for, it has to on none. */
export function mayBeOlder(python: PythonVersion | undefined, than: PythonVersion): boolean {
  return python !== undefined && (python[0] < than[0] || (python[0] === than[0] && python[1] < than[1]));
}
