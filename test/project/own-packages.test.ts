/** Which files of a project are looked through for who uses what another one defines. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll, expect, it } from "vitest";
import { PythonFiles } from "../../server/src/files/python-files";
import { FileList } from "../../server/src/lsp/file-list";

const made: string[] = [];
afterAll(() => {
  for (const folder of made) fs.rmSync(folder, { recursive: true });
});

const FILES: Readonly<Record<string, string>> = {
  "app/build/__init__.py": "",
  "app/build/wheel.py": "",
  "build/lib/app.py": "",
  "dist/__init__.py": "",
  "main.py": "",
  "node_modules/__init__.py": "",
  "notes/tries.ipynb": "{}",
};

it("folders called build or dist where they are packages, on the disk", () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "own-packages-"));
  made.push(root);
  const write = (name: string, text: string): void => {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), text);
  };
  for (const [name, text] of Object.entries(FILES)) write(name, text);
  const id = root.replaceAll(path.sep, "/");
  const below = (): readonly string[] | undefined =>
    new PythonFiles().below(id)?.map((file) => file.slice(id.length + 1));
  expect(below()).toEqual(["app/build/__init__.py", "app/build/wheel.py", "dist/__init__.py", "main.py"]);
  write(".git/HEAD", "");
  write(".gitignore", "/dist/\n");
  expect(below()).toEqual(["app/build/__init__.py", "app/build/wheel.py", "main.py"]);
  expect(new PythonFiles().notebooksBelow(id)).toEqual([`${id}/notes/tries.ipynb`]);
});

it("and where a client tells which files there are", () => {
  const root = "memfs://w/project";
  const list = new FileList();
  for (const name of Object.keys(FILES)) list.add(`${root}/${name}`, root);
  const names = (files: readonly string[]): readonly string[] => files.map((file) => file.slice(root.length + 1));
  expect(names(list.pythonBelow(root))).toEqual([
    "app/build/__init__.py",
    "app/build/wheel.py",
    "dist/__init__.py",
    "main.py",
  ]);
  expect(names(list.notebooksBelow(root))).toEqual(["notes/tries.ipynb"]);
});
