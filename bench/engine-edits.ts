/**
 * Run by node as one file: times edits of a large text in the engine alone. Arguments: the text's file, the folder with
 * the .wasm files, how many places.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { Analyzer } from "../server/src/analysis/analyzer";
import { DEFAULT_SETTINGS } from "../server/src/config/settings";
import { RULES } from "../server/src/rules/index";
import { PythonDocument } from "../server/src/syntax/document";
import { PythonParser } from "../server/src/syntax/parser";
import { scenarios } from "./edits";
import { findSites } from "./sites";
import { summarize } from "./statistics";

const WARM_UP_PLACES = 10;

async function main([file, wasm, count]: readonly string[]): Promise<void> {
  const read = (name: string): Uint8Array => fs.readFileSync(path.join(wasm!, name));
  const parser = await PythonParser.load({
    runtime: read("web-tree-sitter.wasm"),
    grammar: read("tree-sitter-python.wasm"),
  });
  const text = fs.readFileSync(file!, "utf8");
  const document = new PythonDocument(parser, text);
  const analyzer = new Analyzer(document, RULES, DEFAULT_SETTINGS);
  analyzer.diagnostics();
  const places = scenarios(findSites(text), text, Number(count));
  const times = new Map<string, number[]>();
  let version = 0;
  for (const place of [...places.slice(0, WARM_UP_PLACES), ...places]) {
    if (place === places[0]) times.clear();
    for (const { name = "both removed", changes } of place.flat()) {
      const begin = performance.now();
      document.apply(changes, ++version);
      analyzer.update();
      analyzer.diagnostics();
      const time = performance.now() - begin;
      times.set(name, [...(times.get(name) ?? []), time]);
    }
  }
  const summaries = [["any edit", [...times.values()].flat()] as const, ...times].map(([name, values]) => [
    name,
    summarize(values),
  ]);
  process.stdout.write(JSON.stringify(Object.fromEntries(summaries)));
}

void main(process.argv.slice(2));
