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

/** Whether a file or folder is a folder, or stands in it. */
export function isInside(file: FileId, folder: FileId): boolean {
  return file === folder || file.startsWith(`${folder}/`);
}
