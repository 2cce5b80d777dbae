import { entriesIn, entryAt, readToml, type TomlFile } from "./toml";
import { insertion, lineBreakOf, newLine, type TomlEdit, toList } from "./toml-edit";

const SECTION = ["tool", "async-skill"] as const;
const HEADER = `[${SECTION.join(".")}]`;

/**
 * Has a project ignore a rule, in the formatting of its pyproject.toml. Empty where it does already; undefined where
 * the section is written in a way that can't be added to.
 */
export function ignoreRule(text: string, rule: string): readonly TomlEdit[] | undefined {
  const file = readToml(text);
  if (file.problem !== undefined) return undefined;
  const ignored = entryAt(file, [...SECTION, "ignore"])?.value;
  if (ignored === undefined) return toSection(file, [`ignore = ["${rule}"]`]);
  if (ignored.kind !== "array") return undefined;
  return ignored.items.some((item) => item.kind === "string" && item.value === rule) ? [] : toList(text, ignored, rule);
}

/**
 * Begins the section with settings as they are by themselves. Empty where there is a section; undefined where it can't
 * be added.
 */
export function beginSection(text: string, { defaultTimeout, httpClients }: Defaults): readonly TomlEdit[] | undefined {
  const file = readToml(text);
  if (file.problem !== undefined) return undefined;
  if (sectionStart(text) !== undefined) return [];
  return toSection(file, [
    "# Rules that don't run.",
    "ignore = []",
    "# Files that are not checked, as patterns of .gitignore.",
    "exclude = []",
    "# The seconds that a fix writes where a timeout is missing.",
    `default-timeout = ${defaultTimeout}`,
    `# What blocking requests are moved to: auto, ${httpClients.join(", ")}.`,
    'http-client = "auto"',
  ]);
}

/** What the lines of a new section say. */
export interface Defaults {
  readonly defaultTimeout: number;
  readonly httpClients: readonly string[];
}

/** Where the section begins, in whatever way it is written. */
export function sectionStart(text: string): number | undefined {
  const file = readToml(text);
  const begins = (path: readonly string[]): boolean => SECTION.every((part, i) => path[i] === part);
  const starts = [
    ...file.tables.filter(({ path }) => begins(path)).map(({ header }) => header),
    ...file.entries.filter(({ path }) => begins(path)).map(({ key }) => key),
  ];
  return starts.length === 0 ? undefined : Math.min(...starts.map(({ start }) => start));
}

/**
 * Lines more in the section, or a new one at the end of the file. Settings that stand elsewhere than below a header are
 * nobody's to extend.
 */
function toSection(file: TomlFile, lines: readonly string[]): readonly TomlEdit[] | undefined {
  const { text, tables } = file;
  const isOwn = (path: readonly string[]): boolean =>
    path.length === SECTION.length && SECTION.every((part, i) => path[i] === part);
  const table = tables.find(({ path }) => isOwn(path));
  const lineBreak = lineBreakOf(text);
  if (table !== undefined) return [newLine(text, table.end, lines.join(lineBreak))];
  if (entryAt(file, SECTION) !== undefined || entriesIn(file, SECTION).length > 0) return undefined;
  const gap = text === "" ? "" : text.endsWith("\n") || text.endsWith("\r") ? lineBreak : lineBreak + lineBreak;
  return [insertion(text.length, gap + [HEADER, ...lines, ""].join(lineBreak))];
}
