/**
 * Folders of Python files to scan: copies, so that nothing but their files counts, no ignore file and no configuration.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { corpusOf } from "../test/corpus/download";
import { CORPUS } from "../test/corpus/packages";
import { asyncTrees, countLines, pythonFiles, pythonFolder, standardLibrary } from "./corpus";

export const TREES = ["async", "stdlib", "installed", "million"] as const;

export interface Tree {
  readonly name: (typeof TREES)[number];
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
  readonly description: string;
}

const ASYNC_PROJECTS = [
  "aiohttp",
  "discord",
  "anyio",
  "tornado",
  "asyncpg",
  "starlette",
  "quart",
  "hypercorn",
  "websockets",
];
const INSTALLED_BYTES = 130e6;
const MILLION = 1e6;

/** Makes a tree below a folder; it has no files where there is no source for it here. */
export function makeTree(name: Tree["name"], into: string): Tree {
  switch (name) {
    case "async":
      return copied(name, "async projects", asyncProjects(), into);
    case "stdlib":
      return copied(name, "standard library", [standardLibrary()], into);
    case "installed":
      return copied(name, "installed packages", installedFolders(), into, INSTALLED_BYTES);
    case "million":
      return million(into);
  }
}

function asyncProjects(): readonly string[] {
  const chosen = asyncTrees().filter((folder) =>
    ASYNC_PROJECTS.some((name) => path.basename(folder).startsWith(`python3-${name}_`)),
  );
  return chosen.length > 0 ? chosen : asyncTrees();
}

function installedFolders(): readonly string[] {
  const corpus = [...corpusOf(CORPUS).values()].flatMap((found) => (typeof found === "string" ? [] : [found.root]));
  return [pythonFolder("purelib"), "/usr/lib/python3/dist-packages", ...corpus];
}

function copied(
  name: Tree["name"],
  description: string,
  folders: readonly string[],
  into: string,
  mostBytes = Infinity,
): Tree {
  const tree = path.join(into, name);
  let files = 0;
  let bytes = 0;
  for (const [index, folder] of folders.filter((folder) => folder !== "" && fs.existsSync(folder)).entries()) {
    for (const file of pythonFiles(folder)) {
      const { size } = fs.statSync(file);
      if (bytes + size > mostBytes) break;
      const target = path.join(tree, String(index), withoutIgnored(path.relative(folder, file)));
      fs.mkdirSync(path.dirname(target), { recursive: true });
      fs.copyFileSync(file, target);
      files++;
      bytes += size;
    }
  }
  return { name, folder: tree, files, bytes, description };
}

/** Tools differ in the folders that they leave out by their name; here every file is looked at. */
function withoutIgnored(file: string): string {
  return file
    .split("/")
    .map((part) => (part.endsWith(".py") ? part : `${part.replace(/^\./, "dot-")}-`))
    .join("/");
}

/** The async projects over and over. */
function million(into: string): Tree {
  const tree = path.join(into, "million");
  const sources = asyncTrees().flatMap((folder) => pythonFiles(folder));
  let lines = 0;
  let files = 0;
  let bytes = 0;
  for (let round = 0; lines < MILLION && round < 1000; round++) {
    for (const [index, file] of sources.entries()) {
      if (lines >= MILLION) break;
      const text = fs.readFileSync(file);
      const target = path.join(tree, String(round), String(Math.floor(index / 100)), `${index}.py`);
      fs.mkdirSync(path.dirname(target), { recursive: true });
      fs.writeFileSync(target, text);
      lines += countLines(text.toString("latin1"));
      files++;
      bytes += text.length;
    }
  }
  return { name: "million", folder: tree, files, bytes, description: "a million lines" };
}
