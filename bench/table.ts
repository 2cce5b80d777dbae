/** A row of what was measured. */
export interface Row {
  /** Names it in the JSON, and in the list of aims. */
  readonly id: string;
  readonly cells: readonly string[];
  /** What aims are held against, of us and of the peer; both in one unit. */
  readonly ours?: number | undefined;
  readonly peer?: number | undefined;
  /** All that was measured, for the JSON. */
  readonly figures: unknown;
}

export interface Table {
  readonly title: string;
  /** What one has to know to read it. */
  readonly text: string;
  readonly head: readonly string[];
  readonly rows: readonly Row[];
}

/** At least two digits that say something. */
export function number(value: number | undefined): string {
  if (value === undefined) return "-";
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? "-" : (bytes / 1e6).toFixed(0);
}

/** 20000 as `20k`. */
export function thousands(lines: number): string {
  return lines % 1000 === 0 ? `${lines / 1000}k` : String(lines);
}
