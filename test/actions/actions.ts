import type { Analyzer } from "../../server/src/analysis/analyzer";
import { fixAll } from "../../server/src/analysis/fix-all";
import { refactoringsAt } from "../../server/src/analysis/refactor";
import type { Settings } from "../../server/src/config/settings";
import { applyEdits, areDisjoint, editsOf } from "../../server/src/fixes/apply";
import type { TextEdit } from "../../server/src/fixes/fix";
import { ignoreFileEdit, ignoreLineEdit } from "../../server/src/lsp/actions/ignore-comment";
import { REFACTORINGS } from "../../server/src/refactorings/index";
import { analyzeEach, open } from "../support/engine";

/** An action as it was taken. */
export interface Taken {
  /** What kind of action: a rule, a refactoring, an ignore comment, all fixes. */
  readonly kind: string;
  readonly title: string;
  readonly text: string;
  /** What is wrong with it before anybody judges its text. */
  readonly problem?: string;
}

/** In so many places of a text refactorings are asked for. */
const MOST_SPOTS = 40;

/** Every action of every kind that a text offers, each taken alone. */
export function everyAction(text: string, settings: Partial<Settings> = {}): readonly Taken[] {
  const analyzer = analyzeEach(text, settings);
  const taken = new Map<string, Taken>();
  const take = (kind: string, title: string, edits: readonly TextEdit[]): void => {
    const result = areDisjoint(edits) ? { text: applyEdits(text, edits) } : { text, problem: "edits overlap" };
    const key = `${kind}\n${result.text}`;
    if (!taken.has(key)) taken.set(key, { kind, title, ...result });
  };
  for (const { diagnostic, offers } of analyzer.repairs(0, text.length)) {
    for (const offer of offers)
      if (offer.kind === "fix" && offer.edits.length > 0)
        take(diagnostic.rule, offer.title, editsOf(analyzer.module, offer));
    const line = ignoreLineEdit(analyzer.document, diagnostic);
    if (line !== undefined) take("ignore comment", `on the line of ${diagnostic.rule}`, [line]);
    take("ignore comment", `in the file of ${diagnostic.rule}`, [ignoreFileEdit(analyzer.document, diagnostic.rule)]);
  }
  for (const { start, end } of spotsIn(analyzer)) {
    for (const refactoring of REFACTORINGS)
      for (const offer of refactoringsAt(analyzer, [refactoring], start, end))
        if (offer.kind === "fix") take(refactoring.name, offer.title, editsOf(analyzer.module, offer));
  }
  for (const unsafe of [false, true]) {
    const result = fixAll(analyzeEach(text, settings), open, { unsafe });
    const title = unsafe ? "all" : "all safe";
    // What fix-all leaves out would have broken the text if taken alone, and is to be mended there.
    const [left] = result.leftOut;
    taken.set(title, {
      kind: "fix-all",
      title,
      text: result.text,
      ...(left === undefined ? {} : { problem: `left out "${left.title}": ${left.reason}` }),
    });
  }
  return [...taken.values()];
}

/** Cursors at the beginning of nodes of all kinds, and selections of two statements; of many, some are taken. */
function spotsIn({ document }: Analyzer): readonly { readonly start: number; readonly end: number }[] {
  const spots = document.segments.flatMap((segment) => {
    const offset = document.offsetOf(segment);
    const nodes = [...segment.tree.root.subtree()].filter((node) => node.isNamed && node.parent !== undefined);
    return nodes.flatMap((node) => {
      const start = offset + node.start;
      const next = node.kind.endsWith("_statement") ? node.next : undefined;
      return [{ start, end: start }, ...(next === undefined ? [] : [{ start, end: offset + next.end }])];
    });
  });
  const step = Math.max(1, Math.ceil(spots.length / MOST_SPOTS));
  return spots.filter((_, i) => i % step === 0);
}
