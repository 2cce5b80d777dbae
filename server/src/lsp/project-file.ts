import type { Diagnostic } from "../analysis/diagnostic";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Repairable } from "../analysis/repairable";
import type { FixAllOptions, FixAllResult } from "../analysis/fix-all";
import { checkPyProject, fixPyProject, NO_USES, type ProjectRepairable } from "../analysis/project-check";
import type { Fix, TextEdit } from "../fixes/fix";
import { type PyProject, readPyProject } from "../config/pyproject";
import type { ProjectContext, ProjectUses } from "../rules/contract";
import { RULES } from "../rules/index";
import type { ContentChange } from "../syntax/document";
import type { Position } from "../syntax/places";
import type { Configuration } from "./configuration";
import { UsesInFiles } from "../workspace/project-uses";
import { OpenDocument } from "./document";
import type { OtherFiles } from "./other-files";

/** An open pyproject.toml. Small enough to be read as a whole with each change. */
export class ProjectFile extends OpenDocument {
  readonly #document: TextDocument;
  #found: readonly ProjectRepairable[] | undefined;
  #project: PyProject | undefined;
  #uses: ProjectUses | undefined;
  readonly #otherFiles: Pick<OtherFiles, "around">;

  constructor(
    uri: string,
    version: number | null,
    text: string,
    { otherFiles }: { readonly otherFiles: Pick<OtherFiles, "around"> },
  ) {
    super(uri, version);
    this.#otherFiles = otherFiles;
    this.#document = TextDocument.create(uri, "toml", version ?? 0, text);
  }

  get text(): string {
    return this.#document.getText();
  }

  get length(): number {
    return this.text.length;
  }

  positionAt(offset: number): Position {
    return this.#document.positionAt(offset);
  }

  offsetAt(position: Position): number {
    return this.#document.offsetAt(position);
  }

  apply(changes: readonly ContentChange[], version: number | null): void {
    this.#found = undefined;
    this.#project = undefined;
    this.version = version;
    TextDocument.update(this.#document, [...changes], version ?? 0);
  }

  override configure(configuration: Configuration): boolean {
    const changed = super.configure(configuration);
    if (changed) this.startAfresh();
    return changed;
  }

  get isHalfTyped(): boolean {
    return false;
  }

  settle(): boolean {
    return false;
  }

  protected get excess(): undefined {
    return undefined;
  }

  startAfresh(): void {
    this.#found = undefined;
    this.#uses = undefined;
  }

  diagnostics(): readonly Diagnostic[] {
    return this.#findings().map(({ diagnostic }) => diagnostic);
  }

  get missing(): undefined {
    return undefined;
  }

  repairs(start: number, end: number, only?: (rule: string) => boolean): readonly Repairable[] {
    return this.#findings()
      .filter(
        ({ diagnostic }) => diagnostic.start <= end && start <= diagnostic.end && (only?.(diagnostic.rule) ?? true),
      )
      .map(({ diagnostic, offers }) => ({ diagnostic, offers: offers() }));
  }

  refactorings(): readonly [] {
    return [];
  }

  editsOf(fix: Fix): readonly TextEdit[] {
    return fix.edits;
  }

  fixAll({ rules: wanted, unsafe }: FixAllOptions): FixAllResult {
    const rules = RULES.filter(({ name }) => wanted?.has(name) ?? true);
    // What is fixed in one place uncovers nothing in another.
    return {
      ...fixPyProject(this.project, rules, this.#context, unsafe),
      requires: [],
      notes: [],
      rounds: 1,
      converged: true,
      leftOut: [],
    };
  }

  /** What the file says. */
  get project(): PyProject {
    return (this.#project ??= readPyProject(this.text));
  }

  #findings(): readonly ProjectRepairable[] {
    if (!this.enabled) return [];
    return (this.#found ??= checkPyProject(this.project, RULES, this.#context));
  }

  /** What other files do is found out once, however often this one is edited. */
  get #context(): ProjectContext {
    const { settings } = this.configuration;
    if (this.#uses === undefined) {
      const place = this.#otherFiles.around(this.uri);
      this.#uses = place === undefined ? NO_USES : new UsesInFiles(this.project, settings, place);
    }
    return { settings, uses: this.#uses };
  }
}
