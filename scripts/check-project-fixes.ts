/**
 * npm run check:project-fixes -- [--of-a-project NUMBER] [--does WHAT] [--http-client LIBRARY] FOLDER...: holds the fixes
 * that reach other files, or those of one kind, against CPython and against the rules themselves, over applications. Each
 * folder is one project; nothing in it is changed.
 */
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { HTTP_CLIENTS } from "../server/src/config/configuration";
import { DEFAULT_SETTINGS } from "../server/src/config/settings";
import { PythonFiles } from "../server/src/files/python-files";
import { folderOf } from "../server/src/project/files";
import { PythonDocument } from "../server/src/syntax/document";
import { PythonParser } from "../server/src/syntax/parser";
import type { ProjectHost } from "../server/src/workspace/host";
import { type Held, holdProjectFixes } from "../test/project/fixes-held";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    "of-a-project": { type: "string", default: "60" },
    does: { type: "string" },
    "http-client": { type: "string" },
  },
});
if (positionals.length === 0) {
  console.error("npm run check:project-fixes -- FOLDER...: each folder is one project");
  process.exit(2);
}

function hostOf(folder: string): ProjectHost {
  const files = new PythonFiles();
  files.openFolders = [folder];
  return {
    isFile: (file) => files.isFile(file),
    isFolder: (file) => files.isFolder(file),
    rootOf: (of) => files.rootOf(of),
    besides: (of) => files.besides(of),
    environmentOf: () => ({ kind: "none" }),
    read: (file) => ({ kind: "text", text: files.read(file) }),
    pythonFiles: (file) => {
      const found = files.around(folderOf(file)).map((one) => files.below(one));
      return found.includes(undefined) ? undefined : [...new Set(found.flatMap((some) => some ?? []))];
    },
  };
}

async function main(): Promise<void> {
  const load = createRequire(import.meta.url);
  const parser = await PythonParser.load({
    runtime: fs.readFileSync(load.resolve("web-tree-sitter/web-tree-sitter.wasm")),
    grammar: fs.readFileSync(load.resolve("tree-sitter-python/tree-sitter-python.wasm")),
  });
  const httpClient = HTTP_CLIENTS.find((client) => client === values["http-client"]) ?? DEFAULT_SETTINGS.httpClient;
  const settings = { ...DEFAULT_SETTINGS, httpClient };
  const open = (text: string): PythonDocument => new PythonDocument(parser, text);
  let faults = 0;
  for (const folder of positionals.map((one) => path.resolve(one))) {
    const host = hostOf(folder);
    const files = [...new PythonFiles().checkable(folder)].filter((file) => file.endsWith(".py"));
    const most = Number(values["of-a-project"]);
    const held: Held[] = [];
    const every = holdProjectFixes({ host, open, settings }, files, (all) => {
      const asked = all.filter(({ offer: { does } }) => values.does === undefined || does === values.does);
      return asked.filter((_, i) => i % Math.ceil(asked.length / most) === 0);
    });
    for await (const one of every) {
      held.push(one);
      for (const fault of one.faults) console.log(`  ${one.where}: ${fault}`);
      if (one.refused !== undefined) console.log(`  - ${one.where}: ${one.refused}`);
    }
    const made = held.filter(({ refused }) => refused === undefined);
    const found = made.reduce((sum, one) => sum + one.faults.length, 0);
    faults += found;
    const kinds = [...new Set(made.map(({ does }) => does))].map(
      (does) => `${made.filter((one) => one.does === does).length} ${does}`,
    );
    console.log(
      `${path.basename(folder)}: ${held.length} asked for, ${made.length} made (${kinds.join(", ")}), ${found} faults`,
    );
  }
  process.exit(faults === 0 ? 0 : 1);
}

void main();
