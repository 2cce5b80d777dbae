/** What functions do with the paths that they are given: which of them they look at, and which they change. */
export interface PathUse {
  /** The argument that is the path, by its position; the object, for a method. */
  readonly path: number | "object";
  readonly does: "looks" | "reads" | "changes";
  /** The keyword that makes the change one that may have been made already. */
  readonly settledBy?: string;
  /** The change is made bit by bit: others may meet it half made. */
  readonly gradual?: true;
}

const object = "object" as const;

const looksAt = (path: PathUse["path"]): readonly PathUse[] => [{ path, does: "looks" }];
const reads = (path: PathUse["path"]): readonly PathUse[] => [{ path, does: "reads" }];
const changes = (path: PathUse["path"], settledBy?: string): readonly PathUse[] => [
  { path, does: "changes", ...(settledBy === undefined ? {} : { settledBy }) },
];

/** A change that takes as long as what is written, or taken away, is large. */
const writes = (path: PathUse["path"], settledBy?: string): readonly PathUse[] =>
  changes(path, settledBy).map((use) => ({ ...use, gradual: true }));

const USES: ReadonlyMap<string, readonly PathUse[]> = new Map([
  ...each("os.path", "exists lexists isdir isfile islink getsize getmtime getctime getatime", looksAt(0)),
  ...each("os", "access stat lstat listdir", looksAt(0)),
  ...each("os", "mkdir remove unlink rmdir removedirs truncate", changes(0)),
  ...each("os", "makedirs", changes(0, "exist_ok")),
  ...each("os", "rename renames replace", [...changes(0), ...changes(1)]),
  ...each("os", "link symlink", changes(1)),
  ...each("shutil", "rmtree", writes(0, "ignore_errors")),
  ...each("shutil", "move", [...changes(0), ...changes(1)]),
  ...each("shutil", "copy copy2 copyfile copytree", [...reads(0), ...writes(1)]),
  ...each("pathlib.Path", "exists is_file is_dir is_symlink stat lstat", looksAt(object)),
  ...each("pathlib.Path", "read_text read_bytes", reads(object)),
  ...each("pathlib.Path", "write_text write_bytes", writes(object)),
  ...each("pathlib.Path", "rmdir symlink_to hardlink_to", changes(object)),
  ...each("pathlib.Path", "mkdir", changes(object, "exist_ok")),
  ...each("pathlib.Path", "unlink", changes(object, "missing_ok")),
  ...each("pathlib.Path", "rename replace", [...changes(object), ...changes(0)]),
]);

/**
 * Which paths a function, by its dotted name, looks at or changes. What opening does is said by its mode, which is not
 * known here.
 */
export function pathUses(name: string): readonly PathUse[] {
  return USES.get(name) ?? [];
}

/** Functions that open a file, by their dotted names, with the path and the position of the mode. */
const OPENERS: ReadonlyMap<string, { readonly path: PathUse["path"]; readonly mode: number }> = new Map([
  ["open", { path: 0, mode: 1 }],
  ["gzip.open", { path: 0, mode: 1 }],
  ["bz2.open", { path: 0, mode: 1 }],
  ["lzma.open", { path: 0, mode: 1 }],
  ["codecs.open", { path: 0, mode: 1 }],
  ["pathlib.Path.open", { path: object, mode: 0 }],
]);

/** Where a function that opens files takes the path and the mode. */
export function opensPath(name: string): { readonly path: PathUse["path"]; readonly mode: number } | undefined {
  return OPENERS.get(name);
}

/** Modules whose functions give names that nobody else has. */
const UNIQUE: ReadonlySet<string> = new Set(["tempfile", "uuid", "secrets"]);

/** Whether what a function gives is no other's: the name of a temporary file, an id. */
export function givesUnique(name: string): boolean {
  return UNIQUE.has(name.split(".")[0]!);
}

function each(
  owner: string,
  names: string,
  uses: readonly PathUse[],
): readonly (readonly [string, readonly PathUse[]])[] {
  return names.split(" ").map((name) => [`${owner}.${name}`, uses] as const);
}
