import { mayImport } from "./outline";

const FROM = /^[ \t]*from[ \t]+([\w.]+)/gm;
const IMPORT = /^[ \t]*import[ \t]+([\w.]+)/gm;

/**
 * The modules that lines of a text import, as they are written; read without a grammar, so that strings may be among
 * them.
 */
export function importedModules(text: string): readonly string[] {
  if (!mayImport(text)) return [];
  return [...text.matchAll(FROM), ...text.matchAll(IMPORT)].flatMap(([, module]) =>
    module === undefined ? [] : [module],
  );
}
