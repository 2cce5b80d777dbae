import { AIMS, type Aim } from "./aims";
import type { Machine } from "./machine";
import { number, type Row, type Table } from "./table";

/** Whether a row's aim is met; undefined where nothing can be said. */
export function isMet({ ours, peer }: Row, { ratio, most }: Aim): boolean | undefined {
  if (ours === undefined || (ratio !== undefined && peer === undefined)) return undefined;
  return (ratio === undefined || ours / peer! <= ratio) && (most === undefined || ours <= most);
}

export function ratioOf({ ours, peer }: Row): number | undefined {
  return ours === undefined || peer === undefined || peer === 0 ? undefined : ours / peer;
}

/** A table in Markdown, wide enough to be read as it is. */
export function render({ title, text, head, rows }: Table): string {
  const lines = [
    [...head, "ratio", "aim", ""],
    ...rows.map((row) => [...row.cells, number(ratioOf(row)), ...verdict(row)]),
  ];
  const widths = lines[0]!.map((_, column) => Math.max(3, ...lines.map((cells) => cells[column]!.length)));
  const padded = lines.map((cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`);
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return `### ${title}\n\n${text}\n\n${[padded[0], rule, ...padded.slice(1)].join("\n")}\n`;
}

function verdict(row: Row): readonly [aim: string, met: string] {
  const aim = AIMS.get(row.id);
  if (aim === undefined) return ["", ""];
  const ratio = aim.ratio === undefined ? [] : [String(aim.ratio)];
  const most = aim.most === undefined ? [] : [limit(aim.most, aim.unit)];
  const met = isMet(row, aim);
  return [[...ratio, ...most].join(", "), met === undefined ? "?" : met ? "met" : "missed"];
}

function limit(most: number, unit: Aim["unit"]): string {
  switch (unit) {
    case undefined:
      return `${most} ms`;
    case "MB":
      return `${most / 1e6} MB`;
    case "lost":
      return `${most} lost`;
  }
}

/** What a program can read: each row with its aim and what became of it. */
export function asJson(tables: readonly Table[], machine: Machine): string {
  const rows = tables.flatMap((table) =>
    table.rows.map((row) => {
      const aim = AIMS.get(row.id);
      return {
        id: row.id,
        ours: row.ours,
        peer: row.peer,
        ratio: ratioOf(row),
        aim,
        met: aim === undefined ? undefined : isMet(row, aim),
        figures: row.figures,
      };
    }),
  );
  return `${JSON.stringify({ machine, rows }, undefined, 2)}\n`;
}
