/** The table of docs/COMPARISON.md: each yes of ours leads to a test that there is. */
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../scripts/generated";

const docs = path.join(root, "docs");
const rows = fs
  .readFileSync(path.join(docs, "COMPARISON.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| ---") && !line.startsWith("| |"))
  .map((line) => line.slice(2, -2).split(" | "))
  .map(([what = "", ours = "", ...others]) => ({ what, ours, others }));

/** What a person can see, and no program. */
const UNTESTED = ["State in the status bar"];

describe("the comparison", () => {
  it("is one with five others, row by row", () => {
    expect(rows.length).toBeGreaterThan(35);
    for (const { what, others } of rows) expect([what, others.length]).toEqual([what, 5]);
  });

  it.each(rows)("$what: ours is a no, or leads to its test", ({ what, ours }) => {
    if (ours === "no") return;
    const tests = [...ours.matchAll(/\[[^\]]+\]\(([^ )]+) "([^"]+)"\)/g)];
    expect(tests.length === 0).toBe(UNTESTED.includes(what));
    for (const [, file = "", title = ""] of tests) {
      const text = fs.readFileSync(path.join(docs, file), "utf8");
      const titles = [
        ...text.matchAll(
          /\b(?:it|describe)(?:\.(?:each|skipIf)\([\s\S]*?\))?\(\s*(?:"([^"]*)"|`([^`]*)`)|^ {4}\["([^"]*)", /gm,
        ),
      ].map((match) => match[1] ?? match[2] ?? match[3]!);
      expect(
        titles.filter((one) => one.startsWith(title)),
        `${file}: ${title}`,
      ).not.toEqual([]);
    }
  });

  it.each(rows)("$what: of others it is said, or said that nothing is", ({ others }) => {
    for (const cell of others) expect(cell).toMatch(/^(?:yes|no|in part|–)(?:$|[ ,:])|^(?:the log|of files)/);
  });
});

it("no program is started and no network reached, but for the pipe that a client asks for", () => {
  const sources = ["client/src", "server/src"].flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".generated.ts"))
      .map((name) => path.join(folder, name)),
  );
  const imports = (file: string): readonly string[] =>
    [...fs.readFileSync(path.join(root, file), "utf8").matchAll(/(?:from|import\() ?"([^"]+)"/g)].map(
      (match) => match[1]!,
    );
  const far = ["child_process", "cluster", "dgram", "http", "http2", "https", "net", "tls"].map(
    (name) => `node:${name}`,
  );
  const found = sources.flatMap((file) =>
    imports(file).flatMap((name) => (far.includes(name) ? [`${file}: ${name}`] : [])),
  );
  // A client that wants a pipe or socket names it when it starts the server.
  expect(found).toEqual(["server/src/lsp/streams.ts: node:net"]);
});
