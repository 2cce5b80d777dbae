import * as fs from "node:fs";
import * as path from "node:path";

/** Where Python code that people wrote lies on this machine; tests take what is there. */
const ROOTS = ["/usr/lib/python3.11", "/usr/lib/python3/dist-packages"];

/** Python files below a folder, in the order of their names. */
export function* pythonFiles(folder: string): Iterable<string> {
  if (!fs.existsSync(folder)) return;
  const entries = fs.readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* pythonFiles(file);
    else if (entry.isFile() && entry.name.endsWith(".py")) yield file;
  }
}

/** A file's text with its byte order mark; undefined where it is no UTF-8. */
export function readPython(file: string): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(fs.readFileSync(file));
  } catch {
    return undefined;
  }
}

/** About `count` real files, evenly spread over the standard library and what is installed beside it. */
export function realFiles(count: number): readonly { readonly file: string; readonly text: string }[] {
  const files = ROOTS.flatMap((root) => [...pythonFiles(root)]);
  const step = Math.max(1, Math.floor(files.length / count));
  return files
    .filter((_, i) => i % step === 0)
    .flatMap((file) => {
      const text = readPython(file);
      return text === undefined ? [] : [{ file, text }];
    });
}
