import type { FileId } from "../../project/files";
import { holdsWord } from "../../syntax/outline";
import { importsIn, type ImportedPath } from "./import-paths";

/** Through more files than this nobody follows who hands names on: then all may reach them. */
const MOST_HANDING_ON = 60;

/**
 * The files that may mean a function of some files, by what their texts import: nobody has to be looked into who only
 * uses the same word for something else. Who means it imports its module, or one that hands it on; such a one says a
 * name of it, or the module's, or takes all there is.
 */
export class Reach {
  readonly #imports = new Map<FileId, { readonly text: string; readonly paths: readonly ImportedPath[] }>();

  /**
   * @param words that the functions are called by
   * @param textOf undefined for what can't be read, which may mean anything
   * @returns undefined where all may
   */
  of(
    defining: Iterable<FileId>,
    words: Iterable<string>,
    files: readonly FileId[],
    textOf: (file: FileId) => string | undefined,
  ): ReadonlySet<FileId> | undefined {
    const reaching = new Set(defining);
    const said = [...words, ...[...reaching].map((file) => modulePath(file).at(-1) ?? "")];
    let others = files.filter((file) => !reaching.has(file) && mayHandOn(textOf(file), said));
    for (const module of reaching) {
      if (reaching.size > MOST_HANDING_ON) return undefined;
      const found = new Set(others.filter((file) => this.#mayImport(file, textOf(file), module)));
      for (const file of found) reaching.add(file);
      others = others.filter((file) => !found.has(file));
    }
    return reaching;
  }

  #mayImport(file: FileId, text: string | undefined, module: FileId): boolean {
    if (text === undefined) return true;
    const path = modulePath(module);
    const isPackage = module.endsWith("/__init__.py");
    return this.#importsOf(file, text)
      .flatMap((imported) => restsBehind(imported, path))
      .some((rest) => (isPackage && rest.length === 1) || rest.every((part) => holdsWord(text, part)));
  }

  #importsOf(file: FileId, text: string): readonly ImportedPath[] {
    const known = this.#imports.get(file);
    if (known?.text === text) return known.paths;
    const paths = importsIn(text, file);
    this.#imports.set(file, { text, paths });
    return paths;
  }
}

function mayHandOn(text: string | undefined, words: readonly string[]): boolean {
  return text === undefined || text.includes("import *") || words.some((word) => holdsWord(text, word));
}

/** The folders that lead to a module, and its name; those of a package are its folders. */
function modulePath(file: FileId): readonly string[] {
  return file.replace(/(?:\/__init__)?\.pyi?$/, "").split("/");
}

/**
 * What is left of a module's path behind what is imported: nothing where that is the module, its name where it is the
 * package. Packages of one repository are installed beside each other, so that an absolute import may begin at any
 * folder, and a package may lie in one that nobody says, as `src`.
 */
function restsBehind({ parts, from }: ImportedPath, module: readonly string[]): readonly (readonly string[])[] {
  const starts = from === "the root" ? [0] : module.keys();
  return [...starts]
    .filter((start) => parts.every((part, index) => module[start + index] === part))
    .map((start) => module.slice(start + parts.length));
}
