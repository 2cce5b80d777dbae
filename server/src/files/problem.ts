/** Something that could not be read, checked or written; the rest goes on. */
export interface Problem {
  readonly path: string;
  readonly message: string;
  /** Whether the user asked for this very path, so that the request as a whole has failed. */
  readonly asked: boolean;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  EACCES: "permission denied",
  EPERM: "not permitted",
  ELOOP: "the symbolic links lead round in a circle",
  ENOTDIR: "a part of the path is no folder",
  EISDIR: "is a folder",
  ENAMETOOLONG: "the name is too long",
  EROFS: "the file system is read-only",
  ENOSPC: "no space left on the device",
  EMFILE: "too many open files",
};

/** Whether there is no such file at all; a link that leads nowhere counts as none. */
export function isMissing(error: unknown): boolean {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return code === "ENOENT" || code === "ENOTDIR";
}

/** Why the system refused, in plain words. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = (error as NodeJS.ErrnoException).code;
  return (code === undefined ? undefined : REASONS[code]) ?? error.message;
}
