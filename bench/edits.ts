import type { Change, Position } from "./lsp-client";
import { type ImportLine, type Sites, type Statement } from "./sites";
import { spread } from "./statistics";

/** One edit of a scenario; what has no name is not measured. */
export interface Step {
  readonly name?: EditName;
  readonly changes: readonly Change[];
}

/** Edits one after the other, the last of which gives the text back as it was. */
export type Scenario = readonly Step[];

export const EDITS = [
  "character in a name",
  "character of a new name",
  "newline",
  "paste of 50 lines",
  "undo of the paste",
  "bracket opened",
  "bracket closed",
  "quote opened",
  "quote closed",
  "triple quote opened",
  "triple quote closed",
  "imported name",
  "import line",
] as const;
export type EditName = (typeof EDITS)[number];

const PASTED_LINES = 50;

/** At each of `count` places of the text, spread evenly, one scenario of each kind. */
export function scenarios(sites: Sites, text: string, count: number): readonly (readonly Scenario[])[] {
  const pasted = pastedText(text, sites);
  const statements = spread(sites.statements, count);
  const definitions = spread(sites.definitions, count);
  const imports = spread(sites.imports, count);
  return Array.from({ length: count }, (_, i) => {
    const statement = statements[i % statements.length]!;
    const definition = definitions[i % definitions.length]!;
    const imported = imports[i % imports.length]!;
    return [
      characterInName(statement),
      newLineAndName(statement),
      paste(definition, pasted),
      pair(statement, "bracket", "(", ")"),
      pair(statement, "quote", '"', '"'),
      pair(statement, "triple quote", '"""', '"""'),
      importedName(imported),
      importLine(imported),
    ];
  });
}

function characterInName({ line, name }: Statement): Scenario {
  const at = { line, character: name + 1 };
  return typedAndErased("character in a name", at, "x");
}

function newLineAndName({ line, indent, end }: Statement): Scenario {
  const atEnd = { line, character: end };
  const below = { line: line + 1, character: indent.length };
  return [
    { name: "newline", changes: [insert(atEnd, `\n${indent}`)] },
    ...typedAndErased("character of a new name", below, "v"),
    { name: "newline", changes: [remove(atEnd, below)] },
  ];
}

function typedAndErased(name: EditName, at: Position, text: string): Scenario {
  return [
    { name, changes: [insert(at, text)] },
    { name, changes: [remove(at, { line: at.line, character: at.character + text.length })] },
  ];
}

function paste(line: number, text: string): Scenario {
  const at = { line, character: 0 };
  return [
    { name: "paste of 50 lines", changes: [insert(at, text)] },
    { name: "undo of the paste", changes: [remove(at, { line: line + PASTED_LINES, character: 0 })] },
  ];
}

/** Puts what is assigned between two characters that belong together. */
function pair(
  { line, value, end }: Statement,
  name: "bracket" | "quote" | "triple quote",
  open: string,
  close: string,
): Scenario {
  const start = { line, character: value };
  const opened = { line, character: value + open.length };
  const closing = { line, character: end + open.length };
  const closed = { line, character: end + open.length + close.length };
  return [
    { name: `${name} opened`, changes: [insert(start, open)] },
    { name: `${name} closed`, changes: [insert(closing, close)] },
    { changes: [remove(closing, closed), remove(start, opened)] },
  ];
}

function importedName({ line, end }: ImportLine): Scenario {
  return typedAndErased("imported name", { line, character: end }, "x");
}

function importLine({ line }: ImportLine): Scenario {
  const at = { line, character: 0 };
  return [
    { name: "import line", changes: [insert(at, "import time\n")] },
    { name: "import line", changes: [remove(at, { line: line + 1, character: 0 })] },
  ];
}

/** The first whole definitions of the text that fill the lines best, and comments for the rest. */
function pastedText(text: string, { definitions }: Sites): string {
  const lines = text.split("\n");
  const pieces = definitions.flatMap((begin) => {
    const end = definitions.findLast((line) => line > begin && line - begin <= PASTED_LINES);
    return end === undefined ? [] : [lines.slice(begin, end)];
  });
  const longest = Math.max(0, ...pieces.map((piece) => piece.length));
  const code = pieces.find((piece) => piece.length === longest) ?? [];
  return `${[...code, ...Array.from({ length: PASTED_LINES - code.length }, () => "# pasted")].join("\n")}\n`;
}

export function insert(at: Position, text: string): Change {
  return { range: { start: at, end: at }, text };
}

export function remove(start: Position, end: Position): Change {
  return { range: { start, end }, text: "" };
}
