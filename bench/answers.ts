/** Opening, the lightbulb's question, and what is still found while a line is broken. */
import { EDITS, type EditName, scenarios } from "./edits";
import { percentiles } from "./editing";
import type { Diagnostic } from "./lsp-client";
import { OpenFile } from "./open-file";
import { openInAll, stopAll, uriIn } from "./session";
import type { Setting } from "./setting";
import { findSites } from "./sites";
import { spread, summarize, type Summary } from "./statistics";
import { type Row, type Table, thousands } from "./table";

const OPENED = 7;
const ASKED = 150;
const WARM_UP = 20;
/** Milliseconds of questions that one server is asked at most. */
const PATIENCE = 8_000;
const BROKEN = 5;
const BREAKING: readonly EditName[] = EDITS.filter((name) => name.endsWith("opened"));

export async function measureAnswers(setting: Setting): Promise<Table> {
  const rows: Row[] = [];
  for (const lines of setting.sizes) {
    setting.log(`opening, code actions and broken lines, ${thousands(lines)} lines`);
    const text = setting.joined(lines);
    const files = await openInAll(setting, text);
    rows.push(
      await measureOpening(lines, text, files, setting),
      await measureCodeActions(lines, files),
      await measureCodeActionsAfterEdits(lines, files),
      ...(await countKept(lines, text, files)),
    );
    await stopAll(files);
  }
  return {
    title: "Opening, code actions, and broken lines",
    text:
      "Milliseconds, p50 / p95 / p99, from opening a file in a server that runs to its diagnostics, and of the lightbulb's question at a finding, " +
      "asked again and again, and right after an edit. " +
      "For a line that is broken by what is typed: how many of the findings of the rest of the file are still told.",
    head: ["lines", "what", "ours", "ruff server"],
    rows: rows.toSorted((a, b) => order(a) - order(b)),
  };
}

const KINDS = ["open", "code action", "code action after edit", "broken"];

function order({ id }: Row): number {
  return KINDS.indexOf(id.split("/", 1)[0]!);
}

async function measureOpening(
  lines: number,
  text: string,
  files: readonly OpenFile[],
  { scratch, share }: Setting,
): Promise<Row> {
  const times = files.map(() => [] as number[]);
  for (let run = 0; run < Math.max(3, OPENED * share); run++) {
    for (const [i, { client }] of files.entries()) {
      const begin = performance.now();
      const file = OpenFile.open(client, uriIn(scratch, `opened${run}`), text);
      times[i]!.push((await file.pull()).at - begin);
      file.close();
    }
  }
  return timesRow(`open/${lines}`, lines, "open to first diagnostics", times.map(summarize));
}

async function measureCodeActions(lines: number, files: readonly OpenFile[]): Promise<Row> {
  const tools = await Promise.all(
    files.map(async (file) => ({ file, found: (await file.pull()).diagnostics, times: [] as number[] })),
  );
  for (const { file, found } of tools) await ask(file, spread(found, WARM_UP));
  for (const { file, found, times } of tools)
    times.push(
      ...(await ask(
        file,
        Array.from({ length: Math.ceil(ASKED / found.length) }).flatMap(() => spread(found, ASKED)),
      )),
    );
  return timesRow(
    `code action/${lines}`,
    lines,
    "code actions at a finding",
    tools.map(({ times }) => summarize(times)),
  );
}

/** A new line above each finding, then the question; what a server keeps until the text changes does not help here. */
async function measureCodeActionsAfterEdits(lines: number, files: readonly OpenFile[]): Promise<Row> {
  const times = files.map(() => [] as number[]);
  for (const [i, file] of files.entries()) {
    const begin = performance.now();
    for (const { range } of spread((await file.pull()).diagnostics, ASKED)) {
      if (performance.now() - begin > PATIENCE) break;
      const above = { line: range.start.line, character: 0 };
      const below = { line: range.start.line + 1, character: 0 };
      file.change({ range: { start: above, end: above }, text: "\n" });
      const moved = (await file.pull()).diagnostics.find(
        ({ range: { start } }) => start.line === below.line && start.character === range.start.character,
      );
      if (moved !== undefined) times[i]!.push(await file.timeCodeAction(moved));
      file.change({ range: { start: above, end: below }, text: "" });
    }
  }
  return timesRow(`code action after edit/${lines}`, lines, "code actions right after an edit", times.map(summarize));
}

async function ask(file: OpenFile, diagnostics: readonly Diagnostic[]): Promise<readonly number[]> {
  const begin = performance.now();
  const times: number[] = [];
  for (const diagnostic of diagnostics) {
    if (performance.now() - begin > PATIENCE) break;
    times.push(await file.timeCodeAction(diagnostic));
  }
  return times;
}

function timesRow(id: string, lines: number, what: string, [ours, ruff]: readonly Summary[]): Row {
  return {
    id,
    cells: [thousands(lines), what, percentiles(ours), percentiles(ruff)],
    ours: ours?.p50,
    peer: ruff?.p50,
    figures: { ours, ruff },
  };
}

interface Kept {
  readonly kept: number;
  readonly of: number;
}

async function countKept(lines: number, text: string, files: readonly OpenFile[]): Promise<readonly Row[]> {
  const places = scenarios(findSites(text), text, BROKEN);
  const rows: Row[] = [];
  for (const name of BREAKING) {
    const steps = places.flatMap((place) => place.filter((scenario) => scenario.some((step) => step.name === name)));
    const [ours, ruff] = await Promise.all(
      files.map(async (file) => {
        let total: Kept = { kept: 0, of: 0 };
        for (const scenario of steps) {
          const [opening, ...rest] = scenario;
          const before = (await file.pull()).diagnostics;
          file.change(...opening!.changes);
          const after = (await file.pull()).diagnostics;
          const one = keptOf(before, after, opening!.changes[0]!.range.start.line);
          total = { kept: total.kept + one.kept, of: total.of + one.of };
          for (const { changes } of rest) file.change(...changes);
        }
        return total;
      }),
    );
    rows.push({
      id: `broken/${lines}/${name}`,
      cells: [thousands(lines), `findings kept, ${name}`, keptCell(ours), keptCell(ruff)],
      ours: ours === undefined ? undefined : ours.of - ours.kept,
      figures: { ours, ruff },
    });
  }
  return rows;
}

/** The findings of other lines that are told again in the same place. */
function keptOf(before: readonly Diagnostic[], after: readonly Diagnostic[], brokenLine: number): Kept {
  const places = new Set(after.map(place));
  const others = before.filter(({ range }) => range.end.line < brokenLine || range.start.line > brokenLine);
  return { kept: others.filter((one) => places.has(place(one))).length, of: others.length };
}

function place({ code, range }: Diagnostic): string {
  return `${code} ${range.start.line}:${range.start.character}`;
}

function keptCell(count: Kept | undefined): string {
  return count === undefined ? "-" : `${((100 * count.kept) / count.of).toFixed(0)} %`;
}
