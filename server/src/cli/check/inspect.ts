import type { Diagnostic } from "../../analysis/diagnostic";
import { Analyzer } from "../../analysis/analyzer";
import { fixAll, unfinished } from "../../analysis/fix-all";
import { leftOut } from "../../analysis/left-out";
import { checkPyProject, fixPyProject, NO_USES } from "../../analysis/project-check";
import { mayFindIn } from "../../analysis/filter/relevance";
import type { Settings } from "../../config/settings";
import { type Imports, NO_IMPORTS } from "../../model/imports";
import { isInTable } from "../../model/library/index";
import { STANDARD_MODULES } from "../../model/library/standard-modules";
import { editsOf } from "../../fixes/apply";
import { inOrder } from "../../fixes/text";
import type { Fix, Remedy, TextEdit } from "../../fixes/fix";
import { readPyProject } from "../../config/pyproject";
import type { ProjectUses } from "../../rules/contract";
import { RULES } from "../../rules/index";
import type { PythonDocument } from "../../syntax/document";
import { type Explained, explain } from "../../workspace/explain";
import { type UsesPlace, UsesInFiles } from "../../workspace/project-uses";
import type { Stamps } from "./project";
import type { Reported } from "./report";

/** Opens Python texts. */
type Open = (text: string) => PythonDocument;

/** One file's text under the rules: what they find, and what fixing makes of it. */
export interface Inspection {
  readonly findings: () => readonly Reported[];
  /** Those that no other file says anything of, where these are known apart. */
  readonly ofItself?: () => readonly Reported[];
  /** What is not among the findings, and why. */
  readonly missing: () => string | undefined;
  readonly fixed: (unsafe: boolean) => Fixed;
  /** What is run by the code that begins between two offsets, be it that nothing is found there. */
  readonly explained?: (from: number, to: number) => readonly Explained[];
  /** The project whose other files the findings depend on; undefined where they depend on none. */
  readonly dependsOn?: () => { readonly stamps: Stamps } | undefined;
}

export interface Fixed {
  readonly text: string;
  readonly applied: number;
  /** What the project must declare for the fixed text to run. */
  readonly requires: readonly string[];
  /** What differs afterwards, as the fixes that were applied say. */
  readonly notes: readonly string[];
  /** Why nothing was fixed, or not all. */
  readonly problem?: string | undefined;
}

/** @param imports what other files of the project say */
export function inspectPython(
  text: string,
  settings: Settings,
  open: Open,
  imports: Imports,
): Inspection & { readonly readsOtherFiles: () => boolean } {
  const document = open(text);
  const explained = (from: number, to: number): readonly Explained[] => explain(document, imports, from, to);
  if (!mayFindIn(document, RULES, settings, imports)) {
    return {
      findings: () => [],
      missing: () => undefined,
      fixed: () => ({ text, applied: 0, requires: [], notes: [] }),
      readsOtherFiles: () => mayComeToOthers(document, settings, imports),
      explained,
    };
  }
  const analyzer = new Analyzer(document, RULES, settings, undefined, imports);
  return {
    readsOtherFiles: () => analyzer.readsOtherFiles || mayComeToOthers(document, settings, imports),
    explained,
    findings: () => {
      const offers = new Map(analyzer.repairs(0, text.length).map((one) => [keyOf(one.diagnostic), one.offers]));
      return analyzer
        .diagnostics()
        .map((diagnostic) =>
          reported(diagnostic, offers.get(keyOf(diagnostic)) ?? [], (fix) => editsOf(analyzer.module, fix)),
        );
    },
    missing: () => leftOut(analyzer),
    fixed: (unsafe) => {
      const result = fixAll(analyzer, open, { unsafe });
      return { ...result, problem: unfinished(result) };
    },
  };
}

/**
 * Whether there may be something to find where one day a module is there that a file imports, and that nothing is known
 * of now.
 */
function mayComeToOthers(document: PythonDocument, settings: Settings, imports: Imports): boolean {
  if (imports === NO_IMPORTS) return false;
  const isUnknown = (module: string): boolean => {
    const [first = ""] = module.split(".", 1);
    return first === "" || !(STANDARD_MODULES.has(first) || isInTable(first));
  };
  return mayFindIn(document, RULES, settings, { ...imports, has: isUnknown });
}

/** @param place the files around it; undefined where it is looked at by itself */
export function inspectPyProject(
  text: string,
  settings: Settings,
  place: UsesPlace | undefined,
): Inspection & { readonly readsOtherFiles: () => boolean } {
  const project = readPyProject(text);
  const uses = place === undefined ? undefined : new UsesInFiles(project, settings, place);
  const found = (asked: ProjectUses): readonly Reported[] =>
    checkPyProject(project, RULES, { settings, uses: asked }).map(({ diagnostic, offers }) =>
      reported(diagnostic, offers(), (fix) => fix.edits),
    );
  return {
    findings: () => found(uses ?? NO_USES),
    ofItself: () => found(NO_USES),
    readsOtherFiles: () => uses?.asked === true,
    missing: () => undefined,
    fixed: (unsafe) => ({
      ...fixPyProject(project, RULES, { settings, uses: uses ?? NO_USES }, unsafe),
      requires: [],
      notes: [],
    }),
  };
}

function reported(
  diagnostic: Diagnostic,
  offers: readonly Remedy[],
  editsFor: (fix: Fix) => readonly TextEdit[],
): Reported {
  const { rule, severity, message, start, end, related, elsewhere } = diagnostic;
  return {
    rule,
    severity,
    message,
    start,
    end,
    related,
    elsewhere: elsewhere.map(({ uri, range, message: text }) => ({
      file: uri,
      row: range.start.line + 1,
      column: range.start.character + 1,
      message: text,
    })),
    fixes: offers.flatMap((offer) =>
      offer.kind !== "fix"
        ? []
        : [
            {
              title: offer.title,
              applicability: offer.applicability,
              annotation: offer.annotation,
              edits: inOrder(editsFor(offer)),
            },
          ],
    ),
    refusals: offers.flatMap((offer) =>
      offer.kind === "refusal" ? [{ title: offer.title, reason: offer.reason }] : [],
    ),
  };
}

function keyOf({ rule, start, end, message }: Diagnostic): string {
  return `${rule} ${start} ${end} ${message}`;
}
