import { URI } from "vscode-uri";
import { PythonFiles } from "../files/python-files";
import type { FileId } from "../project/files";
import type { FileChange, HostFiles } from "./host";
import { parseUri } from "./uri";

/** The files of this machine, looked at when they are asked for. */
export class DiskFiles extends PythonFiles implements HostFiles {
  fileOf(uri: string): FileId | undefined {
    const parsed = parseUri(uri);
    if (parsed?.scheme !== "file" && parsed?.scheme !== "vscode-notebook-cell") return undefined;
    return parsed.with({ scheme: "file", fragment: "" }).fsPath.replaceAll("\\", "/");
  }

  addressOf(file: FileId): string {
    return URI.file(file).toString();
  }

  listed(folder: FileId): readonly FileId[] | undefined {
    return this.below(folder);
  }

  foldersChanged(uris: readonly string[]): void {
    this.openFolders = uris.flatMap((uri) => this.fileOf(uri) ?? []);
  }

  changed(changes: readonly FileChange[]): void {
    if (changes.some(({ kind }) => kind !== "changed")) this.forget();
  }
}
