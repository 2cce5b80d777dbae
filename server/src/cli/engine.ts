/**
 * Everything that looks at code, and all it knows of rules: a bundle of its own, which takes longer to load than to
 * tell what an earlier run has found.
 */
import * as fs from "node:fs";
import type { Settings } from "../config/settings";
import { NO_IMPORTS } from "../model/imports";
import { PythonDocument } from "../syntax/document";
import { PythonParser } from "../syntax/parser";
import { type Inspection, inspectPyProject, inspectPython } from "./check/inspect";
import { idOf, type ProjectPlace, ProjectOnDisk } from "./check/project";
import { isPyProject } from "../files/walk";

export { listRules } from "./list-rules";

/** Looks at the text of a file. */
export type Inspect = (file: string, text: string, settings: Settings) => Inspection;

/**
 * Loads the parser from the .wasm files beside the bundle.
 *
 * @param place where what belongs to files is looked for; undefined where each file is looked at by itself
 */
export async function loadInspection(place: ProjectPlace | undefined): Promise<Inspect> {
  const beside = (name: string): Uint8Array => fs.readFileSync(new URL(name, import.meta.url));
  const parser = await PythonParser.load({
    runtime: beside("web-tree-sitter.wasm"),
    grammar: beside("tree-sitter-python.wasm"),
  });
  const open = (text: string): PythonDocument => new PythonDocument(parser, text);
  const project = place === undefined ? undefined : new ProjectOnDisk(open, place);
  return (file, text, settings) => {
    if (isPyProject(file)) {
      const inspection = inspectPyProject(text, settings, project?.around(idOf(file)));
      return { ...inspection, dependsOn: () => (inspection.readsOtherFiles() ? project : undefined) };
    }
    if (project === undefined) return inspectPython(text, settings, open, NO_IMPORTS);
    const id = idOf(file);
    let isAskedOfAll = false;
    const imports = project.importsOf(id, text, () => (isAskedOfAll = true));
    const inspection = inspectPython(text, settings, open, imports);
    return {
      ...inspection,
      dependsOn: () => (isAskedOfAll || inspection.readsOtherFiles() ? project : undefined),
      fixed: (unsafe) => {
        const fixed = inspection.fixed(unsafe);
        // Where it is written, other files are told what it says then.
        if (fixed.text !== text) project.fileChanged(id);
        return fixed;
      },
    };
  };
}
