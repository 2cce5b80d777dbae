/** The folder that a file's project begins in, by what stands on the disk, and where nothing does. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { expect, it } from "vitest";
import { Folders } from "../../server/src/files/folders";

it("goes up to the drive of a path and no further: what the process was started in has nothing to say of it", () => {
  // Where these tests run from, files that mark a project stand.
  expect(fs.existsSync(".git") || fs.existsSync("package.json")).toBe(true);
  const folders = new Folders();
  expect(folders.rootOf("C:/work/app")).toBe("C:/work/app");
  folders.openFolders = ["C:/work"];
  expect(folders.rootOf("C:/work/app")).toBe("C:/work");
});

it("is the outermost that a file marks, else the outermost that is no package", () => {
  const top = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-folders-")));
  try {
    fs.mkdirSync(path.join(top, "project", "app", "inner"), { recursive: true });
    for (const file of ["app/__init__.py", "app/inner/__init__.py"])
      fs.writeFileSync(path.join(top, "project", file), "");
    expect(new Folders().rootOf(`${top}/project/app/inner`)).toBe(`${top}/project`);
    fs.writeFileSync(path.join(top, "project", "app", "setup.py"), "");
    expect(new Folders().rootOf(`${top}/project/app/inner`)).toBe(`${top}/project/app`);
    fs.writeFileSync(path.join(top, "project", "pyproject.toml"), "");
    expect(new Folders().rootOf(`${top}/project/app/inner`)).toBe(`${top}/project`);
  } finally {
    fs.rmSync(top, { recursive: true });
  }
});

it("goes up from where nothing marks anything as long as code lies above, or a folder is a part by its name", () => {
  const top = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-folders-")));
  try {
    fs.mkdirSync(path.join(top, "program", "app", "inner"), { recursive: true });
    fs.mkdirSync(path.join(top, "program", "tests"));
    expect(new Folders().rootOf(`${top}/program/app/inner`)).toBe(`${top}/program/app/inner`);
    expect(new Folders().rootOf(`${top}/program/tests`)).toBe(`${top}/program`);
    fs.writeFileSync(path.join(top, "program", "app", "db.py"), "");
    expect(new Folders().rootOf(`${top}/program/app/inner`)).toBe(`${top}/program/app`);
    const before = Folders.marksIn(`${top}/program`);
    fs.writeFileSync(path.join(top, "program", "main.py"), "");
    expect(new Folders().rootOf(`${top}/program/app/inner`)).toBe(`${top}/program`);
    expect(Folders.marksIn(`${top}/program`)).not.toBe(before);
  } finally {
    fs.rmSync(top, { recursive: true });
  }
});
