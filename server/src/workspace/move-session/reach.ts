import { memberOf } from "../../model/reference";
import type { FileId } from "../../project/files";
import type { Draft } from "../across-files/draft";

/** Imports are not followed through more files. */
const MOST_FILES = 3000;

const FROM = /^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]*\)|[^\r\n]*)/gm;
const IMPORT = /^[ \t]*import[ \t]+([^\r\n#]*)/gm;

/** Which files a file of the project imports, be it by others. */
export class Reach {
  readonly #imported = new Map<FileId, readonly FileId[]>();

  constructor(readonly draft: Draft) {}

  /** Whether a file imports another one, or is that. */
  leads(from: FileId, to: FileId): boolean {
    const seen = new Set([from]);
    for (const file of seen) {
      if (file === to) return true;
      if (seen.size > MOST_FILES) return false;
      for (const imported of this.#importedBy(file)) seen.add(imported);
    }
    return false;
  }

  #importedBy(file: FileId): readonly FileId[] {
    let files = this.#imported.get(file);
    if (files === undefined) {
      const { workspace } = this.draft;
      const modules = modulesIn(this.draft.textOf(file) ?? "");
      files = [...new Set(modules.flatMap((module) => workspace.moduleFile(module, file) ?? []))];
      this.#imported.set(file, files);
    }
    return files;
  }
}

/** The modules that lines of a text may import: names that are imported may be modules as well. */
function modulesIn(text: string): readonly string[] {
  const plainText = text.replaceAll(/\bas[ \t]+\w+/g, "");
  const named = [...plainText.matchAll(FROM)].flatMap(([, module, names]) => [
    module!,
    ...(names!.match(/\w+/g) ?? []).map((name) => memberOf(module!, name)),
  ]);
  const plain = [...plainText.matchAll(IMPORT)].flatMap(([, names]) => names!.match(/[\w.]+/g) ?? []);
  return [...named, ...plain];
}
