import { DEFAULT_SETTINGS } from "../../config/settings";
import { BlockingPaths } from "../../model/blocking";
import type { Blocks } from "../../model/calls";
import { definitionPath } from "../../model/definition-path";
import { Infer } from "../../model/infer";
import { Module } from "../../model/module";
import { Steps } from "../../model/steps";
import type { Value } from "../../model/values";
import type { FileId } from "../../project/files";
import { type Definition, sameDefinition } from "../../project/project";
import { stallsCaller } from "../../rules/support/blocking/stalls";
import type { PythonDocument } from "../../syntax/document";
import type { Kind } from "../../syntax/kinds.generated";
import type { Node } from "../../syntax/tree";
import type { ProjectHost, WorkspaceHost } from "../host";
import { Workspace } from "../workspace";
import { Reach } from "../reach";
import { codeOfNotebook, isNotebook } from "./notebook-code";

/** What one question about all of a project may cost, as `Steps` counts. */
const MOST_STEPS = 5_000_000;

/** What a call does depends on no setting. */
export const BLOCKS: Blocks = stallsCaller(DEFAULT_SETTINGS);

/** The files of a project as they are, or as they would be with other texts for some of them. Nothing of it is kept. */
export class Draft {
  readonly workspace: Workspace;
  /** Who imports from whom, for all drafts of the same files. */
  readonly reach: Reach;
  readonly #sources = new Map<FileId, Source | undefined>();

  /**
   * @param texts those of files that differ from what the host has
   * @param before the same project with fewer of them
   */
  constructor(
    readonly host: ProjectHost,
    readonly open: (text: string) => PythonDocument,
    readonly texts: ReadonlyMap<FileId, string> = new Map(),
    before?: Draft,
    readonly steps: Steps = before?.steps ?? new Steps(MOST_STEPS),
  ) {
    const own: WorkspaceHost = {
      isFile: (file) => host.isFile(file),
      isFolder: (folder) => host.isFolder(folder),
      rootOf: (folder) => host.rootOf(folder),
      besides: (folder) => host.besides(folder),
      environmentOf: (folder) => host.environmentOf(folder),
      linked: (packages) => host.linked?.(packages) ?? [],
      summaries: host.summaries,
      read: (file) => ({ kind: "text", text: this.textOf(file) }),
      pythonFiles: (file) => host.pythonFiles(file),
    };
    this.reach = before?.reach ?? host.reach ?? new Reach();
    this.workspace =
      before === undefined ? new Workspace(own, open) : before.workspace.withTexts(own, [...texts.keys()]);
  }

  /** The same project with other texts for some files. */
  with(texts: ReadonlyMap<FileId, string>): Draft {
    return new Draft(this.host, this.open, new Map([...this.texts, ...texts]), this);
  }

  /** The same for another question, with a text for one of the files. */
  askedAgain(file: FileId, text: string): Draft {
    const texts = this.textOf(file) === text ? this.texts : new Map([...this.texts, [file, text]]);
    return new Draft(this.host, this.open, texts, this, new Steps(MOST_STEPS));
  }

  textOf(file: FileId): string | undefined {
    const own = this.texts.get(file);
    if (own !== undefined) return own;
    const read = this.host.read(file);
    const text = read.kind === "text" ? read.text : undefined;
    return text !== undefined && isNotebook(file) ? codeOfNotebook(text) : text;
  }

  /** A file to look into; undefined where it can't be read. */
  source(file: FileId): Source | undefined {
    if (!this.#sources.has(file)) {
      const text = this.textOf(file);
      this.#sources.set(file, text === undefined ? undefined : new Source(file, this.open(text), this));
    }
    return this.#sources.get(file);
  }

  /** A file as people call it: by its path in the project. */
  nameOf(file: FileId): string {
    const root = this.host.rootOf(file.slice(0, file.lastIndexOf("/")));
    return root !== undefined && file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file;
  }
}

