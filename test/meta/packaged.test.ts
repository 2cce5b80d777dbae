/** What the manifest names is in the package. */
import { listFiles, PackageManager } from "@vscode/vsce";
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, it } from "vitest";
import { root } from "../../scripts/generated";

const manifest = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as {
  readonly contributes: unknown;
};

/** Files of the extension that a part of the manifest names, be it as deep as it may. */
function filesIn(value: unknown): readonly string[] {
  if (typeof value === "string")
    return /^[\w./-]+\/[\w.-]+\.(?:json|md|png|svg)$/.test(value) ? [value.replace(/^\.\//, "")] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(filesIn) : [];
}

it("every file that package.json contributes is in the package", async () => {
  const named = filesIn(manifest.contributes);
  expect(named).toEqual(expect.arrayContaining(["schemas/pyproject.schema.json", "walkthrough/find.md"]));
  const packaged = await listFiles({ cwd: root, packageManager: PackageManager.None });
  expect(named.filter((file) => !packaged.includes(file))).toEqual([]);
});
