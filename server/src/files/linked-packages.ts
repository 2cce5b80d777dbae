import type { Entries } from "./distributions";

/** More are not looked at: no environment has so many packages that lie elsewhere. */
const MOST_FILES = 200;
const MOST_FOLDERS = 100;

/** How folders and files can be looked at; paths have `/` between their parts. */
export interface LinkedHost {
  entriesOf(folder: string): Entries;
  isFolder(folder: string): boolean;
  /** The text of a file; undefined where it can't be read. */
  read(file: string): string | undefined;
}

/**
 * The folders outside of one with installed packages that Python looks for modules in all the same, as what was
 * installed says that is worked on where it lies: lists of paths (`.pth`), what `pip install --editable` writes down,
 * and links of setuptools. Nothing of them is run.
 */
export function linkedFolders(packages: string, host: LinkedHost): readonly string[] {
  const found = new Set<string>();
  const add = (path: string): void => {
    const folder = asFolder(path, packages);
    if (found.size < MOST_FOLDERS && folder !== packages && host.isFolder(folder)) found.add(folder);
  };
  const names = [...host.entriesOf(packages)];
  const files = names.flatMap(([name, kind]) => (kind === "file" && isList(name) ? [name] : [])).sort();
  for (const name of files.slice(0, MOST_FILES))
    for (const path of pathsIn(name, host.read(`${packages}/${name}`) ?? "")) add(path);
  const editable = names.flatMap(([name, kind]) => (kind === "folder" && name.endsWith(".dist-info") ? [name] : []));
  for (const name of editable.sort()) {
    if (host.entriesOf(`${packages}/${name}`).get(ORIGIN) !== "file") continue;
    const folder = editableFolder(host.read(`${packages}/${name}/${ORIGIN}`) ?? "");
    // Where it keeps its modules was told by a list mostly.
    if (folder === undefined || [...found].some((one) => one === folder || one.startsWith(`${folder}/`))) continue;
    add(host.isFolder(`${folder}/src`) ? `${folder}/src` : folder);
  }
  return [...found];
}

/** Where a distribution says what it was installed from. */
const ORIGIN = "direct_url.json";

/** Whether a file, by its name, may say that packages lie elsewhere. */
export function saysWherePackagesLie(file: string): boolean {
  const name = file.slice(file.lastIndexOf("/") + 1);
  return isList(name) || name === ORIGIN;
}

/** Lists of paths, links, and what finds the modules of a package whose folders have other names than it has. */
function isList(name: string): boolean {
  return /\.(?:pth|egg-link)$|^__editable__\w*_finder\.py$/.test(name);
}

function pathsIn(name: string, text: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  if (name.endsWith(".egg-link")) return lines.slice(0, 1).filter((line) => line !== "");
  if (name.endsWith(".pth")) return lines.filter((line) => line !== "" && !/^(?:#|import[ \t])/.test(line));
  const mapping = lines.find((line) => /^MAPPING\b/.test(line)) ?? "";
  return [...mapping.matchAll(/['"](\w+)['"]: ?['"]([^'"]+)['"]/g)].flatMap(([, module, path]) => {
    const parts = path!.replaceAll("\\\\", "/").split("/");
    return parts.at(-1) === module ? [parts.slice(0, -1).join("/")] : [];
  });
}

/** The folder that a distribution is worked on in. */
function editableFolder(text: string): string | undefined {
  try {
    const said = JSON.parse(text) as { readonly url?: unknown; readonly dir_info?: { readonly editable?: unknown } };
    if (said.dir_info?.editable !== true || typeof said.url !== "string" || !said.url.startsWith("file://"))
      return undefined;
    const path = decodeURIComponent(new URL(said.url).pathname);
    const folder = path.endsWith("/") ? path.slice(0, -1) : path;
    return folder.replace(/^\/(?=[A-Za-z]:)/, "");
  } catch {
    return undefined;
  }
}

function asFolder(path: string, packages: string): string {
  const slashed = path.replaceAll("\\", "/");
  const whole = /^(?:\/|[A-Za-z]:\/)/.test(slashed) ? slashed : `${packages}/${slashed}`;
  const parts: string[] = [];
  for (const part of whole.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && (part !== "" || parts.length === 0)) parts.push(part);
  }
  return parts.join("/");
}
