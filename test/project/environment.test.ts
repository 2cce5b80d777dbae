/** Where packages are installed is told by names of files alone. */
import { expect, it } from "vitest";
import { type EnvironmentChoice, packageFolders, packageOf } from "../../server/src/project/environment";
import type { Files } from "../../server/src/project/files";

const AUTO: EnvironmentChoice = { kind: "found", active: [] };

/** A machine with some files, given by their paths. */
function machine(...files: readonly string[]): Files {
  return {
    isFile: (file) => files.includes(file),
    isFolder: (folder) => files.some((file) => file.startsWith(`${folder}/`)),
  };
}

function found(choice: EnvironmentChoice, ...files: readonly string[]): readonly string[] {
  return packageFolders("/work/app/src", "/work/app", choice, machine(...files));
}

const VENV = ["/work/app/.venv/pyvenv.cfg", "/work/app/.venv/lib/python3.12/site-packages/sdk.py"];

it.each<[string, EnvironmentChoice, readonly string[], readonly string[]]>([
  ["beside the code, up to the project's folder", AUTO, VENV, ["/work/app/.venv/lib/python3.12/site-packages"]],
  [
    "nearest first",
    AUTO,
    ["/work/app/src/venv/pyvenv.cfg", "/work/app/src/venv/lib/python3.11/site-packages/a.py", ...VENV],
    ["/work/app/src/venv/lib/python3.11/site-packages"],
  ],
  [
    "none above the project's folder",
    AUTO,
    ["/work/.venv/pyvenv.cfg", "/work/.venv/lib/python3.12/site-packages/a.py"],
    [],
  ],
  ["none that is no environment", AUTO, ["/work/app/venv/lib/python3.12/site-packages/a.py"], []],
  [
    "one that is activated",
    { kind: "found", active: ["/gone", "/conda/envs/x"] },
    ["/conda/envs/x/lib/python3.13/site-packages/a.py"],
    ["/conda/envs/x/lib/python3.13/site-packages"],
  ],
  [
    "beside the code before one that is activated",
    { kind: "found", active: ["/conda"] },
    [...VENV, "/conda/lib/python3.13/site-packages/a.py"],
    ["/work/app/.venv/lib/python3.12/site-packages"],
  ],
  [
    "the one that was chosen in the editor before that beside the code",
    { kind: "found", chosen: "/chosen/bin/python", active: [] },
    [...VENV, "/chosen/lib/python3.13/site-packages/a.py"],
    ["/chosen/lib/python3.13/site-packages"],
  ],
  [
    "beside the code where what was chosen holds nothing, or is a mere name",
    { kind: "found", chosen: "python", active: [] },
    [...VENV, "/work/app/lib/python3.13/site-packages/a.py"],
    ["/work/app/.venv/lib/python3.12/site-packages"],
  ],
  [
    "by its folder, from the project's on",
    { kind: "named", path: "env/" },
    ["/work/app/env/lib/python3.9/site-packages/a.py", ...VENV],
    ["/work/app/env/lib/python3.9/site-packages"],
  ],
  [
    "by its interpreter",
    { kind: "named", path: "/env/bin/python3" },
    ["/env/lib/python3.9/site-packages/a.py"],
    ["/env/lib/python3.9/site-packages"],
  ],
  [
    "on Windows",
    { kind: "named", path: "C:\\env\\Scripts\\python.exe" },
    ["C:/env/Lib/site-packages/a.py"],
    ["C:/env/Lib/site-packages"],
  ],
  [
    "of Debian",
    { kind: "named", path: "/usr/bin/python3" },
    ["/usr/lib/python3/dist-packages/a.py", "/usr/local/lib/python3.11/dist-packages/a.py", "/usr/lib/python3.11/a.py"],
    ["/usr/lib/python3/dist-packages"],
  ],
  [
    "several versions, the newest first",
    { kind: "named", path: "/env" },
    ["/env/lib/python3.9/site-packages/a.py", "/env/lib/python3.11/site-packages/a.py"],
    ["/env/lib/python3.11/site-packages", "/env/lib/python3.9/site-packages"],
  ],
  ["none that is named and not there, whatever else is", { kind: "named", path: "/gone/bin/python" }, VENV, []],
  ["none at all", { kind: "none" }, VENV, []],
])("%s", (_what, choice, files, folders) => {
  expect(found(choice, ...files)).toEqual(folders);
});

it("says which package an installed file is part of", () => {
  expect(
    ["/v/site-packages/sdk/deep/a.py", "/usr/lib/python3/dist-packages/one.py", "/work/app/a.py"].map((file) =>
      packageOf(file),
    ),
  ).toEqual(["sdk", "one", undefined]);
});
