import type { Diagnostic } from "./diagnostic";
import { applyEdits, areDisjoint } from "../fixes/apply";
import type { Remedy, TextEdit } from "../fixes/fix";
import { type PyProject, readPyProject } from "../config/pyproject";
import { severityOf, softer } from "./severity";
import { enabled } from "./enabled";
import { byPlace } from "./check";
import type { ProjectContext, ProjectUses, Rule } from "../rules/contract";

/** Of a pyproject.toml that is looked at by itself. */
export const NO_USES: ProjectUses = { says: () => undefined, imports: () => undefined, stalledBy: () => undefined };

/** A finding in pyproject.toml; its offers are made when asked for. */
export interface ProjectRepairable {
  readonly diagnostic: Diagnostic;
  readonly offers: () => readonly Remedy[];
}

/** The findings in a pyproject.toml, in the file's order. One that can't be read has none. */
export function checkPyProject(
  project: PyProject,
  rules: readonly Rule[],
  context: ProjectContext,
): readonly ProjectRepairable[] {
  if (project.problem !== undefined) return [];
  const { settings } = context;
  const found = enabled(rules, settings).flatMap((rule) =>
    (rule.checkProject?.(project, context) ?? []).map(
      ({ start, end, message, severity, unnecessary, elsewhere, fixes }) => ({
        diagnostic: {
          rule: rule.name,
          severity: softer(severityOf(rule, settings), severity),
          message,
          start,
          end,
          related: [],
          elsewhere: elsewhere ?? [],
          isPath: false,
          unnecessary: unnecessary ?? false,
        },
        offers: () => fixes?.() ?? [],
      }),
    ),
  );
  return found.sort((a, b) => byPlace(a.diagnostic, b.diagnostic));
}

export interface FixedPyProject {
  readonly text: string;
  readonly applied: number;
}

/** Applies each finding's first fix that may be applied. */
export function fixPyProject(
  project: PyProject,
  rules: readonly Rule[],
  context: ProjectContext,
  unsafe: boolean,
): FixedPyProject {
  let edits: readonly TextEdit[] = [];
  let applied = 0;
  for (const { offers } of checkPyProject(project, rules, context)) {
    const fix = offers().find((offer) => offer.kind === "fix");
    if (fix?.kind !== "fix" || (fix.applicability === "unsafe" && !unsafe) || !areDisjoint([...edits, ...fix.edits]))
      continue;
    edits = [...edits, ...fix.edits];
    applied++;
  }
  const text = applyEdits(project.file.text, edits);
  // A fix that breaks the file would take every setting with it.
  return readPyProject(text).problem === undefined ? { text, applied } : { text: project.file.text, applied: 0 };
}
