import { oldestOf, pythonNamedIn } from "./python-signs";
import { type Locked, LOCKFILES, readLocked } from "./locked";
import { oldestPython, type PythonVersion } from "./requirements";
import { givenToSetup, requiredByConfig, requiredBySetup, textOfString } from "./setup-requires";
import { entryAt, readToml } from "./toml";

/** What the files beside a pyproject.toml, or in its place, say of the project. They are read, never run. */
export interface Beside {
  /** The oldest Python. */
  readonly python: PythonVersion | undefined;
  /** The oldest Python that a file names in passing, where none is required. */
  readonly signs: PythonVersion | undefined;
  readonly lineLength: number | undefined;
  /** The versions of libraries. */
  readonly locked: Locked;
  /** What is installed with the project; undefined where nothing says it. */
  readonly dependencies?: readonly string[] | undefined;
}

/** The files that are asked, those of one kind in the order in which their tools let them decide. */
const CONFIGURATION = ["setup.cfg", "setup.py", ".ruff.toml", "ruff.toml", ...LOCKFILES] as const;
const NAMING_PYTHON = ["mypy.ini", "tox.ini", "Pipfile", "Dockerfile", ".python-version", "runtime.txt"] as const;
/** What a program is started by as a rule: it may check there which Python runs it. */
const STARTS = ["__main__.py", "main.py", "run.py", "app.py", "cli.py", "bot.py", "server.py"] as const;
export const FILES_BESIDE = [...CONFIGURATION, ...NAMING_PYTHON, ...STARTS] as const;

/** A file that is asked. */
export type FileBeside = (typeof FILES_BESIDE)[number];

/** What nothing says. */
export const NOTHING_BESIDE: Beside = { python: undefined, signs: undefined, lineLength: undefined, locked: {} };

/**
 * Whether a file, by the last part of its path, says something of the project. What starts the program is read once: it
 * changes with every line of code, and what it checks hardly ever.
 */
export function isBeside(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return [...CONFIGURATION, ...NAMING_PYTHON].some((one) => one === name);
}

/** Reads what the files of a folder say, by their texts; undefined where there is none. Never throws. */
export function readBeside(textOf: (name: FileBeside) => string | undefined): Beside | undefined {
  const texts = FILES_BESIDE.map(textOf);
  if (texts.every((text) => text === undefined)) return undefined;
  const [config, setup, hidden, ruff] = texts;
  const lengths = [hidden, ruff].find((text) => text !== undefined);
  return {
    python:
      (config === undefined ? undefined : pythonOfConfig(config)) ??
      (setup === undefined ? undefined : pythonOfSetup(setup)),
    signs: oldestOf(FILES_BESIDE.map((name, i) => pythonNamedIn(name, texts[i] ?? ""))),
    lineLength: lengths === undefined ? undefined : lineLengthOfRuff(lengths),
    dependencies:
      (config === undefined ? undefined : requiredByConfig(config)) ??
      (setup === undefined ? undefined : requiredBySetup(setup)),
    locked: Object.assign({}, ...LOCKFILES.map((name) => readLocked(name, textOf(name) ?? ""))) as Locked,
  };
}

/** `python_requires` in `[options]` of a setup.cfg. */
function pythonOfConfig(text: string): PythonVersion | undefined {
  let section = "";
  const lines = text.split(/\r\n|\n|\r(?!\n)/);
  for (const [i, line] of lines.entries()) {
    section = /^\[([^\]]*)\]/.exec(line)?.[1]?.trim() ?? section;
    const value = section === "options" ? /^python[_-]requires[ \t]*[=:](.*)$/.exec(line)?.[1]?.trim() : undefined;
    if (value !== undefined)
      return oldestPython(value === "" ? (/^[ \t].*/.exec(lines[i + 1] ?? "")?.[0] ?? "") : value);
  }
  return undefined;
}

/** `setup(python_requires="...")`: a string that stands in the call itself. */
function pythonOfSetup(text: string): PythonVersion | undefined {
  const [value = "", behind = ""] = givenToSetup(text, "python_requires");
  const said = /^[,)]$/.test(behind) ? textOfString(value) : undefined;
  return said === undefined ? undefined : oldestPython(said);
}

function lineLengthOfRuff(text: string): number | undefined {
  const value = entryAt(readToml(text), ["line-length"])?.value;
  return value?.kind === "number" && Number.isInteger(value.value) && value.value > 0 ? value.value : undefined;
}
