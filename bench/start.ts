/** From starting a server to the first diagnostics of a file. */
import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { bundle } from "./build";
import { percentiles } from "./editing";
import { LspClient } from "./lsp-client";
import { OpenFile } from "./open-file";
import { uriIn } from "./session";
import type { Setting } from "./setting";
import { summarize } from "./statistics";
import { type Row, type Table, thousands } from "./table";

const LINES = 1_000;
const STARTS = 15;

export async function measureStart(setting: Setting): Promise<Table> {
  setting.log("starting");
  return {
    title: "Start",
    text: "Milliseconds, p50 / p95 / p99: from starting the process to the first diagnostics of a file, and of the extension host's time to load the extension's code.",
    head: ["lines", "what", "ours", "ruff server"],
    rows: [await measureServers(setting), await measureClient(setting)],
  };
}

async function measureServers({ servers, scratch, joined, share }: Setting): Promise<Row> {
  const text = joined(LINES);
  const times = servers.map(() => [] as number[]);
  for (let run = 0; run < Math.max(5, STARTS * share); run++) {
    for (const [i, server] of servers.entries()) {
      const begin = performance.now();
      const client = await LspClient.start(server, scratch, "pulled");
      times[i]!.push((await OpenFile.open(client, uriIn(scratch), text).pull()).at - begin);
      await client.stop();
    }
  }
  const [ours, ruff] = times.map(summarize);
  return {
    id: `start/${LINES}`,
    cells: [thousands(LINES), "start to first diagnostics", percentiles(ours), percentiles(ruff)],
    ours: ours?.p50,
    peer: ruff?.p50,
    figures: { ours, ruff },
  };
}

async function measureClient({ dist, scratch, share }: Setting): Promise<Row> {
  const program = await bundle("bench/load-client.ts", scratch);
  const times = Array.from({ length: Math.max(5, STARTS * share) }, () => {
    const { stdout } = spawnSync(process.execPath, [program, path.join(dist, "client.js")], { encoding: "utf8" });
    return Number(stdout);
  });
  const ours = summarize(times);
  return {
    id: "start/extension",
    cells: ["-", "loading the extension", percentiles(ours), "-"],
    ours: ours.p50,
    figures: { ours },
  };
}
