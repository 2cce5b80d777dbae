import type { FileId } from "../project/files";
import { holdsWord } from "../syntax/outline";
import { type ImportedPath, importsIn, type ImportsOfText } from "./import-paths";

/** Through more files than this nobody follows who hands names on: then all may reach them. */
const MOST_HANDING_ON = 60;

type TextOf = (file: FileId) => string | undefined;

/**
 * The files that may mean a function of some files, by what their texts import: nobody has to be looked into who only
 * uses the same word for something else. Who means it imports its module, or one that hands it on; such a one says a
 * name of it, or the module's, or takes all there is. What a text imports is kept until it is another.
 */
export class Reach {
  readonly #imports = new Map<FileId, { readonly text: string; readonly imports: ImportsOfText }>();

  /**
   * @param words that the functions are called by
   * @param textOf undefined for what can't be read, which may mean anything
   * @returns undefined where all may
   */
  of(
    defining: Iterable<FileId>,
    words: Iterable<string>,
    files: readonly FileId[],
    textOf: TextOf,
  ): ReadonlySet<FileId> | undefined {
    const reaching = new Set(defining);
    const said = [...words, ...[...reaching].map((file) => modulePath(file).at(-1) ?? "")];
    let others = files.filter((file) => !reaching.has(file));
    for (const module of reaching) {
      if (reaching.size > MOST_HANDING_ON) return undefined;
      const path = modulePath(module);
      const isPackage = module.endsWith("/__init__.py");
      others = others.filter((file) => {
        if (!this.#mayImport(file, path, isPackage, textOf) || !this.#mayHandOn(file, said, textOf)) return true;
        reaching.add(file);
        return false;
      });
    }
    return reaching;
  }

  #mayImport(file: FileId, path: readonly string[], isPackage: boolean, textOf: TextOf): boolean {
    const text = textOf(file);
    if (text === undefined) return true;
    const { paths, ends } = this.#importsOf(file, text);
    // Most import what lies elsewhere.
    if (!path.some((part) => ends.has(part))) return false;
    return paths.some((imported) =>
      restsBehind(imported, path).some(
        (rest) => (isPackage && rest.length === 1) || rest.every((part) => holdsWord(text, part)),
      ),
    );
  }

  #mayHandOn(file: FileId, words: readonly string[], textOf: TextOf): boolean {
    const text = textOf(file);
    return text === undefined || this.#importsOf(file, text).stars || words.some((word) => holdsWord(text, word));
  }

  #importsOf(file: FileId, text: string): ImportsOfText {
    const known = this.#imports.get(file);
    if (known?.text === text) return known.imports;
    const imports = importsIn(text, file);
    this.#imports.set(file, { text, imports });
    return imports;
  }
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
  const starts = from === "the root" ? [0] : [...module.keys()];
  return starts
    .filter((start) => parts.every((part, index) => module[start + index] === part))
    .map((start) => module.slice(start + parts.length));
}
