import { briefly } from "./briefly";
import type { ConfigurationProblem, RuleMention } from "./configuration";
import { nearest } from "./nearest";
import type { PyProject } from "./pyproject";
import { entryAt, type TomlRange } from "./toml";

/** Something in `[tool.async-skill]` that has no effect. */
export interface ConfigurationTrouble extends TomlRange {
  readonly message: string;
  /** What was most likely meant to stand there. */
  readonly instead: () => string | undefined;
}

/** Of a file with more troubles, the first are told: who has mended them looks again. */
const MOST_TOLD = 100;

/** Everything that is wrong with a project's settings, whichever rules they select. */
export function configurationTroubles(project: PyProject, rules: readonly string[]): readonly ConfigurationTrouble[] {
  const known = new Set(rules);
  const told = [
    ...project.mentions.filter(({ name }) => !known.has(name)).map((mention) => unknownRule(mention, rules)),
    ...project.configurationProblems.map(withoutEffect),
  ];
  const selection = emptySelection(project, known);
  const isToldThere = told.some(({ start, end }) => start === selection?.start && end === selection.end);
  const all = selection === undefined || isToldThere ? told : [selection, ...told];
  return all.length <= MOST_TOLD ? all : shortened(all);
}

/**
 * A `select` that names no rule at all, be it empty or misspelt: nobody wants to be told nothing by mistake, so it
 * counts as not there, and says so.
 */
export function emptySelection(project: PyProject, rules: ReadonlySet<string>): ConfigurationTrouble | undefined {
  const select = entryAt(project.file, ["tool", "async-skill", "select"])?.value;
  if (select === undefined || (project.configuration?.select ?? []).some((name) => rules.has(name))) return undefined;
  const names = select.kind === "array" && select.items.length === 0 ? "names no rule" : "names no rule that there is";
  return {
    start: select.start,
    end: select.end,
    message: `select ${names}: all rules run, as without it`,
    instead: () => undefined,
  };
}

function unknownRule({ name, start, end, write }: RuleMention, rules: readonly string[]): ConfigurationTrouble {
  return {
    start,
    end,
    message: `There is no rule ${briefly(name)}: this has no effect`,
    instead: () => {
      const close = nearest(name, rules);
      return close === undefined ? undefined : write(close);
    },
  };
}

function withoutEffect({ start, end, message, replacement }: ConfigurationProblem): ConfigurationTrouble {
  return { start, end, message: `${message}: this has no effect`, instead: () => replacement };
}

function shortened(all: readonly ConfigurationTrouble[]): readonly ConfigurationTrouble[] {
  const first = all.slice(0, MOST_TOLD - 1);
  const next = all[MOST_TOLD - 1]!;
  return [
    ...first,
    {
      ...next,
      message: `${next.message}; ${all.length - MOST_TOLD} more like this are not told`,
      instead: () => undefined,
    },
  ];
}
