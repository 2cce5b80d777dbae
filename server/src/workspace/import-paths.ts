import { type FileId, folderOf } from "../project/files";

/** The parts of a module's name; where it is relative to a file, of its path from the root of the file system. */
export interface ImportedPath {
  readonly parts: readonly string[];
  readonly from: "anywhere" | "the root";
}

/** What a text imports from. */
export interface ImportsOfText {
  readonly paths: readonly ImportedPath[];
  /** The last part of each. */
  readonly ends: ReadonlySet<string>;
  /** Whether it takes all that a module has. */
  readonly stars: boolean;
}

/** `from .api import`, `import api.endpoints as endpoints, json` */
const IMPORTS = /\b(?:from[\s\\]+([\w.]+)[\s\\]+import\b|import[\s\\]+([\w.][\w., \t]*))/g;

const STAR = /\bimport[\s\\]*\*/;

/** What a text imports, in its strings and comments too: told without taking it to pieces. */
export function importsIn(text: string, file: FileId): ImportsOfText {
  const names = new Set<string>();
  for (const [, from, modules] of text.matchAll(IMPORTS)) {
    if (from !== undefined) names.add(from);
    for (const module of modules?.split(",") ?? []) names.add(module.trim().split(/\s/, 1)[0] ?? "");
  }
  names.delete("");
  const paths = [...names].map((name) => pathOf(name, file));
  return { paths, ends: new Set(paths.map(({ parts }) => parts.at(-1) ?? "")), stars: STAR.test(text) };
}

function pathOf(name: string, file: FileId): ImportedPath {
  const dots = /^\.*/.exec(name)![0].length;
  const parts = name.slice(dots).split(".").filter(Boolean);
  if (dots === 0) return { parts, from: "anywhere" };
  let folder = folderOf(file);
  for (let up = 1; up < dots; up++) folder = folderOf(folder);
  return { parts: [...folder.split("/"), ...parts], from: "the root" };
}
