import type { Settings } from "../config/settings";

type Installed = Pick<Settings, "dependencies" | "locked">;

/** Whether a file of the project says that a library is installed, be it for another library. */
export function isInstalled(library: string, { dependencies, locked }: Installed): boolean {
  return dependencies?.includes(library) === true || Object.hasOwn(locked, library);
}

/** What is said of a fix that brings a library in, where no file of the project says that it is installed. */
export function installingNote(library: string, settings: Installed): string | undefined {
  return isInstalled(library, settings) ? undefined : `needs ${library} to be installed`;
}
