import * as fs from "node:fs";
import { PythonDocument } from "../syntax/document";
import { PythonParser } from "../syntax/parser";

/** Opens Python texts. */
export type Open = (text: string) => PythonDocument;

/** Loads the parser from the .wasm files beside the bundle. */
export async function loadEngine(): Promise<Open> {
  const beside = (name: string): Uint8Array => fs.readFileSync(new URL(name, import.meta.url));
  const parser = await PythonParser.load({ runtime: beside("web-tree-sitter.wasm"), grammar: beside("tree-sitter-python.wasm") });
  return (text) => new PythonDocument(parser, text);
}
