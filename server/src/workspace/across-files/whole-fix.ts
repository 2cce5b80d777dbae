import type { Settings } from "../../config/settings";
import { harmOf, stateOf } from "../../analysis/sound/index";
import type { Fix, OtherFile, ProjectFix, Refusal } from "../../fixes/fix";
import { diffLines } from "../../fixes/line-diff";
import type { FileId } from "../../project/files";
import type { PythonDocument } from "../../syntax/document";
import type { ProjectHost } from "../host";
import type { Draft } from "./draft";
import { isObstacle, obstacle, type Obstacle } from "./obstacle";

/** A call that a fix is asked for at (offsets in its file's text). */
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

/** A project that was changed as a whole, what it needs from then on, and what differs. */
export interface Rewritten {
  readonly draft: Draft;
  readonly requires: readonly string[];
  readonly annotations: readonly string[];
}

export const TOO_MANY_FILES = "the project has more files than can be looked through for who calls it";

/** The fix that changes a project as a whole, or why it can't be done; offered in a file. */
export function wholeFix(
  { title, annotation, differs }: ProjectFix,
  file: FileId,
  made: Rewritten | Obstacle,
  before: Draft,
): Fix | Refusal {
  if (isObstacle(made)) return { kind: "refusal", title, reason: made.reason };
  const changed = changedFiles(made.draft, before);
  if (isObstacle(changed)) return { kind: "refusal", title, reason: changed.reason };
  return {
    kind: "fix",
    title,
    applicability: "unsafe",
    annotation: [...new Set([annotation, ...made.annotations])].join("; "),
    differs,
    changesCallers: true,
    edits: changed.find((one) => one.file === file)?.edits ?? [],
    elsewhere: changed.filter((one) => one.file !== file),
    needs: [],
    requires: [...new Set(made.requires)],
  };
}

/** What a draft changes, file by file; each must be as sound as before. */
function changedFiles(after: Draft, before: Draft): readonly OtherFile[] | Obstacle {
  const changed: OtherFile[] = [];
  for (const [file, text] of after.texts) {
    const old = before.textOf(file) ?? "";
    // What stands for bytes that are no UTF-8 would be written in their place.
    if (old.includes("\uFFFD")) return obstacle(`${before.nameOf(file)} is not in UTF-8`);
    const harm = harmOf(stateOf(before.open(old)), stateOf(before.open(text)));
    if (harm !== undefined) return obstacle(`it would leave ${before.nameOf(file)} with ${harm}`);
    changed.push({ file, text: old, edits: diffLines(old, text) });
  }
  return changed;
}
