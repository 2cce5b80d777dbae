/** What a cursor in a TOML file stands in, told by the text before it, which may be half written. */
export interface TomlCursor {
  /** The name of the table, without spaces; empty above the first. */
  readonly table: string;
  /** The keys that were begun in the table. */
  readonly keys: ReadonlySet<string>;
  /** The last of these. */
  readonly key: string;
  /** What stands behind its equals sign. */
  readonly value: string;
  /** The cursor's line, up to the cursor. */
  readonly line: string;
}

const KEY = /^[ \t]*([\w-]+)[ \t]*=/;

/** @param before the file up to the cursor */
export function tomlCursor(before: string): TomlCursor {
  let table = "";
  let keys = new Set<string>();
  let key = "";
  let value: string[] = [];
  const lines = before.split(/\r\n|\n|\r(?!\n)/);
  for (const line of lines) {
    const header = headerOf(line);
    const begun = KEY.exec(line);
    if (header !== undefined) {
      table = header;
      keys = new Set();
      key = "";
      value = [];
    } else if (begun !== null) {
      key = begun[1]!;
      keys.add(key);
      value = [line.slice(begun[0].length)];
    } else value.push(line);
  }
  return { table, keys, key, value: value.join("\n"), line: lines.at(-1)! };
}

/** The table that a line begins. */
function headerOf(line: string): string | undefined {
  const text = line.replaceAll(/\s/g, "");
  const end = text.indexOf("]");
  return text.startsWith("[") && end > 0 ? text.slice(text.startsWith("[[") ? 2 : 1, end) : undefined;
}
