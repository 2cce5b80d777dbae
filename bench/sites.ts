/** Places of a text where edits are made. Lines and characters count from 0. */
export interface Sites {
  /** Statements `name = call(...)` on a line of their own in a function's body. */
  readonly statements: readonly Statement[];
  /** Lines that begin a definition at the top level, with nothing above that belongs to it. */
  readonly definitions: readonly number[];
  /** Imports at the top level, in the file's first tenth, whose last word is a name. */
  readonly imports: readonly ImportLine[];
}

export interface Statement {
  readonly line: number;
  readonly indent: string;
  /** Where what is assigned begins, and the name in it, behind an await. */
  readonly value: number;
  readonly name: number;
  readonly end: number;
}

export interface ImportLine {
  readonly line: number;
  readonly end: number;
}

const STATEMENT = /^( {8,12})[a-z_.]+ = (?:await )?[A-Za-z_.]+\([^"'#\\]*\)$/;
const AWAIT = "await ";
const DEFINITION = /^(?:async def|def|class) /;
const IMPORT = /^(?:import [a-z]+|from [a-z.]+ import [A-Za-z_]+)$/;

export function findSites(text: string): Sites {
  const lines = text.split("\n");
  const statements = lines.flatMap((content, line): Statement[] => {
    const indent = STATEMENT.exec(content)?.[1];
    if (indent === undefined || !isBalanced(content)) return [];
    const value = content.indexOf(" = ") + " = ".length;
    return [
      {
        line,
        indent,
        value,
        name: content.startsWith(AWAIT, value) ? value + AWAIT.length : value,
        end: content.length,
      },
    ];
  });
  const definitions = lines.flatMap((content, line) =>
    DEFINITION.test(content) && lines[line - 1] === "" ? [line] : [],
  );
  const head = lines.slice(0, Math.ceil(lines.length / 10));
  const imports = head.flatMap((content, line) => (IMPORT.test(content) ? [{ line, end: content.length }] : []));
  return { statements, definitions, imports };
}

function isBalanced(line: string): boolean {
  return line.split("(").length === line.split(")").length && line.split("[").length === line.split("]").length;
}
