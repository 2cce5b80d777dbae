import { Analyzer } from "../../server/src/analysis/analyzer";
import { DEFAULT_SETTINGS, type Settings } from "../../server/src/config/settings";
import { applyEdits } from "../../server/src/fixes/apply";
import type { Fix, ProjectFix, Refusal } from "../../server/src/fixes/fix";
import { RULES } from "../../server/src/rules/index";
import { workOut } from "../../server/src/workspace/project-fix";
import { open } from "../support/engine";
import { hostOf, nameOf, pathOf, workspaceOf } from "./in-memory";

/** What comes of the first fix of a kind that a file of a project offers for all of it. */
export function projectFix(
  name: string,
  files: ReadonlyMap<string, string>,
  settings: Partial<Settings> = {},
  does: ProjectFix["does"] = "make async",
): Fix | Refusal {
  const file = pathOf(name);
  const text = files.get(name)!;
  const all = { ...DEFAULT_SETTINGS, ...settings };
  const analyzer = new Analyzer(open(text), RULES, all, undefined, workspaceOf(files).importsOf(file));
  for (const { diagnostic, offers } of analyzer.repairs(0, text.length)) {
    const offer = offers.find((one) => one.kind === "project fix" && one.does === does);
    if (offer?.kind === "project fix")
      return workOut(offer, { file, ...diagnostic }, { host: hostOf(files), open, settings: all });
  }
  throw new Error(`${name} offers nothing for the project`);
}

/** The files of a project with a fix that one of them offered. */
export function withFix(name: string, fix: Fix, files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const after = new Map(files).set(name, applyEdits(files.get(name)!, fix.edits));
  for (const { file, text, edits } of fix.elsewhere ?? []) {
    if (text !== files.get(nameOf(file))) throw new Error(`the edits of ${nameOf(file)} are made from another text`);
    after.set(nameOf(file), applyEdits(text, edits));
  }
  return after;
}

/** A file of a project once all that a rule finds in it has got its first fix. */
export function fixedIn(name: string, rule: string, files: ReadonlyMap<string, string>): string {
  const text = files.get(name)!;
  const analyzer = new Analyzer(
    open(text),
    RULES,
    DEFAULT_SETTINGS,
    undefined,
    workspaceOf(files).importsOf(pathOf(name)),
  );
  const repairs = analyzer.repairs(0, text.length).filter(({ diagnostic }) => diagnostic.rule === rule);
  const fixes = repairs.flatMap(({ offers }) => offers.find((offer) => offer.kind === "fix") ?? []);
  if (fixes.length === 0) throw new Error(`${rule} repairs nothing in ${name}`);
  return applyEdits(
    text,
    fixes.flatMap(({ edits }) => edits),
  );
}
