/** The memory of a server that holds a large file, before and after many edits. */
import { scenarios } from "./edits";
import type { OpenFile } from "./open-file";
import { openInAll, stopAll } from "./session";
import type { Setting } from "./setting";
import { findSites } from "./sites";
import { megabytes, type Row, type Table, thousands } from "./table";

const EDITS = 10_000;
/** A server that is slow makes as many edits as it can in this time. */
const PATIENCE = 60_000;
/** Time for what a server does when nothing is typed. */
const IDLE = 2_000;

interface Held {
  readonly opened: number;
  readonly edited: number;
  readonly most: number;
  readonly edits: number;
}

export async function measureMemory(setting: Setting): Promise<Table> {
  const lines = Math.max(...setting.sizes);
  setting.log(`memory, ${thousands(lines)} lines`);
  const text = setting.joined(lines);
  const places = scenarios(findSites(text), text, EDITS / 20);
  const steps = places.flat(2).map(({ changes }) => changes);
  const files = await openInAll(setting, text);
  const held: (Held | undefined)[] = [];
  for (const file of files)
    held.push(await holdThrough(file, steps, Math.round(EDITS * setting.share), PATIENCE * setting.share));
  await stopAll(files);
  const [ours, ruff] = held;
  const row = (what: string, figure: (one: Held) => number): Row => ({
    id: `memory/${lines}/${what}`,
    cells: [
      thousands(lines),
      what,
      ...[ours, ruff].map((one) => megabytes(one === undefined ? undefined : figure(one))),
    ],
    ours: ours === undefined ? undefined : figure(ours),
    peer: ruff === undefined ? undefined : figure(ruff),
    figures: { ours, ruff },
  });
  const counts = [ours, ruff].map((one) => one?.edits.toLocaleString("en") ?? "-").join(" and ");
  return {
    title: "Memory",
    text: `Resident megabytes (VmRSS) of the server's process. Edits of all kinds, each answered: ${counts}, as many of 10,000 as a minute holds.`,
    head: ["lines", "when", "ours", "ruff server"],
    rows: [
      row("after opening", ({ opened }) => opened),
      row("after edits", ({ edited }) => edited),
      row("at most", ({ most }) => most),
    ],
  };
}

async function holdThrough(
  file: OpenFile,
  steps: readonly Parameters<OpenFile["timeEdit"]>[0][],
  count: number,
  patience: number,
): Promise<Held | undefined> {
  await idle();
  const opened = file.client.memory()?.now;
  const begin = performance.now();
  let edits = 0;
  while (edits < count && performance.now() - begin < patience) await file.timeEdit(steps[edits++ % steps.length]!);
  await idle();
  const memory = file.client.memory();
  return opened === undefined || memory === undefined
    ? undefined
    : { opened, edited: memory.now, most: memory.most, edits };
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, IDLE);
  });
}
