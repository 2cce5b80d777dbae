import type { Settings } from "../../analysis/settings";
import { harmOf, stateOf } from "../../analysis/sound/index";
import type { Fix, OtherFile, ProjectFix, Refusal } from "../../fixes/fix";
import { diffLines } from "../../fixes/line-diff";
import type { FileId } from "../../project/files";
import type { PythonDocument } from "../../syntax/document";
import type { Node } from "../../syntax/tree";
import type { ProjectHost } from "../host";
import { awaitCalls } from "./await-calls";
import { Draft, type Source } from "./draft";
import { helpersBehind } from "./functions";
import { isObstacle, obstacle, type Obstacle } from "./obstacle";
import { repairBlocking } from "./repair";
import { usesOf } from "./uses";

/** A call of a helper (offsets in its file's text) that is to be awaited. */
export interface CallPlace {
  readonly file: FileId;
  readonly start: number;
  readonly end: number;
}

/** The project around a call. */
export interface Surroundings {
  readonly host: ProjectHost;
  readonly open: (text: string) => PythonDocument;
  readonly settings: Settings;
}

/**
 * Makes the functions async by which a call comes to one that blocks: they, what blocks in them, and all their callers, in
 * whatever files. Done as a whole, or refused with the reason.
 */
export function makeAsync({ title, annotation, differs }: ProjectFix, place: CallPlace, surroundings: Surroundings): Fix | Refusal {
  const made = change(place, surroundings);
  if (isObstacle(made)) return { kind: "refusal", title, reason: made.reason };
  const { changed, requires, annotations } = made;
  return {
    kind: "fix",
    title,
    applicability: "unsafe",
    annotation: [...new Set([annotation, ...annotations])].join("; "),
    differs,
    changesCallers: true,
    edits: changed.find(({ file }) => file === place.file)?.edits ?? [],
    elsewhere: changed.filter(({ file }) => file !== place.file),
    needs: [],
    requires: [...new Set(requires)],
  };
}

interface Change {
  readonly kind: "change";
  readonly changed: readonly OtherFile[];
  readonly requires: readonly string[];
  readonly annotations: readonly string[];
}

function change({ file, start, end }: CallPlace, { host, open, settings }: Surroundings): Change | Obstacle {
  const draft = new Draft(host, open);
  const source = draft.source(file);
  const call = source === undefined ? undefined : callAt(start, end, source);
  if (source === undefined || call === undefined) return obstacle("the call is no longer there");
  const files = host.pythonFiles(file);
  if (files === undefined) return obstacle("the project has more files than can be looked through for who calls it");
  const helpers = helpersBehind(call, source, draft);
  if (isObstacle(helpers)) return helpers;
  const known = new Set([file, ...[...helpers.values()].map((helper) => helper.source.file), ...files]);
  const uses = usesOf(helpers, [...known], draft);
  if (isObstacle(uses)) return uses;
  const awaiting = awaitCalls(helpers, uses, settings);
  if (isObstacle(awaiting)) return awaiting;
  const repaired = repairBlocking(helpers, draft.with(awaiting.texts), settings);
  if (isObstacle(repaired)) return repaired;
  const changed = [...repaired.draft.texts].map(([name, after]) => ({ file: name, before: draft.textOf(name) ?? "", after }));
  for (const { file: name, before, after } of changed) {
    const harm = harmOf(stateOf(open(before)), stateOf(open(after)));
    if (harm !== undefined) return obstacle(`it would leave ${draft.nameOf(name)} with ${harm}`);
  }
  return {
    kind: "change",
    changed: changed.map(({ file: name, before, after }) => ({ file: name, text: before, edits: diffLines(before, after) })),
    requires: repaired.requires,
    annotations: [...awaiting.annotations, ...repaired.annotations],
  };
}

function callAt(start: number, end: number, { document }: Source): Node | undefined {
  const segment = document.segmentAt(start);
  if (segment === undefined) return undefined;
  const offset = document.offsetOf(segment);
  const node = segment.tree.at(start - offset, end - offset);
  const call = node.kind === "call" ? node : node.closest("call");
  return call !== undefined && call.start + offset === start && call.end + offset === end ? call : undefined;
}
