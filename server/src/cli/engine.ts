/**
 * Everything that looks at code, and all it knows of rules: a bundle of its own, which takes longer to load than to tell what an earlier
 * run has found.
 */
import * as fs from "node:fs";
import type { Settings } from "../analysis/settings";
import { PythonDocument } from "../syntax/document";
import { PythonParser } from "../syntax/parser";
import { type Inspection, inspectPyProject, inspectPython } from "./check/inspect";
import { isPyProject } from "./files/walk";

export { listRules } from "./list-rules";

/** Looks at the text of a file. */
export type Inspect = (file: string, text: string, settings: Settings) => Inspection;

/** Loads the parser from the .wasm files beside the bundle. */
export async function loadInspection(): Promise<Inspect> {
  const beside = (name: string): Uint8Array => fs.readFileSync(new URL(name, import.meta.url));
  const parser = await PythonParser.load({ runtime: beside("web-tree-sitter.wasm"), grammar: beside("tree-sitter-python.wasm") });
  const open = (text: string): PythonDocument => new PythonDocument(parser, text);
  return (file, text, settings) => (isPyProject(file) ? inspectPyProject(text, settings) : inspectPython(text, settings, open));
}
