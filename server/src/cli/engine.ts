/**
 * Everything that looks at code, and all it knows of rules: a bundle of its own, which takes longer to load than to tell what an earlier
 * run has found.
 */
import * as fs from "node:fs";
import type { Settings } from "../analysis/settings";
import { NO_IMPORTS } from "../model/imports";
import { PythonDocument } from "../syntax/document";
import { PythonParser } from "../syntax/parser";
import { type Inspection, inspectPyProject, inspectPython } from "./check/inspect";
import { idOf, ProjectOnDisk } from "./check/project";
import { isPyProject } from "../files/walk";

export { listRules } from "./list-rules";

/** Looks at the text of a file. */
export type Inspect = (file: string, text: string, settings: Settings) => Inspection;

/**
 * Loads the parser from the .wasm files beside the bundle.
 *
 * @param folder the one that stands for a project's where nothing else does; undefined where each file is looked at by itself
 */
export async function loadInspection(folder: string | undefined): Promise<Inspect> {
  const beside = (name: string): Uint8Array => fs.readFileSync(new URL(name, import.meta.url));
  const parser = await PythonParser.load({ runtime: beside("web-tree-sitter.wasm"), grammar: beside("tree-sitter-python.wasm") });
  const open = (text: string): PythonDocument => new PythonDocument(parser, text);
  const project = folder === undefined ? undefined : new ProjectOnDisk(open, folder);
  return (file, text, settings) => {
    if (isPyProject(file)) return inspectPyProject(text, settings);
    if (project === undefined) return inspectPython(text, settings, open, NO_IMPORTS);
    const { workspace } = project;
    const id = idOf(file);
    const inspection = inspectPython(text, settings, open, workspace.importsOf(id));
    return {
      ...inspection,
      dependsOn: () => (inspection.readsOtherFiles() ? project : undefined),
      fixed: (unsafe) => {
        const fixed = inspection.fixed(unsafe);
        // Where it is written, other files are told what it says then.
        if (fixed.text !== text) workspace.filesChanged([id]);
        return fixed;
      },
    };
  };
}
