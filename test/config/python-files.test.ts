/** The files that are looked through for callers, the folders above a file, and the addresses that stand for files. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { expect, it } from "vitest";
import { PythonFiles } from "../../server/src/files/python-files";
import { foldersUpTo } from "../../server/src/project/files";
import { DiskFiles } from "../../server/src/lsp/disk-files";

it("looks into a bounded number of folders: a file in no project may have a whole disk below its folder", () => {
  const top = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-below-")));
  try {
    fs.writeFileSync(path.join(top, "app.py"), "");
    for (let at = 0; at < 4_998; at++) fs.mkdirSync(path.join(top, `d${at}`));
    fs.mkdirSync(path.join(top, "last"));
    fs.writeFileSync(path.join(top, "last", "inner.py"), "");
    expect(new PythonFiles().below(top)).toEqual([`${top}/app.py`, `${top}/last/inner.py`]);
    fs.mkdirSync(path.join(top, "last", "one-more"));
    expect(new PythonFiles().below(top)).toBeUndefined();
  } finally {
    fs.rmSync(top, { recursive: true });
  }
});

it.each(["", "not an address", "app.py", "/work/app.py", "://", "a b:not an address", "untitled:Untitled-1"])(
  "takes %j for no file: at the top of the file system nobody has one",
  (uri) => {
    expect(new DiskFiles().fileOf(uri)).toBeUndefined();
  },
);

it("takes a notebook's cell for the notebook", () => {
  expect(new DiskFiles().fileOf("vscode-notebook-cell:/work/book.ipynb#W0sZmlsZQ%3D%3D")).toBe("/work/book.ipynb");
});

it.each([
  { root: "", folder: "", expected: [""] },
  { root: "", folder: "/work", expected: ["/work", ""] },
  { root: "/work", folder: "/work/app/inner", expected: ["/work/app/inner", "/work/app", "/work"] },
  { root: "/work", folder: "/worker", expected: [] },
  { root: "C:", folder: "C:/work", expected: ["C:/work", "C:"] },
])("goes from $folder up to $root and no further", ({ root, folder, expected }) => {
  expect([...foldersUpTo(root, folder)]).toEqual(expected);
});

it("takes the top of the file system for the project of a file that lies there", () => {
  const files = new DiskFiles();
  expect(files.rootOf("")).toBe("");
  files.openFolders = ["/"];
  expect(files.rootOf("/no-such-folder/app")).toBe("");
  expect(files.isFolder("/tmp")).toBe(true);
});
