import { compareVersions, oldestPython, type PythonVersion, readPython } from "./requirements";
import { readToml } from "./toml";
import type { TomlEdit } from "./toml-edit";

/** A lower bound: `>=3.9`, `^3.9`, `~=3.9.1`, `~3.9`. */
const LOWER_BOUND = /(>=|\^|~=|~)(\s*)\d+(?:\.\d+)*/;

/**
 * Raises the oldest Python that a project supports, in its own way of writing. Empty where it is as new already;
 * undefined where the file doesn't say, or says it in a way that can't be changed in one place.
 */
export function raisePython(text: string, version: PythonVersion): readonly TomlEdit[] | undefined {
  const file = readToml(text);
  const stated = file.problem === undefined ? readPython(file) : undefined;
  if (stated === undefined) return undefined;
  if (compareVersions(stated.version, version) >= 0) return [];
  const written = text.slice(stated.start, stated.end);
  const raised = written.replace(
    LOWER_BOUND,
    (_bound, operator: string, space: string) => `${operator}${space}${version.join(".")}`,
  );
  const oldest = oldestPython(raised.slice(1, -1));
  return oldest === undefined || compareVersions(oldest, version) !== 0
    ? undefined
    : [{ start: stated.start, end: stated.end, text: raised }];
}
