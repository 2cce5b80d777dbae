/** Folders with other people's code, with built code, or with none. */
export const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(
  (
    ".bzr .direnv .eggs .git .git-rewrite .hg .ipynb_checkpoints .mypy_cache .nox .pants.d .pyenv .pytest_cache .pytype .ruff_cache .svn .tox .venv " +
    ".vscode __pycache__ __pypackages__ _build buck-out build dist node_modules site-packages venv"
  ).split(" "),
);

/** Those of them that may be a package of the project as well: where they hold this file, and nothing leaves them out. */
export const MAYBE_PACKAGES: ReadonlySet<string> = new Set(["build", "dist"]);
export const PACKAGE_FILE = "__init__.py";

/**
 * Whether a folder is left out by what it is called.
 *
 * @param holds whether it holds a file of a name
 */
export function isSkipped(folder: string, holds: (file: string) => boolean): boolean {
  return SKIPPED_FOLDERS.has(folder) && !(MAYBE_PACKAGES.has(folder) && holds(PACKAGE_FILE));
}

/** What lies in a virtual environment, whatever its folder is called. */
export const ENVIRONMENT_FILE = "pyvenv.cfg";
