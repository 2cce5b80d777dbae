/** Folders with other people's code, with built code, or with none. */
export const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(
  (
    ".bzr .direnv .eggs .git .git-rewrite .hg .ipynb_checkpoints .mypy_cache .nox .pants.d .pyenv .pytest_cache .pytype .ruff_cache .svn .tox .venv " +
    ".vscode __pycache__ __pypackages__ _build buck-out build dist node_modules site-packages venv"
  ).split(" "),
);

/** What lies in a virtual environment, whatever its folder is called. */
export const ENVIRONMENT_FILE = "pyvenv.cfg";
