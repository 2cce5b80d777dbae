import { compareVersions, type PythonVersion } from "./requirements";
import { entryAt, type TomlFile, type TomlValue } from "./toml";

/*
 * What a project's files say in passing of the Pythons that it runs on: none of it is a promise as `requires-python` is,
 * and so the oldest counts that any of them names.
 */

/** The oldest of several; undefined where there is none. */
export function oldestOf(versions: readonly (PythonVersion | undefined)[]): PythonVersion | undefined {
  return versions
    .filter((version) => version !== undefined)
    .toSorted(compareVersions)
    .at(0);
}

type Named = (text: string) => Iterable<RegExpExecArray>;

const byMypy: Named = (text) => text.matchAll(/^[ \t]*python_version[ \t]*=[ \t]*["']?3\.(\d+)/gm);
const byClassifiers: Named = (text) => text.matchAll(/Programming Language :: Python :: 3\.(\d+)/g);
const byImages: Named = (text) => text.matchAll(/^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)?(?:\S+\/)?python:3\.(\d+)/gim);
const byReleases: Named = (text) => text.matchAll(/^[ \t]*(?:python-)?3\.(\d+)/gm);

/** How each file names a Python that is used with the project. */
const NAMED: Readonly<Record<string, readonly Named[]>> = {
  "setup.py": [byClassifiers],
  "setup.cfg": [byClassifiers, byMypy],
  "mypy.ini": [byMypy],
  Pipfile: [byMypy],
  Dockerfile: [byImages],
  ".python-version": [byReleases],
  "runtime.txt": [byReleases],
};

/** The oldest Python that one of the files beside a pyproject.toml names. */
export function pythonNamedIn(file: string, text: string): PythonVersion | undefined {
  const named = (NAMED[file] ?? []).flatMap((names) => minors(names(text)));
  const checked = file.endsWith(".py") ? checkedPython(text) : undefined;
  const tested = file === "tox.ini" ? testedPython(text) : undefined;
  const target = file.endsWith("ruff.toml") ? /^[ \t]*target-version[ \t]*=[ \t]*["']py3(\d+)["']/m.exec(text) : null;
  return oldestOf([...named, checked, tested, target === null ? undefined : [3, Number(target[1])]]);
}

function minors(found: Iterable<RegExpExecArray>): readonly PythonVersion[] {
  return [...found].map(([, minor]): PythonVersion => [3, Number(minor)]);
}

/** The environments of a tox.ini: `envlist = py38, py{39,310}, py3{11,12}-lint`. */
function testedPython(text: string): PythonVersion | undefined {
  const list = /^[ \t]*env_?list[ \t]*=([^\n]*(?:\r?\n[ \t]+[^\n]*)*)/m.exec(text)?.[1] ?? "";
  const alone = minors(list.matchAll(/\bpy3\.?(\d+)/g));
  const together = [...list.matchAll(/\bpy(3?)\{([^{}\n]*)\}/g)].flatMap(([, major, several]) =>
    (several ?? "").split(",").flatMap((one): PythonVersion[] => {
      const minor = /^(?:3\.?)?(\d+)$/.exec((major === "3" ? "3" : "") + one.trim())?.[1];
      return minor === undefined || !(major === "3" || one.trim().startsWith("3")) ? [] : [[3, Number(minor)]];
    }),
  );
  return oldestOf([...alone, ...together]);
}

const ENDS = /\b(?:raise|\w{0,20}exit|quit)\b/;

/**
 * The oldest Python that a program's own checks let through: where it ends for older ones, the one that is asked for;
 * where it goes on in another way, one that is older.
 */
function checkedPython(text: string): PythonVersion | undefined {
  const checks: PythonVersion[] = [];
  for (let at = text.indexOf(ASKED), n = 0; at >= 0 && n < MOST_CHECKS; at = text.indexOf(ASKED, at + 1), n++) {
    const before = text
      .slice(Math.max(0, at - MOST_LETTERS), at)
      .split("\n")
      .at(-1)!;
    const behind = text.slice(at + ASKED.length, at + MOST_LETTERS);
    const keyword = /^[ \t]*(if|elif|assert)\b/.exec(before)?.[1];
    const operator = /^(?:\[[^\]\n]*\])?[ \t]*(<|>=)[ \t]*/.exec(behind);
    if (keyword === undefined || operator === null) continue;
    const minor = minorIn(behind.slice(operator[0].length), text);
    if (minor === undefined) continue;
    const isOlder = (operator[1] === "<") !== /\bnot\b/.test(before);
    const indent = before.length - before.trimStart().length;
    const endsThere = keyword === "assert" || (isOlder && ENDS.test(blockBehind(text, at, indent)));
    checks.push([3, minor - (endsThere ? 0 : 1)]);
  }
  return oldestOf(checks);
}

const ASKED = "version_info";

/** A comparison of more letters is not read, nor are more of them. */
const MOST_LETTERS = 100;
const MOST_CHECKS = 20;

/** `(3, 8)`, or a constant of the file that is that: `OLDEST = (3, 8)`. */
function minorIn(compared: string, text: string): number | undefined {
  const name = /^[A-Z_]+\b/.exec(compared)?.[0];
  const assigned = name === undefined ? -1 : `\n${text}`.indexOf(`\n${name} = `);
  const value =
    name === undefined ? compared : assigned < 0 ? "" : text.slice(assigned + name.length + 3, assigned + MOST_LETTERS);
  const minor = /^\([ \t]*3[ \t]*,[ \t]*(\d+)/.exec(value)?.[1];
  return minor === undefined ? undefined : Number(minor);
}

/** The rest of a line, and the lines below that are indented deeper. */
function blockBehind(text: string, from: number, indent: number): string {
  const [rest = "", ...lines] = text.slice(from).split("\n", MOST_LINES);
  const end = lines.findIndex((line) => line.trim() !== "" && line.length - line.trimStart().length <= indent);
  return [rest, ...(end < 0 ? lines : lines.slice(0, end))].join("\n");
}

/** More lines of a block are not looked at. */
const MOST_LINES = 100;

/** The oldest Python that classifiers or the tools of a pyproject.toml name. */
export function pythonNamedByTools(file: TomlFile): PythonVersion | undefined {
  const said = TOLD.flatMap((path) => stringsOf(entryAt(file, path)?.value));
  return oldestOf(
    said.map((one) => {
      const minor = /^(?:py3|3\.|Programming Language :: Python :: 3\.)(\d+)$/.exec(one.trim())?.[1];
      return minor === undefined ? undefined : [3, Number(minor)];
    }),
  );
}

const TOLD: readonly (readonly string[])[] = [
  ["project", "classifiers"],
  ["tool", "poetry", "classifiers"],
  ["tool", "ruff", "target-version"],
  ["tool", "black", "target-version"],
  ["tool", "mypy", "python_version"],
  ["tool", "pyright", "pythonVersion"],
];

function stringsOf(value: TomlValue | undefined): readonly string[] {
  if (value?.kind === "string") return [value.value];
  if (value?.kind === "array") return value.items.flatMap((item) => (item.kind === "string" ? [item.value] : []));
  return [];
}
