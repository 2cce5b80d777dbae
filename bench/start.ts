/** From starting a server to the first diagnostics of a file. */
import { percentiles } from "./editing";
import { LspClient } from "./lsp-client";
import { OpenFile } from "./open-file";
import { uriIn } from "./session";
import type { Setting } from "./setting";
import { summarize } from "./statistics";
import { type Table, thousands } from "./table";

const LINES = 1_000;
const STARTS = 15;

export async function measureStart({ servers, scratch, joined, share, log }: Setting): Promise<Table> {
  log("starting");
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
    title: "Start",
    text: "Milliseconds from starting the process to the first diagnostics of a file: p50 / p95 / p99.",
    head: ["lines", "what", "ours", "ruff server"],
    rows: [
      {
        id: `start/${LINES}`,
        cells: [thousands(LINES), "start to first diagnostics", percentiles(ours), percentiles(ruff)],
        ours: ours?.p50,
        peer: ruff?.p50,
        figures: { ours, ruff },
      },
    ],
  };
}
