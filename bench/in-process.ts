/** Edits of a large file without the protocol: what the engine alone takes. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { bundle } from "./build";
import type { Setting } from "./setting";
import type { Summary } from "./statistics";
import { number, type Row, type Table, thousands } from "./table";

const PLACES = 100;

export async function measureInProcess({ scratch, dist, sizes, joined, share, log }: Setting): Promise<Table> {
  const lines = Math.max(...sizes);
  log(`in process, ${thousands(lines)} lines`);
  const program = await bundle("bench/engine-edits.ts", scratch);
  const file = path.join(scratch, "in-process.py");
  fs.writeFileSync(file, joined(lines));
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, file, dist, String(PLACES * share)], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the engine failed: ${stderr}`);
  const summaries = JSON.parse(stdout) as Readonly<Record<string, Summary>>;
  return {
    title: "In process",
    text: `Milliseconds that the engine takes for an edit of a file of ${thousands(lines)} lines, findings included, without the protocol.`,
    head: ["lines", "edit", "p50", "p95", "p99", "max", "edits"],
    rows: Object.entries(summaries).map(([name, summary]) => toRow(lines, name, summary)),
  };
}

function toRow(lines: number, name: string, summary: Summary): Row {
  const { p50, p95, p99, max, count } = summary;
  return {
    id: name === "any edit" ? `in-process/${lines}/p99` : `in-process/${lines}/${name}`,
    cells: [thousands(lines), name, number(p50), number(p95), number(p99), number(max), String(count)],
    ours: p99,
    figures: summary,
  };
}
