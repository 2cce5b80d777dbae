/** What people read of the extension leads somewhere. */
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../scripts/generated";

const read = (file: string): string => fs.readFileSync(path.join(root, file), "utf8");
const page = read("docs/GALLERY.md");
/** The script has no declarations. */
const { galleryText } = (await import(path.join(root, "scripts/gallery.mjs"))) as {
  readonly galleryText: (text: string, repository?: string) => string;
};
const linksOf = (text: string): readonly string[] => [...text.matchAll(/\]\(([^)]+)\)/g)].map((match) => match[1]!);

describe("the extension's page", () => {
  it("links to files that there are", () => {
    expect(linksOf(page).length).toBeGreaterThan(2);
    for (const link of linksOf(page)) expect(fs.existsSync(path.join(root, "docs", link)), link).toBe(true);
  });

  it("has no link and no picture that leads nowhere, where no repository is known", () => {
    const text = galleryText(page);
    expect(linksOf(text)).toEqual([]);
    expect(text).toContain("All rules · Changes · Security\n");
    expect(text).not.toContain("lightbulb.png");
    expect(text).not.toContain("\n\n\n");
  });

  it("leads into the repository that a release names", () => {
    expect(linksOf(galleryText(page, "git+https://example.org/me/it.git"))).toEqual([
      "https://example.org/me/it/raw/HEAD/docs/images/lightbulb.png",
      "https://example.org/me/it/blob/HEAD/docs/rules.md",
      "https://example.org/me/it/blob/HEAD/CHANGELOG.md",
      "https://example.org/me/it/blob/HEAD/SECURITY.md",
    ]);
  });
});

it("the product names no host that nobody has set up", () => {
  const { repository, homepage, bugs } = JSON.parse(read("package.json")) as Readonly<Record<string, unknown>>;
  // A release sets the first, and with it all that leads there.
  expect([homepage, bugs]).toEqual([undefined, undefined]);
  const shown = ["client/src", "server/src/lsp", "server/src/cli", "server/src/analysis", "snippets"].flatMap(
    (folder) =>
      fs
        .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
        .map((name) => path.join(folder, name)),
  );
  const told = [...shown.filter((name) => /\.(?:ts|json)$/.test(name)), "package.json"].filter((name) =>
    /https?:\/\/[a-z]/.test(read(name)),
  );
  expect(told).toEqual(repository === undefined ? [] : ["package.json"]);
});
