import type { Helpers } from "./helper";
import type { Diagnostic } from "../../analysis/diagnostic";
import { Analyzer } from "../../analysis/analyzer";
import type { Rule } from "../../rules/contract";
import type { Settings } from "../../config/settings";
import { applySoundly } from "../../analysis/sound/apply";
import { stateOf } from "../../analysis/sound/index";
import type { Fix } from "../../fixes/fix";
import { definitionPath } from "../../model/definition-path";
import { ownNodes } from "../../model/definitions";
import { asyncFunctionAround, executionOf } from "../../model/execution";
import { Infer } from "../../model/infer";
import type { FileId } from "../../project/files";
import { RULES } from "../../rules/index";
import { CALLS } from "../../syntax/node-kinds";
import { BLOCKS, type Draft } from "./draft";
import { keyOf } from "./functions";

/** What is written for one call may uncover another one: so often a file is looked at. */
const MOST_ROUNDS = 10;

/** The rules about what stalls the event loop, whoever waits for it, and each finding by itself. */
const STALLING: readonly Rule[] = RULES.filter(({ stallsLoop }) => stallsLoop === true).map((rule) => ({
  ...rule,
  stallsLoop: false,
  check: (node, context) => {
    const found = rule.check(node, context);
    return found === undefined ? undefined : [found].flat().map((finding) => ({ ...finding, act: undefined }));
  },
}));

export interface Repaired {
  readonly draft: Draft;
  readonly requires: readonly string[];
  readonly annotations: readonly string[];
  /** What nothing can be done about, in words. */
  readonly left: readonly string[];
}

/** Repairs what blocks in functions that have become async, by what the rules offer there. */
export function repairBlocking(helpers: Helpers, draft: Draft, settings: Settings): Repaired {
  let current = draft;
  const applied: Fix[] = [];
  for (const file of new Set([...helpers.values()].map(({ source }) => source.file))) {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const fixed = repairOnce(file, helpers, current, settings);
      if (fixed === undefined) break;
      applied.push(...fixed.fixes);
      current = current.with(new Map([[file, fixed.text]]));
    }
  }
  const annotations = applied.flatMap(({ applicability, annotation }) =>
    applicability === "unsafe" && annotation !== undefined ? [annotation] : [],
  );
  const requires = applied.flatMap((fix) => fix.requires ?? []);
  return { draft: current, requires, annotations, left: [...new Set(blockingLeft(helpers, current))] };
}

function repairOnce(
  file: FileId,
  helpers: Helpers,
  draft: Draft,
  settings: Settings,
): { readonly text: string; readonly fixes: readonly Fix[] } | undefined {
  const text = draft.textOf(file) ?? "";
  // What a file is for changes nothing in what its functions do, nor does what is not to be told.
  const asked: Settings = { ...settings, severity: {}, role: { role: "application", by: "setting" } };
  const imports = draft.workspace.importsOf(file);
  const analyzer = new Analyzer(draft.open(text), STALLING, asked, undefined, imports);
  const infer = new Infer(analyzer.module, undefined, draft.steps, imports);
  const fixes = analyzer
    .diagnostics()
    .flatMap((diagnostic) =>
      isToRepair(diagnostic, file, analyzer, infer, helpers) ? (fixOf(diagnostic, analyzer) ?? []) : [],
    );
  if (fixes.length === 0) return undefined;
  const { result, applied } = applySoundly(analyzer.module, fixes, stateOf(draft.open(text)), draft.open);
  return result === undefined ? undefined : { text: result.document.text, fixes: applied };
}

/**
 * Whether a finding that is worth a warning, or whose call would stall whoever calls its function, stands in one of the
 * functions, and not in one within it.
 */
function isToRepair(
  { severity, start, end }: Diagnostic,
  file: FileId,
  { document, module }: Analyzer,
  infer: Infer,
  helpers: Helpers,
): boolean {
  const segment = document.segmentAt(start);
  if (segment === undefined) return false;
  const offset = document.offsetOf(segment);
  const node = segment.tree.at(start - offset, end - offset);
  const around = asyncFunctionAround(node);
  if (around === undefined || !helpers.has(keyOf(file, definitionPath(around, module) ?? ""))) return false;
  const row = severity !== "warning" && node.kind === "call" ? infer.row(node) : undefined;
  return severity === "warning" || (row !== undefined && BLOCKS(node, row, around, infer) !== undefined);
}

/** The best that can be done about it in the text alone. */
function fixOf(diagnostic: Diagnostic, analyzer: Analyzer): Fix | undefined {
  for (const offer of analyzer.offers(diagnostic))
    if (offer.kind === "fix" && offer.edits.length > 0 && offer.raisesPython === undefined) return offer;
  return undefined;
}

/** What still blocks in the functions, in words. */
function blockingLeft(helpers: Helpers, draft: Draft): readonly string[] {
  return [...helpers.values()].flatMap(({ source: { file }, path }) => {
    const source = draft.source(file);
    const nodes = source?.functionsAt(path) ?? [];
    if (source === undefined || nodes.length === 0) return [`${path}() in ${draft.nameOf(file)} can't be followed`];
    const { infer } = source;
    return nodes.flatMap((node) =>
      [...ownNodes(node, CALLS)].flatMap((call) => {
        const row = executionOf(call).kind === "async" && call.parent?.kind !== "await" ? infer.row(call) : undefined;
        if (row === undefined || BLOCKS(call, row, node, infer) === undefined) return [];
        return [`nothing can be awaited in the place of ${row.name}() in ${path}() in ${draft.nameOf(file)}`];
      }),
    );
  });
}
