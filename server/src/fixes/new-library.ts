import type { Settings } from "../config/settings";

/**
 * What is said of a fix that brings a library in, where no file of the project says that it is installed, be it for
 * another library.
 */
export function installingNote(
  library: string,
  { dependencies, locked }: Pick<Settings, "dependencies" | "locked">,
): string | undefined {
  return dependencies?.includes(library) === true || Object.hasOwn(locked, library)
    ? undefined
    : `needs ${library} to be installed`;
}
