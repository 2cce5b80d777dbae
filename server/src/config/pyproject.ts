import type { Beside } from "./beside";
import type { Locked } from "./locked";
import type { TomlProblem } from "./toml-problem";
import { type Configuration, type ConfigurationProblem, readConfiguration, type RuleMention } from "./configuration";
import { oldestOf, pythonNamedByTools } from "./python-signs";
import { type PythonVersion, readPython, readRequirements, type Requirement } from "./requirements";
import { entriesBelow, entryAt, hasPath, readToml, type TomlFile, type TomlRange } from "./toml";

/** What a pyproject.toml says, as far as it concerns us, with the places where it says so. */
export interface PyProject {
  readonly file: TomlFile;
  /** Why the file can't be read; then it says nothing. */
  readonly problem: TomlProblem | undefined;
  /** `[tool.async-skill]`; undefined where there is none. */
  readonly configuration: Configuration | undefined;
  readonly configurationProblems: readonly ConfigurationProblem[];
  readonly mentions: readonly RuleMention[];
  readonly python: (TomlRange & { readonly version: PythonVersion }) | undefined;
  /** The oldest Python that it names elsewhere than where one is required. */
  readonly signs: PythonVersion | undefined;
  /** Undefined where it doesn't say which there are. */
  readonly requirements: readonly Requirement[] | undefined;
  /** That of Black or Ruff, whichever formats the project. */
  readonly lineLength: number | undefined;
  /** Whether it says how others get it installed. */
  readonly isPackage: boolean;
  /** What the project is called. */
  readonly name: string | undefined;
  /** Where pytest looks for tests, as far as it is told here. */
  readonly pytest: { readonly testpaths: readonly string[]; readonly pythonFiles: readonly string[] };
}

/** Reads the text of a pyproject.toml. Never throws. */
export function readPyProject(text: string): PyProject {
  const file = readToml(text);
  const { configuration, problems, mentions } = readConfiguration(file);
  return {
    file,
    problem: file.problem,
    configuration,
    configurationProblems: problems,
    mentions,
    python: readPython(file),
    signs: pythonNamedByTools(file),
    requirements: readRequirements(file),
    lineLength: readLineLength(file),
    isPackage: hasPath(file, ["build-system"]),
    name: readName(file),
    pytest: {
      testpaths: readWords(file, ["tool", "pytest", "ini_options", "testpaths"]),
      pythonFiles: readWords(file, ["tool", "pytest", "ini_options", "python_files"]),
    },
  };
}

function readName(file: TomlFile): string | undefined {
  for (const section of [["project"], ["tool", "poetry"]]) {
    const value = entryAt(file, [...section, "name"])?.value;
    if (value?.kind === "string") return value.value;
  }
  return undefined;
}

/** A list of strings, or one string of words, as ini files would have it. */
function readWords(file: TomlFile, path: readonly string[]): readonly string[] {
  const value = entryAt(file, path)?.value;
  if (value?.kind === "string") return value.value.split(/\s+/).filter((word) => word !== "");
  return value?.kind === "array" ? value.items.flatMap((item) => (item.kind === "string" ? [item.value] : [])) : [];
}

/**
 * The length that the project's formatter breaks lines at: Black's, where it is told one or is what the project is
 * formatted by. What Ruff is told counts for its lint alone then.
 */
function readLineLength(file: TomlFile): number | undefined {
  const told = (tool: string): number | undefined => {
    const value = entryAt(file, ["tool", tool, "line-length"])?.value;
    return value?.kind === "number" && Number.isInteger(value.value) && value.value > 0 ? value.value : undefined;
  };
  if (hasPath(file, ["tool", "ruff", "format"])) return told("ruff") ?? told("black");
  const isByBlack = hasPath(file, ["tool", "black"]) || declaresBlack(file);
  return told("black") ?? (isByBlack ? BLACK_LENGTH : told("ruff"));
}

const BLACK_LENGTH = 88;

/** Where tools are declared that a project is developed with. */
const TOOLS_OF_DEVELOPERS = [
  ["dependency-groups"],
  ["project", "optional-dependencies"],
  ["tool", "poetry"],
  ["tool", "uv"],
  ["tool", "hatch", "envs"],
] as const;

function declaresBlack(file: TomlFile): boolean {
  return TOOLS_OF_DEVELOPERS.some((path) =>
    entriesBelow(file, path).some(({ path: key, value }) =>
      value.kind === "array"
        ? value.items.some((item) => item.kind === "string" && /^black(?![\w.-])/.test(item.value))
        : key.at(-1) === "black" && key.some((part) => part.endsWith("dependencies")),
    ),
  );
}

/** What is known of the project that a file belongs to. */
export interface ProjectFacts {
  /** The configuration of the nearest pyproject.toml that has one. */
  readonly configuration: Configuration;
  /** The oldest that is required. */
  readonly python: PythonVersion | undefined;
  /** Where none is required, the oldest that any file names. */
  readonly signs: PythonVersion | undefined;
  readonly dependencies: readonly string[] | undefined;
  /** Whether a pyproject.toml says them. */
  readonly addsDependencies: boolean;
  readonly lineLength: number | undefined;
  readonly locked: Locked;
}

/** What stands in one folder: a pyproject.toml, and files beside it. */
export interface FolderSays {
  readonly project: PyProject | undefined;
  readonly beside: Beside;
}

/**
 * Joins what the folders above a file say, the nearest first: each part comes from the nearest that speaks of it. In
 * one folder pyproject.toml says which Python is the oldest, and ruff's own file goes before it, as ruff has it. Of a
 * library's version the file that says what is installed goes before pyproject.toml, which says what may be; where the
 * project is a package it is the other way round.
 */
export function projectFacts(nearestFirst: readonly FolderSays[]): ProjectFacts {
  const pick = <T>(part: (folder: FolderSays) => T | undefined): T | undefined => {
    for (const folder of nearestFirst) {
      const value = part(folder);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  return {
    configuration: pick(({ project }) => project?.configuration) ?? {},
    python: pick(({ project, beside }) => project?.python?.version ?? beside.python),
    signs: oldestOf(nearestFirst.flatMap(({ project, beside }) => [project?.signs, beside.signs])),
    dependencies: pick(
      ({ project, beside }) => project?.requirements?.map((requirement) => requirement.name) ?? beside.dependencies,
    ),
    addsDependencies:
      pick(({ project, beside }) => (project?.requirements === undefined ? beside.dependencies : "pyproject")) ===
      "pyproject",
    lineLength: pick(({ project, beside }) => beside.lineLength ?? project?.lineLength),
    locked: Object.assign({}, ...nearestFirst.toReversed().flatMap((folder) => versionsIn(folder))) as Locked,
  };
}

/**
 * What is locked is what runs, unless others install the project as they do any package: then it binds those alone who
 * work on it.
 */
function versionsIn({ project, beside }: FolderSays): readonly Locked[] {
  const versions = [bounds(project), beside.locked];
  return project?.isPackage === true ? versions.toReversed() : versions;
}

function bounds(project: PyProject | undefined): Locked {
  return Object.fromEntries((project?.requirements ?? []).map(({ name, version }) => [name, version]));
}
