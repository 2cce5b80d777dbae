import { pageFile } from "../../analysis/pages";
import type { Severity } from "../../config/settings";
import type { Location } from "../check/locations";
import { printable, printableLine } from "./printable";
import type { Styles } from "./styles";

/** A place in a line that was asked about: a finding, or something that is run there and of which nothing is found. */
export interface ExplainedPlace {
  readonly file: string;
  readonly start: Location;
  readonly end: Location;
  /** Its line. */
  readonly code: string;
  readonly rule: string | undefined;
  readonly severity: Severity | undefined;
  readonly message: string;
  readonly steps: readonly PlacedStep[];
}

interface PlacedStep {
  readonly file: string;
  readonly at: Location;
  readonly message: string;
  readonly code: string;
}

interface Words {
  /** Whether each step is shown with its line of code. */
  readonly withCode: boolean;
  /** How a path reads best. */
  readonly show: (file: string) => string;
  readonly style: Styles;
}

/** What a line comes to, with each step of the way there. */
export function explainedInWords(places: readonly ExplainedPlace[], words: Words): string {
  if (places.length === 0) return "Nothing in this line runs code of the project.\n";
  return places.map((place) => inWords(place, words)).join(words.withCode ? "\n" : "");
}

function inWords(
  { file, start, code, rule, severity, message, steps }: ExplainedPlace,
  { withCode, show, style }: Words,
): string {
  const head = severity === undefined ? "" : `${style.severity(severity, severity)} ${style.bold(rule ?? "")} `;
  const place = (of: string, { row, column }: Location): string => `${printable(show(of))}:${row}:${column}`;
  const source = (line: string): readonly string[] =>
    withCode && line !== "" ? [style.dim(`        ${printableLine(line)}`)] : [];
  const lines = [
    `${place(file, start)}: ${head}${printable(message)}`,
    ...source(code),
    ...steps.flatMap((step) => [`    ${place(step.file, step.at)}: ${printable(step.message)}`, ...source(step.code)]),
  ];
  return `${lines.join("\n")}\n`;
}

/** As the findings of `check`, with the code of each step; `code` is null where it is no finding. */
export function explainedAsJson(places: readonly ExplainedPlace[]): string {
  const told = places.map(({ file, start, end, code, rule, severity, message, steps }) => ({
    filename: file,
    code: rule ?? null,
    message,
    severity: severity ?? null,
    location: start,
    end_location: end,
    source: code,
    related: steps.map((step) => ({
      filename: step.file,
      location: step.at,
      message: step.message,
      source: step.code,
    })),
    url: rule === undefined ? null : new URL(pageFile(rule), import.meta.url).href,
  }));
  return `${JSON.stringify(told, undefined, 2)}\n`;
}
