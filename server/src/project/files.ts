/** A file by its address or path, with `/` between its parts: `file:///work/app/main.py`, `/work/app/main.py`. */
export type FileId = string;

/** What files there are. Every answer holds until the project is told of a change. */
export interface Files {
  isFile(file: FileId): boolean;
  isFolder(folder: FileId): boolean;
}

export function folderOf(file: FileId): FileId {
  return file.slice(0, file.lastIndexOf("/"));
}

export function within(folder: FileId, name: string): FileId {
  return `${folder}/${name}`;
}

/**
 * A folder and those above it, up to one that it stands in; none where it doesn't. The top of a file system is "",
 * above which there is nothing.
 */
export function* foldersUpTo(root: FileId, folder: FileId): Generator<FileId> {
  for (let at = folder; isInside(at, root); at = folderOf(at)) {
    yield at;
    if (at === root || at === "") return;
  }
}

/** Whether a file or folder is a folder, or stands in it. */
export function isInside(file: FileId, folder: FileId): boolean {
  return file === folder || file.startsWith(`${folder}/`);
}
