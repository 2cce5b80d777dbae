import type { Diagnostic } from "../../server/src/analysis/diagnostic";
import { Analyzer } from "../../server/src/analysis/analyzer";
import { DEFAULT_SETTINGS } from "../../server/src/config/settings";
import { type Entries, importRootsAround } from "../../server/src/files/distributions";
import { RULES } from "../../server/src/rules/index";
import type { ProjectHost } from "../../server/src/workspace/host";
import type { UsesPlace } from "../../server/src/workspace/project-uses";
import { Workspace } from "../../server/src/workspace/workspace";
import { open } from "../support/engine";

/** The files of a project by their paths from its root, without a disk. */
export type ProjectFiles = Readonly<Record<string, string>>;

const ROOT = "/project";

export function pathOf(name: string): string {
  return `${ROOT}/${name}`;
}

/** A machine whose files are kept in memory; `files` may be changed. */
export function hostOf(files: ReadonlyMap<string, string>): ProjectHost {
  const folders = (): Set<string> => {
    const found = new Set<string>();
    for (const name of files.keys())
      for (let at = name; at.includes("/");) found.add(pathOf((at = at.slice(0, at.lastIndexOf("/")))));
    return found;
  };
  const entriesOf = (folder: string): Entries =>
    new Map(
      [...[...files.keys()].map(pathOf), ...folders()].flatMap((one) =>
        one.startsWith(`${folder}/`) && !one.slice(folder.length + 1).includes("/")
          ? [[one.slice(folder.length + 1), files.has(nameOf(one)) ? "file" : "folder"] as const]
          : [],
      ),
    );
  return {
    isFile: (file) => files.has(nameOf(file)),
    isFolder: (folder) => folders().has(folder),
    rootOf: () => ROOT,
    besides: () => importRootsAround(ROOT, [], entriesOf),
    environmentOf: () => ({ kind: "found", active: [] }),
    read: (file) => ({ kind: "text", text: files.get(nameOf(file)) }),
    notebooks: () => [...files.keys()].filter((name) => name.endsWith(".ipynb")).map(pathOf),
    pythonFiles: () => [...files.keys()].filter((name) => name.endsWith(".py")).map(pathOf),
  };
}

/** What a pyproject.toml among such files can ask of them. */
export function placeOf(name: string, files: ReadonlyMap<string, string>): UsesPlace {
  return { file: pathOf(name), host: hostOf(files), workspace: workspaceOf(files), open, addressOf: (file) => file };
}

/** A workspace over files that are kept in memory; `files` may be changed, and the workspace told of it. */
export function workspaceOf(files: ReadonlyMap<string, string>): Workspace {
  return new Workspace(hostOf(files), open);
}

export function nameOf(path: string): string {
  return path.slice(ROOT.length + 1);
}

/** The findings of blocking-helper-call in one file, as `line: message`, each with its steps. */
export function stallsIn(name: string, files: ReadonlyMap<string, string>, workspace: Workspace): readonly string[] {
  return foundIn(name, "blocking-helper-call", files, workspace);
}

/** The findings of a rule in one file, as `line: message`, each with its steps in other files. */
export function foundIn(
  name: string,
  rule: string,
  files: ReadonlyMap<string, string>,
  workspace: Workspace,
): readonly string[] {
  const analyzer = new Analyzer(
    open(files.get(name) ?? ""),
    RULES,
    DEFAULT_SETTINGS,
    undefined,
    workspace.importsOf(pathOf(name)),
  );
  return analyzer
    .diagnostics()
    .filter((diagnostic) => diagnostic.rule === rule)
    .map((diagnostic) => told(diagnostic, analyzer));
}

/** The rules that find something in one file, with the severities that they give it. */
export function findingsIn(name: string, files: ReadonlyMap<string, string>, workspace: Workspace): readonly string[] {
  const analyzer = new Analyzer(
    open(files.get(name) ?? ""),
    RULES,
    DEFAULT_SETTINGS,
    undefined,
    workspace.importsOf(pathOf(name)),
  );
  return analyzer.diagnostics().map(({ rule, severity }) => `${rule} ${severity}`);
}

function told({ start, message, elsewhere }: Diagnostic, { document }: Analyzer): string {
  const steps = elsewhere.map(({ uri, range }) => `${nameOf(uri)}:${range.start.line + 1}`);
  return [`${document.positionAt(start).line + 1}: ${message}`, ...steps].join(" <- ");
}
