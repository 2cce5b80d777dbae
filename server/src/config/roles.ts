import { IgnorePatterns } from "./ignore-patterns";
import type { PyProject } from "./pyproject";

/**
 * What a file is for: nobody waits for a test's event loop but the test; a *script*, or example, is started by hand, by
 * somebody who sits before it; a *command* is run by one person, or a tool, too, and is handed on to others: a command
 * line, a notebook, what builds and checks a project.
 */
export type Role = "application" | "test" | "command" | "script";

/** What a file's path says that it is for. */
export interface PathRole {
  readonly role: Role;
  /** What says so. A file's own name alone is outdone by what the file does. */
  readonly by: "setting" | "folder" | "name";
}

/** What one place (the editor, a pyproject.toml) says of the files in a folder, as patterns of .gitignore. */
export interface RolePatterns {
  /** Its path, parts joined by `/`. */
  readonly folder: string;
  /** These and no others are tests. */
  readonly tests?: readonly string[] | undefined;
  /** These are scripts and examples too. */
  readonly scripts?: readonly string[] | undefined;
  /** The folders and the names of files that pytest looks for. */
  readonly pytestFolders?: readonly string[] | undefined;
  readonly pytestFiles?: readonly string[] | undefined;
}

const TEST_FOLDER =
  /^_?(?:(?:unit|integration|functional|[fiu]|acceptance|system|smoke|regression|end[-_]to[-_]end|e2e|live|async|api)[-_]?)?tests?$|^tests?[-_](?:unit|integration|functional|acceptance|system|smoke|regression|e2e|support|helpers|utils|data|suite)$|^e2e$/i;
/** What helps to test a package, unless it turns out to be a program that tests something. */
const TESTING_FOLDER = /^_?testing$/;
const TEST_FILE = /^(?:conftest|tests?|test_.*|.*_tests?)\.pyi?$/;
const SCRIPT_FOLDER =
  /^(?:(?:\w+_)?examples?|examples?_\w+|(?:versioned|example|sample|code)_(?:docs|apps|examples|samples)|docs?|samples?|demos?|(?:.*[-_])?benchmarks?|bench|perf|evals?|evaluations?|experiments?|scripts?|tutorials?|cookbooks?|snippets?|playgrounds?|dev-?tools|(?:load|stress)[-_]?test(?:s|ing)?)$/i;
/** What others have written and a project carries along: nobody mends it here. */
const VENDORED_FOLDER = /^_?(?:vendor(?:ed)?|third[-_]?party)$/i;
const COMMAND_FOLDER = /^(?:_?cli|notebooks?)$/i;
const SCRIPT_FILE = /^(?:example.*|demo|demo_.*|.*_(?:demo|example))\.pyi?$/;
/** A command line, and what tools run. */
const COMMAND_FILE = /^(?:noxfile|toxfile|fabfile|dodo|versioneer|conanfile|_?cli|.*_cli|cmdline|command_?line)\.pyi?$/;
/** `split-ranges.py`: no module can have such a name, so that it is run by hand. */
function isNotImportable(name: string): boolean {
  return name.endsWith(".py") && name.includes("-");
}

/** The commands of a program that are there for its developers, and what prepares data to learn from. */
const SCRIPT_FOLDERS = /^(?:(?:cmds?|commands)\/dev|data\/datasets?)$/;
/** What a project is looked after with, at its top alone: further down they may be anything. */
const PROJECT_FOLDER = /^(?:tools|dev|qa|hack|contrib)$/;
const CI_FOLDER = /^(?:\.?ci|\.github)$/;
/** At the top of a project alone: further down they may be anything. */
const PROJECT_FILE = /^(?:setup|manage|build|hatch_build|tasks)\.py$/;

/**
 * What a file's path says that it is for; undefined where it says nothing.
 *
 * @param file its path, parts joined by `/`
 * @param root the folder of the project: what it is called, and what it lies in, says nothing
 * @param said what is said of it, the last word first
 */
export function roleOfPath(file: string, root: string, said: readonly RolePatterns[]): PathRole | undefined {
  const set = bySettings(file, said);
  if (set !== undefined) return set;
  const parts = partsBelow(root, file) ?? file.split("/").slice(-1);
  const folders = parts.slice(0, -1);
  const name = parts.at(-1) ?? "";
  if (folders.some((folder) => TEST_FOLDER.test(folder)) || isIn(file, said, ({ pytestFolders }) => pytestFolders))
    return { role: "test", by: "folder" };
  if (
    folders.some((folder) => TESTING_FOLDER.test(folder)) ||
    TEST_FILE.test(name) ||
    isIn(file, said, ({ pytestFiles }) => pytestFiles)
  )
    return { role: "test", by: "name" };
  if (name.endsWith(".ipynb")) return { role: "command", by: "name" };
  return roleByFolders(folders) ?? roleByName(name, folders.length === 0);
}

