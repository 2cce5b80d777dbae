/**
 * Holds every fix that reaches other files against what must be true of it: all files that it changes compile and lose
 * no name, by CPython; what they import is there; the finding that offered it is gone, and nothing fails that didn't.
 */
import { Analyzer } from "../../server/src/analysis/analyzer";
import type { Diagnostic } from "../../server/src/analysis/diagnostic";
import { DEFAULT_SETTINGS, type Settings } from "../../server/src/config/settings";
import { applyEdits } from "../../server/src/fixes/apply";
import type { Fix, ProjectFix } from "../../server/src/fixes/fix";
import type { FileId } from "../../server/src/project/files";
import { RULES } from "../../server/src/rules/index";
import { importedModules } from "../../server/src/syntax/import-lines";
import type { ProjectHost } from "../../server/src/workspace/host";
import { workOut } from "../../server/src/workspace/project-fix";
import { Workspace } from "../../server/src/workspace/workspace";
import type { PythonDocument } from "../../server/src/syntax/document";
import { askPython } from "../support/python";

/** One fix of one finding, and what is wrong with it. */
export interface Held {
  /** `app/main.py:12 rule "title"` */
  readonly where: string;
  readonly does: ProjectFix["does"];
  /** Why it is refused; undefined for one that is made. */
  readonly refused: string | undefined;
  readonly changed: number;
  readonly faults: readonly string[];
}

interface Offered {
  readonly file: FileId;
  readonly diagnostic: Diagnostic;
  readonly offer: ProjectFix;
  readonly where: string;
}

/** Rules whose finding in code that has just been written means that it fails. */
const FAILS = (diagnostic: Diagnostic): boolean =>
  diagnostic.severity === "error" || diagnostic.message.includes("await");

/** What is held. */
interface Place {
  readonly host: ProjectHost;
  readonly open: (text: string) => PythonDocument;
  readonly settings: Settings;
}

/**
 * @param choose which of all that are offered are worked out
 */
export async function* holdProjectFixes(
  { settings = DEFAULT_SETTINGS, ...rest }: Omit<Place, "settings"> & Partial<Place>,
  files: readonly FileId[],
  choose: (all: readonly Offered[]) => readonly Offered[] = (all) => all,
): AsyncGenerator<Held> {
  const place = { ...rest, settings };
  const before = new Project(place, new Map());
  const offered = files.flatMap((file) => before.offers(file));
  for (const one of choose(offered)) yield await hold(one, before, place);
}

async function hold({ file, diagnostic, offer, where }: Offered, before: Project, place: Place): Promise<Held> {
  const fix = workOut(offer, { file, start: diagnostic.start, end: diagnostic.end }, place);
  const { does } = offer;
  if (fix.kind === "refusal") return { where, does, refused: fix.reason, changed: 0, faults: [] };
  const texts = textsWith(file, fix, before);
  const after = new Project(place, texts);
  const faults = [
    ...(await unsound(texts, before)),
    ...[...texts.keys()].flatMap((changed) => lostImports(changed, before, after)),
    ...stillFound(file, diagnostic, before, after),
    ...[...new Set([file, ...texts.keys()])].flatMap((changed) => newFailures(changed, before, after)),
  ];
  return { where, does, refused: undefined, changed: texts.size, faults };
}

/** A project as it is, or with other texts for some files. */
class Project {
  readonly #workspace: Workspace;
  readonly #found = new Map<FileId, readonly Diagnostic[]>();

  constructor(
    readonly place: Place,
    readonly texts: ReadonlyMap<FileId, string>,
  ) {
    const read: ProjectHost["read"] = (file) => ({ kind: "text", text: this.textOf(file) });
    this.#workspace = new Workspace({ ...place.host, read }, place.open);
  }

  textOf(file: FileId): string | undefined {
    const own = this.texts.get(file);
    if (own !== undefined) return own;
    const read = this.place.host.read(file);
    return read.kind === "text" ? read.text : undefined;
  }

  documentOf(file: FileId): PythonDocument {
    return this.place.open(this.textOf(file) ?? "");
  }

  #analyzer(file: FileId): Analyzer {
    const { settings } = this.place;
    return new Analyzer(this.documentOf(file), RULES, settings, undefined, this.#workspace.importsOf(file));
  }

  findings(file: FileId): readonly Diagnostic[] {
    let found = this.#found.get(file);
    if (found === undefined) this.#found.set(file, (found = this.#analyzer(file).diagnostics()));
    return found;
  }

  offers(file: FileId): readonly Offered[] {
    const analyzer = this.#analyzer(file);
    const root = this.place.host.rootOf(file.slice(0, file.lastIndexOf("/")));
    return analyzer.repairs(0, analyzer.document.length).flatMap(({ diagnostic, offers }) =>
      offers.flatMap((offer): readonly Offered[] => {
        if (offer.kind !== "project fix") return [];
        const line = analyzer.document.positionAt(diagnostic.start).line + 1;
        const where = `${file.slice((root?.length ?? -1) + 1)}:${line} ${diagnostic.rule} "${offer.title}"`;
        return [{ file, diagnostic, offer, where }];
      }),
    );
  }

  /** What the lines of a file import of the project. */
  imports(file: FileId): readonly string[] {
    const imports = this.#workspace.importsOf(file);
    return this.documentOf(file).segments.flatMap((segment) =>
      importedModules(segment.text).filter((module) => imports.has(module)),
    );
  }
}

function textsWith(file: FileId, fix: Fix, before: Project): ReadonlyMap<FileId, string> {
  const texts = new Map<FileId, string>();
  if (fix.edits.length > 0) texts.set(file, applyEdits(before.textOf(file) ?? "", fix.edits));
  for (const other of fix.elsewhere ?? []) texts.set(other.file, applyEdits(other.text, other.edits));
  return texts;
}

async function unsound(texts: ReadonlyMap<FileId, string>, before: Project): Promise<readonly string[]> {
  const changed = [...texts];
  const answers = (await askPython(
    "judge",
    changed.map(([file, text]) => ({ before: before.textOf(file) ?? "", after: [text] })),
  )) as readonly (readonly (readonly string[])[] | null)[];
  return changed.flatMap(([file], i) => (answers[i]?.[0] ?? []).map((problem) => `${file}: ${problem}`));
}

/** Modules of the project that a file imported, and imports no longer though it still names them. */
function lostImports(file: FileId, before: Project, after: Project): readonly string[] {
  const own = new Set(before.imports(file));
  const now = new Set(after.imports(file));
  const named = new Set(after.documentOf(file).segments.flatMap(({ text }) => importedModules(text)));
  return [...own].filter((module) => named.has(module) && !now.has(module)).map((module) => `${file}: no ${module}`);
}

function stillFound(file: FileId, { rule, message }: Diagnostic, before: Project, after: Project): readonly string[] {
  const count = (project: Project): number =>
    project.findings(file).filter((one) => one.rule === rule && one.message === message).length;
  return count(after) < count(before) ? [] : [`still found: ${message}`];
}

/** Findings that weren't there, of code that can't work. */
function newFailures(file: FileId, before: Project, after: Project): readonly string[] {
  const left = before.findings(file).map(nameOf);
  return after.findings(file).flatMap((diagnostic) => {
    const at = left.indexOf(nameOf(diagnostic));
    if (at >= 0) left.splice(at, 1);
    return at >= 0 || !FAILS(diagnostic) ? [] : [`${file}: ${nameOf(diagnostic)}`];
  });
}

function nameOf({ rule, message }: Diagnostic): string {
  return `${rule}: ${message}`;
}
