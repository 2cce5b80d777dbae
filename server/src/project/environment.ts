import { type FileId, type Files, folderOf, foldersUpTo, within } from "./files";

/** Which environment the packages of a project are installed in, as far as somebody has said. */
export type EnvironmentChoice =
  /** None: what is installed is not looked at. */
  | { readonly kind: "none" }
  /** The one of this folder, or of this interpreter; from the project's folder on. */
  | { readonly kind: "named"; readonly path: string }
  /**
   * The one that was chosen in the editor, or its interpreter; else that beside the code, else the first of those that
   * the shell has activated.
   */
  | { readonly kind: "found"; readonly chosen?: string | undefined; readonly active: readonly string[] };

/** The environments that a shell has activated, by its variables, in the order in which they count. */
export function activeEnvironments({
  VIRTUAL_ENV,
  CONDA_PREFIX,
}: Readonly<Record<string, string | undefined>>): readonly string[] {
  return [VIRTUAL_ENV, CONDA_PREFIX].flatMap((path) => (path === undefined || path === "" ? [] : [path]));
}

/** What the folders of virtual environments are called that projects keep beside their code. */
const BESIDE = [".venv", "venv"] as const;

/** The minor versions of Python 3 whose folders are looked for, the newest first. */
const VERSIONS: readonly number[] = Array.from({ length: 24 }, (_, i) => 30 - i);

/**
 * The folders that hold the packages installed for the code of a folder, that first which is looked into first. Told by
 * names of files alone: no interpreter is run.
 *
 * @param root the folder that no environment is looked for above
 */
export function packageFolders(
  folder: FileId,
  root: FileId,
  choice: EnvironmentChoice,
  files: Files,
): readonly FileId[] {
  switch (choice.kind) {
    case "none":
      return [];
    case "named":
      return firstOf(prefixesOf(isAbsolute(choice.path) ? asId(choice.path) : within(root, asId(choice.path))), files);
    case "found": {
      const chosen =
        choice.chosen !== undefined && isAbsolute(choice.chosen) ? firstOf(prefixesOf(asId(choice.chosen)), files) : [];
      if (chosen.length > 0) return chosen;
      const beside = environmentBeside(folder, root, files);
      return beside === undefined ? firstOf(choice.active.map(asId), files) : packagesIn(beside, files);
    }
    default:
      return choice satisfies never;
  }
}

function environmentBeside(folder: FileId, root: FileId, files: Files): FileId | undefined {
  for (const at of foldersUpTo(root, folder)) {
    const found = BESIDE.map((name) => within(at, name)).find((environment) =>
      files.isFile(within(environment, "pyvenv.cfg")),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The environments that a path may name: itself one, an interpreter in it as on Windows, or one in its `bin` or
 * `Scripts`.
 */
function prefixesOf(path: FileId): readonly FileId[] {
  return [path, folderOf(path), folderOf(folderOf(path))];
}

function firstOf(environments: readonly FileId[], files: Files): readonly FileId[] {
  for (const environment of environments) {
    const found = packagesIn(environment, files);
    if (found.length > 0) return found;
  }
  return [];
}

/** Debian keeps what it installs itself apart, in folders of its own name. */
function packagesIn(environment: FileId, files: Files): readonly FileId[] {
  const versions = VERSIONS.map((minor) => `python3.${minor}`).filter((version) =>
    files.isFolder(`${environment}/lib/${version}`),
  );
  const candidates = [
    ...versions.flatMap((version) => [`lib/${version}/site-packages`, `lib/${version}/dist-packages`]),
    "lib/python3/dist-packages",
    "Lib/site-packages",
  ];
  const found = candidates
    .map((candidate) => within(environment, candidate))
    .filter((candidate) => files.isFolder(candidate));
  // Where file names have no case, both stand for the same.
  return found.some((one) => one.includes("/lib/"))
    ? found.filter((one) => !one.endsWith("/Lib/site-packages"))
    : found;
}

function isAbsolute(path: string): boolean {
  return /^(?:[\\/]|[A-Za-z]:[\\/])/.test(path);
}

/** A path with `/` between its parts and none at its end. */
function asId(path: string): FileId {
  return path.replaceAll("\\", "/").replace(/(?<=[^/])\/+$/, "");
}

const PACKAGES = /^.*\/(?:site|dist)-packages(?=\/)/;

/** The folder of installed packages that a file lies in. */
export function packagesAround(file: FileId): FileId | undefined {
  return PACKAGES.exec(file)?.[0];
}

/**
 * The package that an installed file is part of, as it is imported.
 *
 * @param linked the folder that it is installed from, where that is none of installed packages
 */
export function packageOf(file: FileId, linked?: FileId): string | undefined {
  const packages = packagesAround(file) ?? linked;
  return packages === undefined
    ? undefined
    : file
        .slice(packages.length + 1)
        .split("/")[0]!
        .replace(/\.py$/, "");
}