function roleByFolders(folders: readonly string[]): PathRole | undefined {
  const pairs = folders.map((folder, i) => `${folder}/${folders[i + 1] ?? ""}`);
  if (
    folders.some((folder) => SCRIPT_FOLDER.test(folder) || VENDORED_FOLDER.test(folder)) ||
    pairs.some((pair) => SCRIPT_FOLDERS.test(pair))
  )
    return { role: "script", by: "folder" };
  if (folders.some((folder) => COMMAND_FOLDER.test(folder)) || pairs.includes("management/commands"))
    return { role: "command", by: "folder" };
  if (PROJECT_FOLDER.test(folders[0] ?? "")) return { role: "script", by: "name" };
  return CI_FOLDER.test(folders[0] ?? "") ? { role: "command", by: "name" } : undefined;
}

function roleByName(name: string, isAtTop: boolean): PathRole | undefined {
  if (COMMAND_FILE.test(name) || isNotImportable(name)) return { role: "command", by: "name" };
  // At the top it may be all that there is of a program.
  if (SCRIPT_FILE.test(name)) return { role: isAtTop ? "command" : "script", by: "name" };
  return isAtTop && PROJECT_FILE.test(name) ? { role: "command", by: "name" } : undefined;
}

/** What settings say; where they name all tests, whatever they don't name is none. */
function bySettings(file: string, said: readonly RolePatterns[]): PathRole | undefined {
  const tests = said.find((one) => one.tests !== undefined);
  if (tests !== undefined && matches(file, tests.folder, tests.tests)) return { role: "test", by: "setting" };
  if (isIn(file, said, ({ scripts }) => scripts)) return { role: "script", by: "setting" };
  return tests === undefined ? undefined : { role: "application", by: "setting" };
}

function isIn(
  file: string,
  said: readonly RolePatterns[],
  patterns: (of: RolePatterns) => readonly string[] | undefined,
): boolean {
  return said.some((one) => matches(file, one.folder, patterns(one)));
}

const compiled = new WeakMap<readonly string[], IgnorePatterns>();

function matches(file: string, folder: string, patterns: readonly string[] | undefined): boolean {
  if (patterns === undefined || patterns.length === 0) return false;
  const below = partsBelow(folder, file)?.join("/") ?? "";
  if (below === "") return false;
  let rules = compiled.get(patterns);
  if (rules === undefined) compiled.set(patterns, (rules = new IgnorePatterns(patterns)));
  return rules.of(below, false) === "left out";
}

function partsBelow(folder: string, file: string): readonly string[] | undefined {
  const base = folder.endsWith("/") ? folder.slice(0, -1) : folder;
  return file.startsWith(`${base}/`) ? file.slice(base.length + 1).split("/") : undefined;
}

/** What a pyproject.toml says of the files beside and below it. */
export function rolePatternsOf(folder: string, { configuration, pytest, name }: PyProject): RolePatterns {
  const own = name?.toLowerCase().replaceAll(/[-.]+/g, "_");
  return {
    folder,
    tests: configuration?.testPaths,
    scripts: configuration?.scriptPaths,
    pytestFolders: pytest.testpaths.map(bare).flatMap((path) => (holdsMore(path, own) ? [] : [`/${path}`])),
    pytestFiles: pytest.pythonFiles.flatMap((glob) =>
      /^[*?./]*(?:\.py)?$/.test(glob) ? [] : [glob.includes("/") ? `**/${glob}` : glob],
    ),
  };
}

/** A path without what says no more than that it begins here, and without slashes at its end: `./tests/` is `tests`. */
function bare(path: string): string {
  const parts = path.split("/");
  const first = parts.findIndex((part) => part !== "" && part !== ".");
  return first < 0 ? "" : parts.slice(first, parts.findLastIndex((part) => part !== "") + 1).join("/");
}

/** Whether pytest is told to look for tests where the program itself lies, or its documentation. */
function holdsMore(path: string, project: string | undefined): boolean {
  const last = path.split("/").at(-1) ?? "";
  return (
    last === "" ||
    last === "." ||
    ["src", "lib", "app", "docs", "doc", project].includes(last.toLowerCase()) ||
    /\.(?:rst|md|txt)$/.test(last)
  );
}
