import type { Severity } from "../../config/settings";

/** Colours for a terminal; plain text where it shows none. */
export interface Styles {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly cyan: (text: string) => string;
  readonly severity: (severity: Severity, text: string) => string;
}

export function styles(colors: boolean): Styles {
  const paint =
    (begin: number, end: number) =>
    (text: string): string =>
      colors && text !== "" ? `\u001B[${begin}m${text}\u001B[${end}m` : text;
  const bySeverity: Readonly<Record<Severity, (text: string) => string>> = {
    error: paint(31, 39),
    warning: paint(33, 39),
    information: paint(34, 39),
    hint: paint(90, 39),
  };
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    red: paint(31, 39),
    green: paint(32, 39),
    cyan: paint(36, 39),
    severity: (severity, text) => bySeverity[severity](text),
  };
}