/** A file of a draft, with what its code means. */
export class Source {
  readonly module: Module;
  readonly infer: Infer;
  readonly paths: BlockingPaths;

  constructor(
    readonly file: FileId,
    readonly document: PythonDocument,
    readonly draft: Draft,
  ) {
    this.module = new Module(document);
    this.infer = new Infer(this.module, undefined, draft.steps, draft.workspace.importsOf(file));
    this.paths = new BlockingPaths(this.infer.further, BLOCKS);
  }

  /**
   * The function or class of the project that an expression stands for; "other" where it is something else, undefined
   * where nobody knows.
   */
  definitionOf(expression: Node): Definition | "other" | undefined {
    return this.definitionBehind(this.infer.value(expression));
  }

  definitionBehind(value: Value | undefined): Definition | "other" | undefined {
    switch (value?.kind) {
      case undefined:
        return undefined;
      case "function":
      case "class": {
        const path = definitionPath(value.definition.node, this.module);
        return path === undefined ? undefined : { kind: value.kind, file: this.file, path };
      }
      case "name":
        return this.draft.workspace.definition(value.name, this.file);
      case "outside":
        return this.draft.workspace.definition(value.reference, this.file);
      case "either":
        return sameDefinition(value.of.map((one) => this.definitionBehind(one)));
      default:
        return "other";
    }
  }

  /** The names that lead to what a node defines: `Client.load`. */
  pathOf(definition: Node): string | undefined {
    return definitionPath(definition, this.module);
  }

  /** The function of a path; undefined where there are several, or none. */
  functionAt(path: string): Node | undefined {
    return theOnly(this.functionsAt(path));
  }

  /** All that are defined under a path, as branches do. */
  functionsAt(path: string): readonly Node[] {
    return this.#definedAt(path, "function_definition");
  }

  /** The class of a path; undefined where there are several, or none. */
  classAt(path: string): Node | undefined {
    return theOnly(this.#definedAt(path, "class_definition"));
  }

  #definedAt(path: string, kind: Kind): readonly Node[] {
    const found: Node[] = [];
    for (const { field, parent } of this.module.identifiers(path.slice(path.lastIndexOf(".") + 1))) {
      if (field === "name" && parent?.kind === kind && this.pathOf(parent) === path) found.push(parent);
    }
    return found;
  }

  /** The call that stands exactly there (offsets in the text). */
  callAt(start: number, end: number): Node | undefined {
    const node = this.#nodeAt(start, end);
    const call = node?.kind === "call" ? node : node?.closest("call");
    return call?.start === node?.start && call?.end === node?.end ? call : undefined;
  }

  /** The path of the function whose name stands exactly there in its definition. */
  pathOfName(start: number, end: number): string | undefined {
    const name = this.#nodeAt(start, end);
    return name?.field === "name" && name.parent?.kind === "function_definition" ? this.pathOf(name.parent) : undefined;
  }

  #nodeAt(start: number, end: number): Node | undefined {
    const segment = this.document.segmentAt(start);
    if (segment === undefined) return undefined;
    const offset = this.document.offsetOf(segment);
    const node = segment.tree.at(start - offset, end - offset);
    return node.start + offset === start && node.end + offset === end ? node : undefined;
  }

  /** The line that a node begins in, from 1. */
  lineOf(node: Node): number {
    return this.document.positionAt(this.document.offsetOf(this.module.segmentOf(node)) + node.start).line + 1;
  }

  /** Where a node stands, as people say it: `main() in app.py`, or `app.py, line 7` outside of functions. */
  placeOf(node: Node): string {
    const around = node.closest("function_definition");
    const path = around === undefined ? undefined : this.pathOf(around);
    const file = this.draft.nameOf(this.file);
    return path === undefined ? `${file}, line ${this.lineOf(node)}` : `${path}() in ${file}`;
  }
}

function theOnly(nodes: readonly Node[]): Node | undefined {
  return nodes.length === 1 ? nodes[0] : undefined;
}
