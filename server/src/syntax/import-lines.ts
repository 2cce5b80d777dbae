import { mayImport } from "./outline";

const FROM = /^[ \t]*from[ \t]+([\w.]+)/gm;
const IMPORT = /^[ \t]*import[ \t]+([\w.]+)/gm;

const known = new WeakMap<{ readonly text: string }, readonly string[]>();

/** The modules that a segment imports: who asks about a whole file at each key that is typed finds them read. */
export function modulesImportedIn(segment: { readonly text: string }): readonly string[] {
  const found = known.get(segment) ?? importedModules(segment.text);
  known.set(segment, found);
  return found;
}

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
