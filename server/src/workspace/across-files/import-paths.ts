import { type FileId, folderOf } from "../../project/files";

/** The parts of a module's name; where it is relative to a file, of its path from the root of the file system. */
export interface ImportedPath {
  readonly parts: readonly string[];
  readonly from: "anywhere" | "the root";
}

/** `from .api import`, `import api.endpoints as endpoints, json` */
const IMPORTS = /\b(?:from[\s\\]+([\w.]+)[\s\\]+import\b|import[\s\\]+([\w.][\w., \t]*))/g;

/** What a text imports from, in its strings and comments too: told without taking it to pieces. */
export function importsIn(text: string, file: FileId): readonly ImportedPath[] {
  const names = new Set<string>();
  for (const [, from, modules] of text.matchAll(IMPORTS)) {
    if (from !== undefined) names.add(from);
    for (const module of modules?.split(",") ?? []) names.add(module.trim().split(/\s/, 1)[0] ?? "");
  }
  names.delete("");
  return [...names].map((name) => pathOf(name, file));
}

function pathOf(name: string, file: FileId): ImportedPath {
  const dots = /^\.*/.exec(name)![0].length;
  const parts = name.slice(dots).split(".").filter(Boolean);
  if (dots === 0) return { parts, from: "anywhere" };
  let folder = folderOf(file);
  for (let up = 1; up < dots; up++) folder = folderOf(folder);
  return { parts: [...folder.split("/"), ...parts], from: "the root" };
}
