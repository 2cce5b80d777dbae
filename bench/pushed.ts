/** Newlines for a client that diagnostics are pushed to: from sending the edit to having those of its version. */
import { insert, remove } from "./edits";
import { type Diagnostic, LspClient, type Position } from "./lsp-client";
import { percentiles } from "./editing";
import { OpenFile } from "./open-file";
import { uriIn } from "./session";
import type { Setting } from "./setting";
import { findSites } from "./sites";
import { spread, summarize } from "./statistics";
import { type Row, type Table, thousands } from "./table";

interface Published {
  readonly version?: number;
  readonly diagnostics: readonly Diagnostic[];
}

const PLACES: ReadonlyMap<number, number> = new Map([
  [1_000, 100],
  [5_000, 100],
  [20_000, 60],
  [100_000, 20],
]);
const BLOCK = 5;
const WARM_UP_BLOCKS = 3;

export async function measurePushed(setting: Setting): Promise<Table> {
  const rows: Row[] = [];
  for (const lines of setting.sizes) {
    setting.log(`pushed diagnostics, ${thousands(lines)} lines`);
    rows.push(await measureSize(lines, setting));
  }
  return {
    title: "Editing with diagnostics that are pushed",
    text: "A newline above the last finding, so that findings move and each server publishes them: milliseconds, p50 / p95 / p99.",
    head: ["lines", "edit", "ours", "ruff server"],
    rows,
  };
}

async function measureSize(lines: number, { servers, scratch, joined, share }: Setting): Promise<Row> {
  const text = joined(lines);
  const tools = await Promise.all(
    servers.map(async (server) => {
      const client = await LspClient.start(server, scratch, "pushed");
      const first = client.notified<Published>(PUBLISH);
      const file = OpenFile.open(client, uriIn(scratch), text);
      return { client, file, found: (await first).result.diagnostics, times: [] as number[] };
    }),
  );
  const last = Math.min(...tools.map(({ found }) => Math.max(...found.map(({ range }) => range.start.line))));
  const statements = findSites(text).statements.filter(({ line }) => line < last);
  const places = spread(statements, Math.max(BLOCK, (PLACES.get(lines) ?? 20) * share)).map(({ line, end }) => ({
    line,
    character: end,
  }));
  for (const { client, file } of tools)
    for (let round = 0; round < WARM_UP_BLOCKS; round++) await timeNewlines(places.slice(0, BLOCK), client, file);
  for (let begin = 0; begin < places.length; begin += BLOCK) {
    for (const { client, file, times } of tools)
      times.push(...(await timeNewlines(places.slice(begin, begin + BLOCK), client, file)));
  }
  for (const { client } of tools) await client.stop();
  const [ours, ruff] = tools.map(({ times }) => summarize(times));
  return {
    id: `pushed/${lines}/newline`,
    cells: [thousands(lines), "newline", percentiles(ours), percentiles(ruff)],
    ours: ours?.p50,
    peer: ruff?.p50,
    figures: { ours, ruff },
  };
}

const PUBLISH = "textDocument/publishDiagnostics";

async function timeNewlines(
  places: readonly Position[],
  client: LspClient,
  file: OpenFile,
): Promise<readonly number[]> {
  const times: number[] = [];
  for (const place of places) {
    for (const change of [insert(place, "\n"), remove(place, { line: place.line + 1, character: 0 })]) {
      const begin = performance.now();
      const version = file.change(change);
      for (;;) {
        const { result, at } = await client.notified<Published>(PUBLISH);
        if (result.version !== version) continue;
        times.push(at - begin);
        break;
      }
    }
  }
  return times;
}
