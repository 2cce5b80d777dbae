/** Edits through the protocol: from sending didChange to having the diagnostics that were pulled after it. */
import { type EditName, EDITS, type Scenario, scenarios } from "./edits";
import type { OpenFile } from "./open-file";
import { openInAll, stopAll } from "./session";
import type { Setting } from "./setting";
import { findSites } from "./sites";
import { summarize, type Summary } from "./statistics";
import { number, type Row, type Table, thousands } from "./table";

/** How many places of a file are edited: fewer where a peer takes long for each. */
const PLACES: ReadonlyMap<number, number> = new Map([
  [1_000, 100],
  [5_000, 100],
  [20_000, 60],
  [100_000, 24],
]);
/** Servers take turns after so many places, so that what else the machine does meets all of them. */
const BLOCK = 6;
/** Milliseconds. */
const WARM_UP = 2_000;

type Times = Map<EditName, number[]>;

export async function measureEditing(setting: Setting): Promise<Table> {
  const rows: Row[] = [];
  for (const lines of setting.sizes) {
    setting.log(`editing ${thousands(lines)} lines`);
    rows.push(...(await measureSize(lines, setting)));
  }
  return {
    title: "Editing",
    text: "Milliseconds from sending an edit to having the diagnostics that are pulled after it, over stdio: p50 / p95 / p99. The ratio is that of the p50.",
    head: ["lines", "edit", "ours", "ruff server"],
    rows,
  };
}

async function measureSize(lines: number, setting: Setting): Promise<readonly Row[]> {
  const text = setting.joined(lines);
  const count = Math.max(BLOCK, Math.round((PLACES.get(lines) ?? 30) * setting.share));
  const places = scenarios(findSites(text), text, count);
  const files = await openInAll(setting, text);
  const tools = files.map((file) => ({ file, times: emptyTimes() }));
  for (const file of files) await warmUp(file, places);
  for (let begin = 0; begin < places.length; begin += BLOCK) {
    for (const { file, times } of tools) await play(places.slice(begin, begin + BLOCK), file, times);
  }
  await stopAll(files);
  const summaries = tools.map(({ times }) => new Map([...times].map(([name, values]) => [name, summarize(values)])));
  return [
    ...EDITS.map((name) => editRow(lines, name, summaries)),
    tailRow(
      lines,
      tools.map(({ times }) => summarize([...times.values()].flat())),
    ),
  ];
}

/** Servers that are compiled while they run need more than one round. */
async function warmUp(file: OpenFile, places: readonly (readonly Scenario[])[]): Promise<void> {
  const begin = performance.now();
  do await play(places.slice(0, BLOCK), file, emptyTimes());
  while (performance.now() - begin < WARM_UP);
}

function emptyTimes(): Times {
  return new Map(EDITS.map((name) => [name, []]));
}

/** One kind of edit at all places, then the next. */
async function play(places: readonly (readonly Scenario[])[], file: OpenFile, times: Times): Promise<void> {
  for (const kind of places[0]!.keys()) {
    for (const { name, changes } of places.flatMap((place) => place[kind]!)) {
      const time = await file.timeEdit(changes);
      if (name !== undefined) times.get(name)!.push(time);
    }
  }
}

function editRow(lines: number, name: EditName, summaries: readonly ReadonlyMap<EditName, Summary>[]): Row {
  const [ours, peer] = summaries.map((one) => one.get(name));
  return {
    id: `editing/${lines}/${name}`,
    cells: [thousands(lines), name, percentiles(ours), percentiles(peer)],
    ours: ours?.p50,
    peer: peer?.p50,
    figures: { ours, ruff: peer },
  };
}

/** Our slowest edits of any kind against the usual ones of the peer. */
function tailRow(lines: number, [ours, peer]: readonly Summary[]): Row {
  return {
    id: `editing/${lines}/p99 against p50`,
    cells: [thousands(lines), "any: our p99, its p50", number(ours?.p99), number(peer?.p50)],
    ours: ours?.p99,
    peer: peer?.p50,
    figures: { ours, ruff: peer },
  };
}

export function percentiles(summary: Summary | undefined): string {
  return summary === undefined ? "-" : [summary.p50, summary.p95, summary.p99].map(number).join(" / ");
}
