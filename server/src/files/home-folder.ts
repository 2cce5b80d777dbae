import * as os from "node:os";

/** The user's own folder; undefined for one who has none, as in many containers. */
export function homeFolder(): string | undefined {
  try {
    return os.homedir();
  } catch {
    // HOME is not set, and the system knows no such user.
    return undefined;
  }
}
