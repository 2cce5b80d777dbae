import type { Diagnostic } from "./diagnostic";
import { applyEdits, areDisjoint } from "../fixes/apply";
import type { Remedy, TextEdit } from "../fixes/fix";
import { type PyProject, readPyProject } from "../config/pyproject";
import { severityOf } from "./severity";
import { enabled } from "./enabled";
import { byPlace } from "./check";
import type { Rule } from "../rules/contract";
import type { Settings } from "../config/settings";

/** A finding in pyproject.toml; its offers are made when asked for. */
export interface ProjectRepairable {
  readonly diagnostic: Diagnostic;
  readonly offers: () => readonly Remedy[];
}

/** The findings in a pyproject.toml, in the file's order. One that can't be read has none. */
export function checkPyProject(project: PyProject, rules: readonly Rule[], settings: Settings): readonly ProjectRepairable[] {
  if (project.problem !== undefined) return [];
  const found = enabled(rules, settings).flatMap((rule) =>
    (rule.checkProject?.(project) ?? []).map(({ start, end, message, unnecessary, fixes }) => ({
      diagnostic: {
        rule: rule.name,
        severity: severityOf(rule, settings),
        message,
        start,
        end,
        related: [],
        elsewhere: [],
        isPath: false,
        unnecessary: unnecessary ?? false,
      },
      offers: () => fixes?.() ?? [],
    })),
  );
  return found.sort((a, b) => byPlace(a.diagnostic, b.diagnostic));
}

export interface FixedPyProject {
  readonly text: string;
  readonly applied: number;
}

/** Applies each finding's first fix that may be applied. */
export function fixPyProject(project: PyProject, rules: readonly Rule[], settings: Settings, unsafe: boolean): FixedPyProject {
  let edits: readonly TextEdit[] = [];
  let applied = 0;
  for (const { offers } of checkPyProject(project, rules, settings)) {
    const fix = offers().find((offer) => offer.kind === "fix");
    if (fix?.kind !== "fix" || (fix.applicability === "unsafe" && !unsafe) || !areDisjoint([...edits, ...fix.edits])) continue;
    edits = [...edits, ...fix.edits];
    applied++;
  }
  const text = applyEdits(project.file.text, edits);
  // A fix that breaks the file would take every setting with it.
  return readPyProject(text).problem === undefined ? { text, applied } : { text: project.file.text, applied: 0 };
}
